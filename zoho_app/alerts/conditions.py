"""Decide for each kind of alert whether a store's state is bad, good again, or neither. No statement, no call.

"Neither" lies between the two, so that nothing opens and clears over and over: failures open an alert at the store's
threshold and clear it at half of that. Where something can't be known at the moment, nothing changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from zoho_app.alerts.kinds import CONNECTION, FAILURES, POLL, QUOTA, REFUSED, VOID_ORDERS
from zoho_app.counts import agree, count_noun
from zoho_app.zoho_books.api.rate_limit import Day
from zoho_app.zoho_books.models import CONNECTED, DISCONNECTED, LOST

# A check may take this much longer than twice its interval: workers may be busy.
POLL_SLACK = timedelta(minutes=15)


@dataclass(frozen=True)
class Facts:
    """What a check found about one store; times are aware."""

    store_id: int
    looked_at: datetime
    connection: str | None  # its state; none: never connected
    connected_at: datetime | None
    last_poll_at: datetime | None
    poll_minutes: int | None  # none: the integration is not enabled
    is_paused: bool
    attention: int  # what the pages say needs attention
    own_failures: int  # of these, messages about alerts that could not be sent
    failures_threshold: int
    quota_percent: int
    refused: int
    void_orders: int
    is_day_known: bool
    day: Day | None  # what Zoho said of the quota today, if anything


@dataclass(frozen=True)
class Verdict:
    """`words` say what is the matter, in whole sentences that name no customer; "" when nothing is.

    What is neither bad nor good opens and clears nothing; an open alert has its words nevertheless.
    """

    words: str = ""
    is_good: bool = False
    is_bad: bool = True


GOOD, NEITHER = Verdict(is_good=True), Verdict()


def connection(facts: Facts) -> Verdict:
    """Bad while only a person can make the connection work again."""
    if facts.connection == LOST:
        return Verdict("The connection to Zoho Books is lost. Orders wait until this store is reconnected.")
    return GOOD if facts.connection in (None, CONNECTED, DISCONNECTED) else NEITHER


def failures(facts: Facts) -> Verdict:
    """Bad while at least as much needs attention as the store's threshold says; good at half of it."""
    counted = facts.attention - facts.own_failures
    if counted <= facts.failures_threshold // 2:
        return GOOD
    return Verdict(attention_words(facts.attention), is_bad=counted >= facts.failures_threshold)


def attention_words(count: int) -> str:
    """Such as "6 things need attention."; the pages say the same of the number that they show."""
    return f"{count_noun(count, 'thing')} {agree(count, 'needs', 'need')} attention."


def poll(facts: Facts) -> Verdict:
    """Bad while the last check is older than twice the interval; neither while nothing can be checked."""
    if facts.connection in (None, DISCONNECTED):
        return GOOD
    if facts.connection != CONNECTED or facts.poll_minutes is None or facts.connected_at is None:
        return NEITHER
    interval = timedelta(minutes=facts.poll_minutes)
    begins_at = facts.looked_at - 2 * interval - POLL_SLACK
    if facts.last_poll_at is not None and facts.last_poll_at >= begins_at:
        return GOOD
    if facts.is_paused or facts.connected_at >= begins_at:
        return NEITHER
    long = _spelled(2 * interval)
    return Verdict(
        f"Bookdesk has not checked Zoho Books for shipments for {long}; the setting says every {_spelled(interval)}."
    )


def quota(facts: Facts) -> Verdict:
    """Bad while more of the day's calls are used than the store allows; a new day makes it good."""
    if not facts.is_day_known:
        return NEITHER
    day = facts.day
    if day is None or day.resets_at <= facts.looked_at or day.limit <= 0:
        return GOOD
    used = day.limit - day.remaining
    if used * 100 < facts.quota_percent * day.limit:
        return GOOD
    return Verdict(
        f"{used:,} of today's {day.limit:,} Zoho calls are used. When all are used, orders wait for the next day."
    )


def refused(facts: Facts) -> Verdict:
    """Bad while orders that were refused within a day wait for somebody."""
    if not facts.refused:
        return GOOD
    many = count_noun(facts.refused, "order")
    return Verdict(f"{many} that programs sent {agree(facts.refused, 'was', 'were')} refused within a day.")


def void_orders(facts: Facts) -> Verdict:
    """Bad while orders stand in Zoho Books that their source calls canceled or refunded by now."""
    if not facts.void_orders:
        return GOOD
    many = count_noun(facts.void_orders, "order")
    one_or_many = agree(facts.void_orders, "was canceled or refunded at its", "were canceled or refunded at their")
    stand = agree(facts.void_orders, "Its sales order stands", "Their sales orders stand")
    return Verdict(f"{many} in Zoho Books {one_or_many} source. {stand} until somebody decides.")


def _spelled(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return count_noun(minutes, "minute")
    return count_noun(hours, "hour")


JUDGES: dict[str, Callable[[Facts], Verdict]] = {
    CONNECTION.key: connection,
    FAILURES.key: failures,
    POLL.key: poll,
    QUOTA.key: quota,
    REFUSED.key: refused,
    VOID_ORDERS.key: void_orders,
}
