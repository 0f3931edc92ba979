"""GET /test and GET /store: is the key right, and what store does it open."""

from flask import Response, g

from zoho_app.api import envelope
from zoho_app.api.door import blueprint
from zoho_app.clock import now
from zoho_app.http.access import API_KEY, access
from zoho_app.orders import folders
from zoho_app.orders.input.timestamps import to_text
from zoho_app.orders.representation import store_json

bp = blueprint("store")


@bp.get("/test")
@access(API_KEY)
def test() -> Response:
    """Say that the key is right, and what time it is in UTC."""
    return envelope.success("Connection Successful", current_date_time=to_text(now()))


@bp.get("/store")
@access(API_KEY)
def show() -> Response:
    """The store, its settings and its folders."""
    return envelope.success(store=store_json(g.store, folders.all_of(g.store.id)))
