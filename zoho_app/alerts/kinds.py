"""The kinds of alerts, their words, and the page that fixes each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`title` and `cleared` are half-sentences: "the connection to Zoho Books is lost"."""

    key: str
    name: str
    title: str
    cleared: str
    action: str  # the label of the link to the page that fixes it
    path: str  # of that page, below the store's address; "" is Home


CONNECTION = Kind(
    "connection",
    "Connection to Zoho Books",
    "the connection to Zoho Books is lost",
    "the connection to Zoho Books is back",
    "Reconnect to Zoho Books",
    "/integrations/zoho-books",
)
FAILURES = Kind(
    "failures",
    "Failures",
    "failures need attention",
    "most failures are resolved",
    "See what failed",
    "/attention",
)
POLL = Kind(
    "poll",
    "Check for shipments",
    "the check for shipments is overdue",
    "the check for shipments works again",
    "See the last check",
    "/integrations/zoho-books",
)
QUOTA = Kind(
    "quota",
    "Zoho calls today",
    "today's Zoho calls are nearly used up",
    "Zoho calls are available again",
    "See what waits",
    "",
)

REFUSED = Kind(
    "refused",
    "Refused orders",
    "orders were refused and wait for somebody",
    "no refused order of the last day waits any more",
    "See the refused orders",
    "/refused-orders",
)

VOID_ORDERS = Kind(
    "void_orders",
    "Orders void at their source",
    "orders in Zoho Books were canceled or refunded at their source",
    "no order in Zoho Books waits any more that was canceled or refunded at its source",
    "Decide about these orders",
    "/attention",
)

KINDS = {kind.key: kind for kind in (CONNECTION, FAILURES, POLL, QUOTA, REFUSED, VOID_ORDERS)}


def sentence(words: str) -> str:
    """A title as a sentence of its own."""
    return f"{words[0].upper()}{words[1:]}."
