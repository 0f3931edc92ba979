"""Every list as a file: what its page shows now, whole, as CSV or JSON."""

from flask import Blueprint, Response, abort, g, request
from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.orders import deleted
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order
from zoho_app.web.downloads import FORMS, Sheet, download
from zoho_app.web.exports import order_rows, other_rows, setting_rows, work_rows
from zoho_app.web.remedies import groups

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


@bp.get(f"/deleted-orders.<{FORMS}>")
@access(OWNER)
def deleted_orders(store_id: int, form: str) -> Response:
    rows = other_rows.deleted_orders(g.store)
    return download(Sheet("deleted-orders", other_rows.DELETED_TITLES, rows), form)


@bp.get(f"/deleted-orders/<int:deleted_id>/history.<{FORMS}>")
@access(OWNER)
def deleted_history(store_id: int, deleted_id: int, form: str) -> Response:
    order = deleted.get(store_id, deleted_id) or abort(404)
    rows = other_rows.deleted_history(g.store, order)
    return download(Sheet(f"deleted-order-{order.order_id}-history", other_rows.HISTORY_TITLES, rows), form)


@bp.get(f"/erasures.<{FORMS}>")
@access(OWNER)
def erasures(store_id: int, form: str) -> Response:
    return download(Sheet("erasures", other_rows.ERASURE_TITLES, other_rows.erasures(g.store)), form)


@bp.get(f"/people.<{FORMS}>")
@access(OWNER)
def people(store_id: int, form: str) -> Response:
    return download(Sheet("people", other_rows.PEOPLE_TITLES, other_rows.people(g.store)), form)


@bp.get(f"/orders/<int:order_id>/history.<{FORMS}>")
@access(VIEWER)
def history(store_id: int, order_id: int, form: str) -> Response:
    if db.session.scalar(select(Order.id).where(Order.store_id == store_id, Order.id == order_id)) is None:
        abort(404)
    rows = other_rows.history(g.store, order_id)
    return download(Sheet(f"order-{order_id}-history", other_rows.HISTORY_TITLES, rows), form)


@bp.get(f"/runs.<{FORMS}>")
@access(VIEWER)
def runs(store_id: int, form: str) -> Response:
    return download(Sheet("runs", work_rows.RUN_TITLES, work_rows.runs(g.store)), form)


@bp.get(f"/attention.<{FORMS}>")
@access(VIEWER)
def causes(store_id: int, form: str) -> Response:
    return download(Sheet("attention", work_rows.CAUSE_TITLES, work_rows.causes(g.store)), form)


@bp.get(f"/attention/group.<{FORMS}>")
@access(VIEWER)
def group(store_id: int, form: str) -> Response:
    """The failures of one group, which the address names as its page does."""
    named = (request.args.get(name, "") for name in ("kind", "cause", "about"))
    found = groups.find(store_id, *named) or abort(404)
    rows = other_rows.appointments_that(g.store, found.alike(store_id).condition)
    return download(Sheet("attention-group", other_rows.APPOINTMENT_TITLES, rows), form)


@bp.get(f"/attention/totals.<{FORMS}>")
@access(VIEWER)
def totals(store_id: int, form: str) -> Response:
    return download(Sheet("totals", work_rows.TOTAL_TITLES, work_rows.totals(g.store)), form)


@bp.get(f"/alerts.<{FORMS}>")
@access(VIEWER)
def alerts(store_id: int, form: str) -> Response:
    return download(Sheet("alerts", work_rows.ALERT_TITLES, work_rows.alerts(g.store)), form)


@bp.get(f"/alerts/messages.<{FORMS}>")
@access(OWNER)
def alert_messages(store_id: int, form: str) -> Response:
    return download(Sheet("alert-messages", work_rows.ALERT_MESSAGE_TITLES, work_rows.alert_messages(g.store)), form)


@bp.get(f"/channels.<{FORMS}>")
@access(VIEWER)
def channels(store_id: int, form: str) -> Response:
    return download(Sheet("channels", setting_rows.CHANNEL_TITLES, setting_rows.channels(g.store)), form)


@bp.get(f"/channels/messages.<{FORMS}>")
@access(VIEWER)
def messages(store_id: int, form: str) -> Response:
    return download(Sheet("messages", setting_rows.MESSAGE_TITLES, setting_rows.messages(g.store)), form)


@bp.get(f"/rules.<{FORMS}>")
@access(VIEWER)
def rules(store_id: int, form: str) -> Response:
    return download(Sheet("rules", setting_rows.RULE_TITLES, setting_rows.rules(g.store)), form)


@bp.get(f"/folders.<{FORMS}>")
@access(OWNER)
def folders(store_id: int, form: str) -> Response:
    return download(Sheet("folders", setting_rows.FOLDER_TITLES, setting_rows.folders(g.store)), form)


@bp.get(f"/checks.<{FORMS}>")
@access(VIEWER)
def checks(store_id: int, form: str) -> Response:
    return download(Sheet("checks", setting_rows.CHECK_TITLES, setting_rows.checks(g.store)), form)
