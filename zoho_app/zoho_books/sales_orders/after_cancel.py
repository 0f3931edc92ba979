"""After a cancellation: the order's history, the event, the folder."""

from zoho_app.extensions import db
from zoho_app.orders import events as order_events
from zoho_app.orders import history
from zoho_app.orders.models import Order
from zoho_app.zoho_books import events
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.sales_orders import repository


def note(row: SalesOrder, status: str, words: str = "") -> None:
    """The sales order is VOID or DELETED now: the order is not in Zoho Books any more; `words` say how that came."""
    row.status = status
    order = repository.order(row.store_id, row.order_id)
    order.fulfillment_name, order.fulfillment_id = "", ""
    default = f"Order Canceled in Zoho Books. Sales order {row.salesorder_number} is {status}."
    history.add(order, repository.FULFILLMENT_NAME, words or default)
    apply(order)


def apply(order: Order) -> None:
    """Apply every cancellation: the event, then "If Canceled, Move To"."""
    order_events.publish(events.CANCELED, order)
    settings = db.session.get(ZohoBooksSettings, order.store_id)
    repository.move(order, settings.if_canceled_folder_id if settings else None)
