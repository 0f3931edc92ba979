"""Every cause for which something can fail: looked up in the tables that each package has beside this file."""

from collections.abc import Sequence

from zoho_app import kinds
from zoho_app.counts import count_noun
from zoho_app.web.remedies import alerts, channels, parcels, zoho_books
from zoho_app.web.remedies.cause import Cause
from zoho_app.web.remedies.remedy import Remedy

OTHER_THINGS = ("task", "tasks")

PACKAGES = (zoho_books, channels, parcels, alerts)
CAUSES = {
    **zoho_books.CAUSES,
    **channels.CAUSES,
    **parcels.CAUSES,
    **alerts.CAUSES,
    "internal": Cause(
        "Something unexpected went wrong in Bookdesk",
        "Try again. If it happens again, report it with the time; the log has the details.",
        Remedy.SEND_AGAIN,
    ),
}
UNKNOWN = Cause("It failed", "Read what happened, then try again.", Remedy.SEND_AGAIN)
SPLIT = frozenset(code for code, cause in CAUSES.items() if cause.is_split)


def find(kind: str, code: str, details: Sequence[str] = ()) -> Cause:
    """The cause `code` of an appointment of that kind; `details` as given to `Task.failed`."""
    cause = CAUSES.get(code, UNKNOWN)
    for package in PACKAGES:
        cause = package.adapt(cause, kind, code, details)
    return cause


def things(kind: str, count: int) -> str:
    """So many of what has failed, such as "1,204 orders"."""
    known = kinds.get(kind)
    one, several = (known.noun, known.nouns) if known else OTHER_THINGS
    return count_noun(count, one, several)
