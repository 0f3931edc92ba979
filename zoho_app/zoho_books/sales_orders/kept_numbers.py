"""The numbers of an order's sales orders, kept when the order is deleted."""

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder


def numbers(order: Order) -> list[dict[str, str]]:
    """The sales orders of an order that is about to be deleted: number, id and status."""
    columns = (SalesOrder.salesorder_number, SalesOrder.salesorder_id, SalesOrder.status)
    rows = db.session.execute(select(*columns).where(SalesOrder.order_id == order.id).order_by(SalesOrder.id))
    return [{"number": number, "id": salesorder_id, "status": status} for number, salesorder_id, status in rows]
