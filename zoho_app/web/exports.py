"""Every list as a file: what its page shows now, whole, as CSV or JSON."""

from flask import Blueprint, Response, g, request

from zoho_app.access import OWNER, VIEWER, access
from zoho_app.orders.filters import Filters
from zoho_app.web import order_rows, other_rows
from zoho_app.web.downloads import FORMS, Sheet, download

bp = Blueprint("exports", __name__, url_prefix="/stores/<int:store_id>/exports")


@bp.get(f"/orders.<{FORMS}>")
@access(VIEWER)
def orders(store_id: int, form: str) -> Response:
    rows = order_rows.orders(g.store, Filters.from_args(request.args))
    return download(Sheet("orders", order_rows.ORDER_TITLES, rows), form)


@bp.get(f"/items.<{FORMS}>")
@access(VIEWER)
def items(store_id: int, form: str) -> Response:
    rows = order_rows.items(g.store, Filters.from_args(request.args))
    return download(Sheet("items", order_rows.ITEM_TITLES, rows), form)


@bp.get(f"/inventory.<{FORMS}>")
@access(VIEWER)
def inventory(store_id: int, form: str) -> Response:
    rows = other_rows.inventory_items(g.store, request.args.get("q", ""))
    return download(Sheet("inventory", other_rows.INVENTORY_TITLES, rows), form)


@bp.get(f"/appointments.<{FORMS}>")
@access(VIEWER)
def appointments(store_id: int, form: str) -> Response:
    rows = other_rows.appointments(g.store, request.args.get("state", ""), request.args.get("kind", ""))
    return download(Sheet("appointments", other_rows.APPOINTMENT_TITLES, rows), form)


@bp.get(f"/differences.<{FORMS}>")
@access(VIEWER)
def differences(store_id: int, form: str) -> Response:
    rows = other_rows.differences(g.store)
    return download(Sheet("differences", other_rows.DIFFERENCE_TITLES, rows), form)


@bp.get(f"/changes.<{FORMS}>")
@access(OWNER)
def changes(store_id: int, form: str) -> Response:
    return download(Sheet("changes", other_rows.CHANGE_TITLES, other_rows.changes(g.store)), form)


@bp.get(f"/people.<{FORMS}>")
@access(OWNER)
def people(store_id: int, form: str) -> Response:
    return download(Sheet("people", other_rows.PEOPLE_TITLES, other_rows.people(g.store)), form)
