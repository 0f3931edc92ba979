"""POST /orders/{id}/order-history: write a line into an order's history."""

from flask import Response

from zoho_app.access import API_KEY, access
from zoho_app.api import envelope
from zoho_app.api.body import read_object
from zoho_app.api.door import ID, WHO, blueprint
from zoho_app.api.orders import order_of_store
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.fields import BadFields, Reader
from zoho_app.orders.representation import order_json

bp = blueprint("order_history")
LONGEST = 5_000


@bp.post(f"/orders/<{ID}:order_id>/order-history")
@access(API_KEY)
def create(order_id: int) -> Response:
    """Add a line, in the name of `source_name` if one is given, and show the whole history."""
    reader = Reader(read_object())
    note, who = reader.text("note", LONGEST, lines=True), reader.text("source_name", 200)
    if not note and not reader.errors:
        reader.error("note", "write something")
    if reader.errors:
        raise BadFields(reader.errors)
    order = order_of_store(order_id)
    history.add(order, who or WHO, note)
    db.session.commit()
    shown = order_json(order, with_history=True)
    return envelope.success("History Added", 201, total_records=len(shown["order_history"]), order=shown)
