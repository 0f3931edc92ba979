"""POST /orders/{id}/order-history: write a line into an order's history."""

from flask import Response
from sqlalchemy import func, select

from zoho_app.actors import API
from zoho_app.api import order_pieces, pages
from zoho_app.api.body import read_object
from zoho_app.api.door import ID, blueprint
from zoho_app.api.orders import order_of_store
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY, access
from zoho_app.orders import history
from zoho_app.orders.input.fields import BadFields, Reader
from zoho_app.orders.models import HistoryEntry

bp = blueprint("order_history")
LONGEST = 5_000


@bp.post(f"/orders/<{ID}:order_id>/order-history")
@access(API_KEY)
def create(order_id: int) -> Response:
    """Add a line, signed "API", or "API: ..." with the `source_name` if one is given; show the whole history."""
    reader = Reader(read_object())
    note, who = reader.text("note", LONGEST, lines=True), reader.text("source_name", 200)
    if not note and not reader.errors:
        reader.error("note", "write something")
    if reader.errors:
        raise BadFields(reader.errors)
    order = order_of_store(order_id)
    history.add(order, history.author(API, who), note)
    db.session.commit()
    lines = select(func.count()).select_from(HistoryEntry).where(HistoryEntry.order_id == order_id)
    total = db.session.scalar(lines)
    shown = order_pieces.pieces(order_id, with_history=True)
    return pages.one("order", shown, "History Added", 201, total_records=total)
