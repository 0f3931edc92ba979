"""Reading what a receiver answered."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from zoho_app.clock import now
from zoho_app.deliveries import redaction
from zoho_app.deliveries.outside import Answer

# So much of an answer is kept, out of so much that is looked through.
KEPT, LOOKED_THROUGH = 200, 2000
LONGEST_RETRY_AFTER = timedelta(hours=1)


def is_out_of_order(answer: Answer) -> bool:
    """Whether the receiver itself has a problem: it failed, or it can't keep up."""
    return answer.status >= 500 or answer.status == HTTPStatus.TOO_MANY_REQUESTS


def said(answer: Answer, url: str, *secrets: str) -> str:
    """What the receiver at `url` answered, with the first words of a plain text; no secret of ours stays in them."""
    words = f"The receiver answered {status_words(answer.status)}"
    if 300 <= answer.status < 400:
        return f"{words}, a redirect. Bookdesk does not follow redirects; give the address it leads to."
    text = redaction.blanked(" ".join(answer.text.split())[:LOOKED_THROUGH], url, *secrets)[:KEPT]
    return f"{words}." if not text or text.startswith("<") else f"{words}: “{text}”."


def status_words(status: int) -> str:
    """A status with its standard name, such as "503 Service Unavailable"."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def asked_to_wait(retry_after: str) -> datetime | None:
    """The time that a Retry-After header names, in seconds or as a date; an hour from now at the latest."""
    latest = now() + LONGEST_RETRY_AFTER
    wish = retry_after.strip()[:40]
    if wish.isdecimal():
        seconds = min(int(wish), int(LONGEST_RETRY_AFTER.total_seconds()))
        return now() + timedelta(seconds=seconds)
    try:
        timestamp = parsedate_to_datetime(wish)
    except (TypeError, ValueError, OverflowError):
        return None
    return min(timestamp, latest) if timestamp.tzinfo else None
