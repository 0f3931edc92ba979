"""Sales orders whose total in Zoho Books is not what the customer paid, until a person accepts the difference."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.zoho_books.models import Finding, SalesOrder
from zoho_app.zoho_books.reconcile import findings


def _differ(store_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """In the words of the index ix_sales_orders_differing."""
    return and_(
        SalesOrder.store_id == store_id,
        SalesOrder.total != SalesOrder.expected_total,
        or_(SalesOrder.accepted_total.is_(None), SalesOrder.accepted_total != SalesOrder.total),
        SalesOrder.is_live,
    )


def counting(store_id: int | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """How many differ, to be asked within another statement."""
    return select(func.count()).select_from(SalesOrder).where(_differ(store_id)).scalar_subquery()


@dataclass(frozen=True)
class Differing:
    """So many totals differ for one cause (see payload/causes.py).

    When it is one: `amount` is by how much, below 0 when Zoho Books has less, and `number` is its sales order's.
    """

    cause: str
    count: int
    amount: Decimal | None = None
    number: str = ""
    sales_order_id: int | None = None
    order_id: int | None = None


def by_cause(store_id: int) -> list[Differing]:
    """How many differ for each cause, the most frequent first; one statement."""
    columns = (SalesOrder.total, SalesOrder.expected_total)
    names = (SalesOrder.salesorder_number, SalesOrder.id, SalesOrder.order_id)
    counted = select(SalesOrder.difference_cause, func.count(), *map(func.max, (*columns, *names)))
    rows = db.session.execute(counted.where(_differ(store_id)).group_by(SalesOrder.difference_cause))
    found = []
    for cause, count, total, expected, *which in rows:
        amount = Decimal(total or 0) - Decimal(expected or 0)
        found.append(Differing(cause, count, amount, *which) if count == 1 else Differing(cause, count))
    return sorted(found, key=lambda one: (-one.count, one.cause))


def page(
    store_id: int, limit: int, before: int | None = None, cause: str | None = None
) -> tuple[int, list[SalesOrder]]:
    """How many differ, and the newest of them, before the one of that id; of all causes or of one; one statement."""
    differ = _differ(store_id) if cause is None else and_(_differ(store_id), SalesOrder.difference_cause == cause)
    count = select(func.count()).select_from(SalesOrder).where(differ).scalar_subquery()
    rows = select(SalesOrder, count).where(differ).order_by(SalesOrder.id.desc()).limit(limit)
    found = db.session.execute(rows if before is None else rows.where(SalesOrder.id < before)).all()
    return (found[0][1] if found else 0), [row for row, _ in found]


def accept(store_id: int, who: str, sales_order_id: int | None = None, cause: str | None = None) -> int:
    """Accept Zoho's totals, of one sales order, of all or of one cause; each order's history says so.

    Returns how many.
    """
    wanted = [_differ(store_id)]
    if sales_order_id is not None:
        wanted.append(SalesOrder.id == sales_order_id)
    if cause is not None:
        wanted.append(SalesOrder.difference_cause == cause)
    accepted = db.session.execute(
        update(SalesOrder)
        .where(*wanted)
        .values(accepted_total=SalesOrder.total)
        .returning(SalesOrder.order_id)
        .execution_options(synchronize_session=False)
    )
    order_ids = list(accepted.scalars())
    history.add_to_many(order_ids, who, "The total of its sales order in Zoho Books was accepted.")
    _close_findings(store_id, who)
    return len(order_ids)


def _close_findings(store_id: int, who: str) -> None:
    """What the nightly comparison has found of them is not a difference any more."""
    is_accepted = (
        select(SalesOrder.id)
        .where(SalesOrder.id == Finding.sales_order_id, SalesOrder.accepted_total == Finding.zoho_total)
        .exists()
    )
    db.session.execute(
        update(Finding)
        .where(Finding.store_id == store_id, Finding.closed_at.is_(None), Finding.kind == findings.TOTAL, is_accepted)
        .values(closed_at=now(), closed_by=who)
        .execution_options(synchronize_session=False)
    )
