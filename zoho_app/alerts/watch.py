"""Check every store and open or clear its alerts; the timetable runs it every few seconds.

An alert opens at the first look that finds something bad, says the same number as every page while it is open, and
clears at the first look that finds it good again. Several workers may look at once: the row that is made or changed
first wins, and only that one tells.
"""

from datetime import datetime

from sqlalchemy import exists, func, select, update
from sqlalchemy.exc import IntegrityError

from zoho_app import kinds
from zoho_app.accounts.models import Store
from zoho_app.alerts import messages
from zoho_app.alerts.conditions import JUDGES, Facts, Verdict
from zoho_app.alerts.kinds import KINDS, sentence
from zoho_app.alerts.models import FAILURES_THRESHOLD, QUOTA_PERCENT, Alert, AlertSettings
from zoho_app.appointments import failures, pause
from zoho_app.appointments.models import Appointment, Gate
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed
from zoho_app.orders.refused.models import OPEN, RefusedOrder
from zoho_app.orders.refused.refused import LATELY
from zoho_app.zoho_books import attention
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.reconcile import void_orders


def look() -> None:
    """Open and clear alerts; two statements, and further ones only for changes."""
    facts = _facts(now())
    still_open = {(alert.store_id, alert.kind): alert for alert in _open_alerts()}
    for one in facts:
        for kind, judge in JUDGES.items():
            _follow(one, kind, judge(one), still_open.get((one.store_id, kind)))


def _facts(timestamp: datetime) -> list[Facts]:
    """The facts about every store. Redis is asked once for all their quotas."""
    # A message that could not be sent opens no alert, or a dead mail server would cause endless alerts.
    own = select(func.count()).where(failures.open_failures(Store.id), Appointment.kind == kinds.SEND_ALERT.name)
    lately = (RefusedOrder.state == OPEN, RefusedOrder.last_at >= timestamp - LATELY)
    refused = select(func.count()).where(RefusedOrder.store_id == Store.id, *lately)
    paused = exists().where(Gate.store_id == Store.id, Gate.cause == pause.CAUSE)
    rows = db.session.execute(
        select(
            Store.id,
            Connection.state,
            Connection.connected_at,
            Connection.last_poll_at,
            Connection.organization_id,
            ZohoBooksSettings.poll_minutes,
            func.coalesce(AlertSettings.failures_threshold, FAILURES_THRESHOLD).label("failures_threshold"),
            func.coalesce(AlertSettings.quota_percent, QUOTA_PERCENT).label("quota_percent"),
            attention.counting(Store.id).label("attention"),
            own.scalar_subquery().label("own_failures"),
            refused.scalar_subquery().label("refused"),
            void_orders.counting(Store.id).label("void_orders"),
            paused.label("is_paused"),
        )
        .outerjoin(Connection, Connection.store_id == Store.id)
        .outerjoin(ZohoBooksSettings, ZohoBooksSettings.store_id == Store.id)
        .outerjoin(AlertSettings, AlertSettings.store_id == Store.id)
    ).all()
    days = rate_limit.days({row.organization_id for row in rows if row.organization_id})
    return [
        Facts(
            store_id=row.id,
            looked_at=timestamp,
            connection=row.state,
            connected_at=row.connected_at,
            last_poll_at=row.last_poll_at,
            poll_minutes=row.poll_minutes,
            is_paused=row.is_paused,
            attention=row.attention,
            own_failures=row.own_failures,
            refused=row.refused,
            void_orders=row.void_orders,
            failures_threshold=row.failures_threshold,
            quota_percent=row.quota_percent,
            is_day_known=not row.organization_id or row.organization_id in days,
            day=days.get(row.organization_id),
        )
        for row in rows
    ]


def _open_alerts() -> list[Alert]:
    return list(db.session.scalars(select(Alert).where(Alert.cleared_at.is_(None))))


def _follow(facts: Facts, kind: str, verdict: Verdict, alert: Alert | None) -> None:
    if alert is None:
        if verdict.words and verdict.is_bad:
            _open(facts, kind, verdict.words)
    elif verdict.is_good:
        _clear(alert)
    elif verdict.words and alert.words != verdict.words:
        alert.words = verdict.words


def _open(facts: Facts, kind: str, words: str) -> None:
    alert = Alert(store_id=facts.store_id, kind=kind, words=words, opened_at=facts.looked_at)
    try:
        with db.session.begin_nested():
            db.session.add(alert)
    except IntegrityError:
        return  # another worker has opened it at the same moment
    messages.plan(alert, messages.OPENED, words)


def _clear(alert: Alert) -> None:
    is_ours = rows_changed(
        update(Alert).where(Alert.id == alert.id, Alert.cleared_at.is_(None)).values(cleared_at=now())
    )
    if is_ours:
        messages.plan(alert, messages.CLEARED, sentence(KINDS[alert.kind].cleared))
