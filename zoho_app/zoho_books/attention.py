"""What of a store needs a person, counted in one place for every page and for the alerts."""

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute

from zoho_app.appointments import failures
from zoho_app.zoho_books.reconcile import findings, totals, void_orders

# What is counted beside failures: totals that differ, what the comparison with Zoho Books has found, and orders that
# stand there though their source calls them void.
TOTALS, FINDINGS, VOID_ORDERS = "totals", "findings", "void_orders"
BESIDE_FAILURES = {
    TOTALS: totals.counting,
    FINDINGS: findings.counting,
    VOID_ORDERS: void_orders.counting,
}


def counting(store_id: int | InstrumentedAttribute[int]) -> ColumnElement[int]:
    """How much needs attention, to be asked within another statement; the store may be a column of that one."""
    total: ColumnElement[int] = _failed(store_id)
    for count in BESIDE_FAILURES.values():
        total = total + count(store_id)
    return total


def _failed(store_id: int | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    return select(func.count()).where(failures.open_failures(store_id)).scalar_subquery()
