"""/orders: list, show, create, replace and delete orders."""

from flask import Response, g, request
from sqlalchemy import select

from zoho_app import kinds
from zoho_app.actors import API
from zoho_app.api import envelope, order_pieces, pages
from zoho_app.api.body import BadBody, read_object
from zoho_app.api.door import ID, NotFound, blueprint
from zoho_app.api.order_query import how_many, read_query
from zoho_app.api.zoho_state import zoho_json
from zoho_app.appointments import lifecycle
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY, access
from zoho_app.orders import duplicates, edit, import_order, source_changes
from zoho_app.orders import replace as order_replace
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.input.order_data import OrderData, read_order
from zoho_app.orders.models import Order
from zoho_app.orders.refused import refused
from zoho_app.orders.representation import order_json
from zoho_app.zoho_books.sales_orders.status import get_status

bp = blueprint("orders")


def order_of_store(order_id: int) -> Order:
    """The order, if it is the store's. Raises NotFound."""
    order = db.session.scalar(select(Order).where(Order.id == order_id, Order.store_id == g.store.id))
    if order is None:
        raise NotFound(f"Order {order_id} was not found in this store.")
    return order


@bp.get("/orders")
@access(API_KEY)
def index() -> Response:
    """The orders that the query asks for, the newest first unless it says otherwise."""
    query = read_query(g.store, request.args)
    total = db.session.scalar(how_many(query)) or 0
    wanted = query.wanted.with_only_columns(Order.id).limit(query.limit).offset(query.offset)
    found = order_pieces.elements(list(db.session.scalars(wanted)), query.with_history)
    return pages.page("orders", found, total, query.offset, limit=query.limit)


@bp.post("/orders")
@access(API_KEY)
def create() -> Response:
    """Import an order; 409 when the store has this source's order already, whose state is updated then.

    One that only looks like another order comes in, and waits for a person to say whether it is the same purchase.
    One that can't come in is kept for a person, too.
    """
    try:
        return _import()
    except (BadBody, BadFields) as refusal:
        db.session.rollback()
        refused.keep(g.store, request.get_data(), refusal, g.program.key_ending)
        db.session.commit()
        raise


def _import() -> Response:
    clean = read_order(read_object(), g.zone)
    alike = duplicates.find(g.store, [clean]).get(0)
    try:
        order = import_order.import_order(g.store, clean, API, alike=alike)
    except DuplicateOrder as duplicate:
        return _tell_again(duplicate, clean)
    refused.arrived(order, API)
    db.session.commit()
    about = {"possible_duplicate_of": str(alike.order_id)} if alike else {}
    return envelope.success("Order Added", 201, order=order_json(order), **about)


def _tell_again(duplicate: DuplicateOrder, clean: OrderData) -> Response:
    """Take over what the source says by now of the order that is here."""
    words = source_changes.apply(order_of_store(duplicate.order_id), clean, API)
    db.session.commit()
    return envelope.error(f"{duplicate} {words}".strip(), 409, order_id=str(duplicate.order_id))


@bp.get(f"/orders/<{ID}:order_id>")
@access(API_KEY)
def show(order_id: int) -> Response:
    """One order with its history, and with where it stands with Zoho Books."""
    order = order_of_store(order_id)
    state = zoho_json(get_status(order))
    return pages.one("order", order_pieces.pieces(order.id, with_history=True, zoho_books=state))


@bp.put(f"/orders/<{ID}:order_id>")
@access(API_KEY)
def replace(order_id: int) -> Response:
    """Replace the parts of an order that are given: one that is left out stays, a blank one becomes blank."""
    clean = read_order(read_object(), g.zone, whole=False)
    order = order_of_store(order_id)
    order_replace.replace_order(order, clean, API)
    db.session.commit()
    return envelope.success("Order Updated", order=order_json(order))


@bp.delete(f"/orders/<{ID}:order_id>")
@access(API_KEY)
def delete(order_id: int) -> Response:
    """Delete an order with all that belongs to it; 409 while it is on its way to Zoho Books."""
    order = order_of_store(order_id)
    if any(lifecycle.open_one(kind, order_id) for kind in kinds.OF_AN_ORDER):
        words = f"Order {order_id} is on its way to Zoho Books. Cancel that first, or wait until it is done."
        return envelope.error(words, 409)
    edit.delete_order(order, API)
    db.session.commit()
    return envelope.success(f"Order {order_id} Deleted")
