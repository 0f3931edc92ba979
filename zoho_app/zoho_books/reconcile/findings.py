"""The differences found by comparisons: one for each sales order and kind, until it is gone."""

from sqlalchemy import ScalarSelect, Select, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from zoho_app.actors import BOOKDESK
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed
from zoho_app.zoho_books.models import Connection, Finding, SalesOrder

# MISSING: deleted in Zoho. EXTRA: our number is in Zoho, and the desk does not know it, or only as void or deleted.
MISSING, EXTRA, TOTAL, VOIDED = "missing", "extra", "total", "voided"


def keep(found: Finding) -> None:
    """Add it, or bring the open one of this sales order and kind up to date."""
    existing = db.session.scalar(
        _open_of(found.store_id).where(Finding.salesorder_id == found.salesorder_id, Finding.kind == found.kind)
    )
    if existing is None:
        db.session.add(found)
        return
    for name in ("organization_id", "reference_number", "sales_order_id", "order_id", "zoho_status", "zoho_total"):
        setattr(existing, name, getattr(found, name))
    existing.our_total, existing.seen_in = found.our_total, found.seen_in


def close(finding: Finding, who: str) -> None:
    """Close the finding: somebody repaired it, or the difference is gone."""
    finding.closed_at, finding.closed_by = now(), who


def close_unseen(store_id: int, seen_in: int) -> int:
    """Close what the store's whole comparison `seen_in` has not found again; returns how many."""
    unseen = update(Finding).where(
        Finding.store_id == store_id, Finding.closed_at.is_(None), Finding.seen_in != seen_in
    )
    return rows_changed(unseen.values(closed_at=now(), closed_by=BOOKDESK))


def unseen_extra(connection: Connection, seen_in: int, after: int) -> Finding | None:
    """The first open EXTRA after that finding which the comparison `seen_in` has not met in the list."""
    unseen = _open_of(connection.store_id).where(
        Finding.organization_id == connection.organization_id,
        Finding.kind == EXTRA,
        Finding.seen_in != seen_in,
        Finding.id > after,
    )
    return db.session.scalar(unseen.order_by(Finding.id).limit(1))


def extras(connection: Connection) -> set[tuple[str, str]]:
    """The number and the reference of every open EXTRA of the connected organization."""
    rows = _open_of(connection.store_id).where(
        Finding.organization_id == connection.organization_id, Finding.kind == EXTRA
    )
    return {(found.salesorder_number, found.reference_number) for found in db.session.scalars(rows)}


def _open_of(store_id: int | InstrumentedAttribute[int]) -> Select[Finding]:
    """The store's open findings, but those which a check for shipments has made obsolete meanwhile."""
    is_over = exists().where(SalesOrder.id == Finding.sales_order_id, ~SalesOrder.is_live)
    return select(Finding).where(
        Finding.store_id == store_id, Finding.closed_at.is_(None), or_(Finding.kind == EXTRA, ~is_over)
    )


def counting(store_id: int | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """How many differences are open, to be asked within another statement."""
    return _open_of(store_id).with_only_columns(func.count()).scalar_subquery()


def count(store_id: int) -> int:
    """How many differences are open."""
    return db.session.scalar(select(counting(store_id))) or 0


def page(store_id: int, after: int, limit: int) -> list[Finding]:
    """Some of the open ones, oldest first, after the one of that id."""
    return list(db.session.scalars(_open_of(store_id).where(Finding.id > after).order_by(Finding.id).limit(limit)))


def get(store_id: int, finding_id: int) -> Finding | None:
    """The store's finding, open or not, locked until the transaction ends."""
    wanted = select(Finding).where(Finding.store_id == store_id, Finding.id == finding_id)
    return db.session.scalar(wanted.with_for_update(of=Finding))


def is_open(finding: Finding) -> bool:
    """Whether it still has to be repaired."""
    return db.session.scalar(_open_of(finding.store_id).where(Finding.id == finding.id)) is not None
