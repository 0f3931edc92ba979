"""Rate limits for what a store does to the outside."""

from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from zoho_app.clock import now
from zoho_app.deliveries.models import Use
from zoho_app.extensions import alone, db, rows_changed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TESTS_A_MINUTE = 6


def allow(what: str, most: int, within: timedelta) -> bool:
    """Count one more of `what`; False, and nothing is counted, when there were `most` of it within that time.

    `what` (at most 120 characters) names the action and whom it is counted for; `within` is a day at most.
    """
    alone("use", what)
    is_past = or_(Use.at <= now() - DAY, (Use.what == what) & (Use.at <= now() - within))
    db.session.execute(delete(Use).where(is_past))
    used = db.session.scalar(select(func.count()).select_from(Use).where(Use.what == what)) or 0
    if used >= most:
        return False
    db.session.add(Use(what=what))
    db.session.flush()
    return True


def forget_old() -> int:
    """Delete what no limit asks about any more; returns how many rows that were."""
    return rows_changed(delete(Use).where(Use.at <= now() - DAY).execution_options(synchronize_session=False))


def allow_test(store_id: int) -> bool:
    """Whether the store may send one more test now."""
    return allow(f"test:{store_id}", TESTS_A_MINUTE, MINUTE)
