"""What happened within one seed, line by line, and how often each kind of fault really did."""

from collections import Counter
from datetime import timedelta

from benchmarks.chaos.virtual_time import VirtualTime

# Every fault that 1,000 seeds together must have met; the summary names those that never occurred.
STORM, TIMEOUT_AFTER, TIMEOUT_BEFORE, RESET = "5xx", "timeout after commit", "timeout before", "reset mid-body"
MALFORMED, HTML, EMPTY, UNREACHABLE = "malformed JSON", "HTML body", "empty body", "no connection"
THROTTLED, THROTTLED_UNTIL = "429 without Retry-After", "429 with Retry-After"
DAY_SPENT, DAY_RESET = "daily limit (45)", "reset of the daily limit"
EXPIRED, REVOKED, RECONNECTED, DENIED = "expired token", "revoked tokens", "reconnected", "Access Denied"
LAG, SHIFTED, LISTED_TWICE = "lagging list", "shifted page", "row listed twice"
ORDER_DELETED, ORDER_VOIDED, ORDER_EDITED = "sales order deleted", "sales order voided", "sales order edited"
CONTACT_DELETED, ITEM_DELETED = "contact deleted", "item deleted"
NUMBER_TAKEN, SAME_REFERENCE = "our number taken by hand", "our reference used by hand"
STEP_FORWARDS, STEP_BACK, DST = "clock step forwards", "clock step back", "DST change"
KILLED, WIPED, AWAY, CHANNEL_TROUBLE = "worker killed", "Redis wiped", "Redis away", "channel in trouble"
FROZEN = "worker frozen beyond its lease"
ALL = (
    STORM, TIMEOUT_AFTER, TIMEOUT_BEFORE, RESET, MALFORMED, HTML, EMPTY, UNREACHABLE, THROTTLED, THROTTLED_UNTIL,
    DAY_SPENT, DAY_RESET, EXPIRED, REVOKED, RECONNECTED, DENIED, LAG, SHIFTED, LISTED_TWICE, ORDER_DELETED,
    ORDER_VOIDED, ORDER_EDITED, CONTACT_DELETED, ITEM_DELETED, NUMBER_TAKEN, SAME_REFERENCE, STEP_FORWARDS,
    STEP_BACK, DST, KILLED, FROZEN, WIPED, AWAY, CHANNEL_TROUBLE,
)  # fmt: skip
TOTALS = ("orders", "sales orders made", "shipments", "calls")


class Story:
    """Written while a seed runs."""

    def __init__(self, time: VirtualTime) -> None:
        self._time, self._began = time, time.true
        self.lines: list[str] = []
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self.depth = 0  # how many things are under way inside each other

    def tell(self, words: str) -> None:
        """Add a line, with the time since the beginning and how far the desk's clock is off."""
        since = timedelta(seconds=int(self._time.true - self._began))
        off = f" ({self._time.wrong_by:+.0f} s)" if self._time.wrong_by else ""
        self.lines.append(f"{since}{off} {'    ' * self.depth}{words}")

    def occurred(self, fault: str, words: str = "") -> None:
        """A fault has really happened."""
        self.counts[fault] += 1
        self.tell(f"!! {fault}{': ' if words else ''}{words}")

    def complain(self, words: str) -> None:
        """Something that must never be."""
        self.problems.append(words)
        self.tell(f"?? {words}")
