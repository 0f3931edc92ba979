"""/orders/{id}/order-items: the items of an order."""

from flask import Response

from zoho_app.actors import API
from zoho_app.api import envelope
from zoho_app.api.body import read_object
from zoho_app.api.door import ID, NotFound, blueprint
from zoho_app.api.orders import order_of_store
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY, access
from zoho_app.orders import items as order_items
from zoho_app.orders.models import OrderItem
from zoho_app.orders.representation import item_json

bp = blueprint("order_items")
MANY = f"/orders/<{ID}:order_id>/order-items"
ONE = f"{MANY}/<{ID}:item_id>"


def _item(order_id: int, item_id: int) -> OrderItem:
    item = order_items.get(order_of_store(order_id), item_id)
    if item is None:
        raise NotFound(f"Order Item {item_id} was not found on order {order_id}.")
    return item


@bp.get(MANY)
@access(API_KEY)
def index(order_id: int) -> Response:
    """All items of the order."""
    items = [item_json(item) for item in order_of_store(order_id).items]
    return envelope.success(total_records=len(items), order_items=items)


@bp.get(ONE)
@access(API_KEY)
def show(order_id: int, item_id: int) -> Response:
    """One item."""
    return envelope.success(order_item=item_json(_item(order_id, item_id)))


@bp.post(MANY)
@access(API_KEY)
def create(order_id: int) -> Response:
    """Add an item."""
    body = read_object()
    item = order_items.add_item(order_of_store(order_id), body, API)
    db.session.commit()
    return envelope.success("Order Item Added", 201, order_item=item_json(item))


@bp.put(ONE)
@access(API_KEY)
def replace(order_id: int, item_id: int) -> Response:
    """Replace all fields of an item: those left out become blank."""
    body = read_object()
    item = _item(order_id, item_id)
    order_items.change_item(item, body, API)
    db.session.commit()
    return envelope.success("Order Item Updated", order_item=item_json(item))


@bp.delete(ONE)
@access(API_KEY)
def delete(order_id: int, item_id: int) -> Response:
    """Take an item off the order."""
    order_items.remove_item(_item(order_id, item_id), API)
    db.session.commit()
    return envelope.success(f"Order Item {item_id} Deleted")
