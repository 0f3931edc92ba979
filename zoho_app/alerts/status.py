"""The open and the cleared alerts of a store."""

from sqlalchemy import select

from zoho_app.alerts.models import Alert
from zoho_app.extensions import db


def open_alerts(store_id: int) -> list[Alert]:
    """The open alerts, newest first; at most one of a kind."""
    rows = select(Alert).where(Alert.store_id == store_id, Alert.cleared_at.is_(None))
    return list(db.session.scalars(rows.order_by(Alert.id.desc())))


def past(store_id: int, before: int | None, most: int) -> list[Alert]:
    """Alerts that have cleared, newest first; `before` is the id to go on from."""
    rows = select(Alert).where(Alert.store_id == store_id, Alert.cleared_at.is_not(None))
    if before is not None:
        rows = rows.where(Alert.id < before)
    return list(db.session.scalars(rows.order_by(Alert.id.desc()).limit(most)))
