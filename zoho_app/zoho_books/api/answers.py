"""Read an answer of the Zoho Books API: return its JSON, or raise the error of errors.py that it means."""

import json
from datetime import timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from zoho_app.appointments import backoff
from zoho_app.clock import now
from zoho_app.outgoing import Answer
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.errors import Forbidden, NotFound, OutcomeUnknown, Refused, TryLater

SHORTEST_PAUSE, LONGEST_PAUSE = backoff.SHORTEST_WAIT, 24 * 3600  # seconds

Json = dict[str, Any]


def read(answer: Answer) -> Json:
    """Return the JSON of a success; judged by HTTP status and `code` alone, never by the message."""
    body = _json(answer)
    if body is None or "code" not in body:
        if answer.status == 429:
            raise _pause(answer, errors.entry(44))
        words = f"Zoho Books sent an unreadable answer (HTTP {answer.status})."
        raise OutcomeUnknown(words, is_outage=True)
    code, said = _code_and_words(body)
    if code == 0 and answer.status < 300:
        return body
    line = errors.entry(code)
    if answer.status == 429 or line.kind == errors.WAIT:
        raise _pause(answer, line if line.kind == errors.WAIT else errors.entry(44))
    if answer.status >= 500 or line.kind == errors.RETRY:
        raise OutcomeUnknown(errors.explain(code, said), is_outage=True)
    # Code 5, "Invalid URL Passed", comes with 404 as well: it tells nothing about what was asked for.
    is_missing = line.kind == errors.MISSING or (answer.status == 404 and line is errors.UNKNOWN_CODE and code > 0)
    raise (NotFound if is_missing else Refused)(errors.explain(code, said), code, said, answer.status)


def asks_to_reconnect(answer: Answer) -> bool:
    """Whether Zoho does not accept the access token, or the rights of whoever connected."""
    code, _ = _code_and_words(_json(answer) or {})
    if answer.status == 401:
        return True
    return code != 0 and errors.entry(code).kind == errors.RECONNECT


def lacks_a_right(answer: Answer) -> bool:
    """Whether Zoho knows the token, and says that whoever connected may not do this."""
    return _code_and_words(_json(answer) or {})[0] == errors.NOT_AUTHORIZED


def forbidden(answer: Answer, what: str) -> Forbidden:
    """The error of an answer that does not let us read `what`."""
    code, said = _code_and_words(_json(answer) or {})
    return Forbidden(what, code, said, answer.status)


def why_to_reconnect(answer: Answer) -> str:
    """The words for people of an answer that asks to reconnect."""
    return errors.explain(*_code_and_words(_json(answer) or {}))


def clock_ahead(answer: Answer) -> timedelta | None:
    """How far Zoho's clock is ahead of ours, to the second or so: the way of an answer is short."""
    try:
        return parsedate_to_datetime(answer.headers["date"]) - now()
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _pause(answer: Answer, line: errors.Entry) -> TryLater:
    """How long to wait: what the answer says, but never less than some seconds; or what the table says."""
    for header in ("retry-after", "x-rate-limit-reset" if line is errors.TABLE[45] else ""):
        text = answer.headers.get(header, "")
        if text.isdecimal():
            seconds = max(SHORTEST_PAUSE, min(int(text), LONGEST_PAUSE))
            return TryLater(line.words, now() + timedelta(seconds=seconds), True, "limit")
    return TryLater(line.words, now() + timedelta(seconds=line.seconds or 3600), True, "limit")


def _json(answer: Answer) -> Json | None:
    try:
        body = json.loads(answer.body, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _code_and_words(body: Json) -> tuple[int, str]:
    try:
        return int(body.get("code") or 0), str(body.get("message") or "")
    except (TypeError, ValueError):
        return -1, str(body.get("message") or "")
