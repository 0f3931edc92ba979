"""Whether what alerts are about is bad, good again, or neither, by what is known of a store. No statement, no call.

"Neither" lies between the two, so that nothing opens and clears over and over: failures open an alert at the store's
threshold and clear it at half of that. Where something can't be known at the moment, nothing changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from zoho_app.alerts.kinds import CONNECTION, FAILURES, POLL, QUOTA
from zoho_app.counts import agree, count_noun
from zoho_app.zoho_books.api.rate_limit import Day
from zoho_app.zoho_books.models import CONNECTED, DISCONNECTED, LOST

# A check may take this much longer than twice its interval: workers may be busy, the clock looks once a minute.
POLL_SLACK = timedelta(minutes=15)


@dataclass(frozen=True)
class Facts:
    """What a look has found of one store; moments are aware."""

    store_id: int
    looked_at: datetime
    connection: str | None  # its state; none: never connected
    connected_at: datetime | None
    last_poll_at: datetime | None
    poll_minutes: int | None  # none: the integration is not enabled
    is_paused: bool
    failures: int
    failures_threshold: int
    quota_percent: int
    is_day_known: bool
    day: Day | None  # what Zoho said of the quota today, if anything


@dataclass(frozen=True)
class Verdict:
    """`words` say what is bad, in whole sentences with no more than counts in them; "" when nothing is."""

    words: str = ""
    is_good: bool = False


GOOD, NEITHER = Verdict(is_good=True), Verdict()


def connection(facts: Facts) -> Verdict:
    """Bad while only a person can make the connection work again."""
    if facts.connection == LOST:
        return Verdict("The connection to Zoho Books is lost. Orders wait until it is made again.")
    return GOOD if facts.connection in (None, CONNECTED, DISCONNECTED) else NEITHER


def failures(facts: Facts) -> Verdict:
    """Bad while as many failures as the store's threshold wait for somebody."""
    if facts.failures >= facts.failures_threshold:
        many = count_noun(facts.failures, "piece of work", "pieces of work")
        return Verdict(f"{many} {agree(facts.failures, 'has', 'have')} failed and need somebody to settle them.")
    return GOOD if facts.failures <= facts.failures_threshold // 2 else NEITHER


def poll(facts: Facts) -> Verdict:
    """Bad while the last check lies back more than twice the interval; not judged while nothing can be checked."""
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
    return Verdict(f"Zoho Books was not checked for shipments for {long}; it should be every {_spelled(interval)}.")


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
        f"{used:,} of today's {day.limit:,} Zoho calls are used. When they are used up, orders wait for the next day."
    )


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
}
