"""With what the numbers of a store's sales orders begin, today and before the setting was changed."""

from sqlalchemy import String, cast, func, select

from zoho_app.accounts.models import AuditEntry
from zoho_app.extensions import db
from zoho_app.zoho_books.models import Connection, SalesOrder
from zoho_app.zoho_books.settings import CHANGED_WORDS


def used(connection: Connection) -> set[str]:
    """Every prefix that a sales order of the store's organization has, or that the audit log says was set."""
    return _of_sales_orders(connection) | _set_before(connection.store_id)


def _of_sales_orders(connection: Connection) -> set[str]:
    number, order_id = SalesOrder.salesorder_number, cast(SalesOrder.order_id, String)
    prefix = func.substr(number, 1, func.length(number) - func.length(order_id))
    wanted = select(prefix).where(
        SalesOrder.store_id == connection.store_id,
        SalesOrder.organization_id == connection.organization_id,
        number.endswith(order_id),  # others have a suffix, after a cancel
    )
    return set(db.session.scalars(wanted.distinct()))


def _set_before(store_id: int) -> set[str]:
    wanted = select(AuditEntry.changes).where(AuditEntry.store_id == store_id, AuditEntry.what == CHANGED_WORDS)
    changed = [(changes or {}).get("salesorder_prefix") for changes in db.session.scalars(wanted)]
    return {str(before_and_after[0] or "") for before_and_after in changed if before_and_after}
