"""What people are told about by themselves: the kinds of alerts, their words, and where each is mended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`title` and `cleared` are half-sentences: "the connection to Zoho Books is lost"."""

    key: str
    name: str
    title: str
    cleared: str
    action: str  # the words of the link that leads to where it is mended
    path: str  # of that page, below the store's own; "" is its home


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
    "work has failed and waits for somebody",
    "most of what had failed is settled",
    "Settle what failed",
    "/attention",
)
POLL = Kind(
    "poll",
    "Check for shipments",
    "the check for shipments is overdue",
    "shipments are checked again",
    "See the last check",
    "/integrations/zoho-books",
)
QUOTA = Kind(
    "quota",
    "Zoho calls of the day",
    "today's Zoho calls are nearly used up",
    "there are Zoho calls again",
    "See what waits",
    "",
)

KINDS = {kind.key: kind for kind in (CONNECTION, FAILURES, POLL, QUOTA)}


def sentence(words: str) -> str:
    """A title as a sentence of its own."""
    return f"{words[0].upper()}{words[1:]}."
