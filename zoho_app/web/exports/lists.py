"""Every list as a file: what its page shows now, whole, as CSV or JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, g, request
from sqlalchemy import select

from zoho_app.accounts.models import Store
from zoho_app.bulk.selection import Selection
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.orders import deleted
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order
from zoho_app.web.downloads import FORMS, Sheet, download
from zoho_app.web.exports import order_rows, other_rows, setting_rows, work_rows
from zoho_app.web.remedies import groups

bp = Blueprint("exports", __name__, url_prefix="/stores/<int:store_id>/exports")


@dataclass(frozen=True)
class WholeList:
    """A list of the store that is exported whole, whatever its page shows of it."""

    endpoint: str
    address: str
    file: str
    who: str  # the least role that may have it
    titles: Sequence[str]
    rows: Callable[[Store], Iterator[Any]]


WHOLE_LISTS = (
    WholeList(
        "differences", "differences", "differences", VIEWER, other_rows.DIFFERENCE_TITLES, other_rows.differences
    ),
    WholeList(
        "deleted_orders",
        "deleted-orders",
        "deleted-orders",
        OWNER,
        other_rows.DELETED_TITLES,
        other_rows.deleted_orders,
    ),
    WholeList("erasures", "erasures", "erasures", OWNER, other_rows.ERASURE_TITLES, other_rows.erasures),
    WholeList("people", "people", "people", OWNER, other_rows.PEOPLE_TITLES, other_rows.people),
    WholeList("runs", "runs", "runs", VIEWER, work_rows.RUN_TITLES, work_rows.runs),
    WholeList("causes", "attention", "attention", VIEWER, work_rows.CAUSE_TITLES, work_rows.causes),
    WholeList("totals", "attention/totals", "totals", VIEWER, work_rows.TOTAL_TITLES, work_rows.totals),
    WholeList(
        "void_orders",
        "attention/void-orders",
        "void-orders",
        VIEWER,
        work_rows.VOID_TITLES,
        work_rows.void_orders,
    ),
    WholeList(
        "shop_changes",
        "attention/shop-changes",
        "shop-changes",
        VIEWER,
        work_rows.SHOP_CHANGE_TITLES,
        work_rows.shop_changes,
    ),
    WholeList("alerts", "alerts", "alerts", VIEWER, work_rows.ALERT_TITLES, work_rows.alerts),
    WholeList(
        "alert_messages",
        "alerts/messages",
        "alert-messages",
        OWNER,
        work_rows.ALERT_MESSAGE_TITLES,
        work_rows.alert_messages,
    ),
    WholeList("channels", "channels", "channels", VIEWER, setting_rows.CHANNEL_TITLES, setting_rows.channels),
    WholeList(
        "messages", "channels/messages", "messages", VIEWER, setting_rows.MESSAGE_TITLES, setting_rows.messages
    ),
    WholeList("rules", "rules", "rules", VIEWER, setting_rows.RULE_TITLES, setting_rows.rules),
    WholeList("folders", "folders", "folders", OWNER, setting_rows.FOLDER_TITLES, setting_rows.folders),
    WholeList("checks", "checks", "checks", VIEWER, setting_rows.CHECK_TITLES, setting_rows.checks),
)


def _export(one: WholeList) -> None:
    @access(one.who)
    def view(store_id: int, form: str) -> Response:
        return download(Sheet(one.file, one.titles, one.rows(g.store)), form)

    bp.add_url_rule(f"/{one.address}.<{FORMS}>", one.endpoint, view)


for one in WHOLE_LISTS:
    _export(one)


@bp.get(f"/orders.<{FORMS}>")
@access(VIEWER)
def orders(store_id: int, form: str) -> Response:
    rows = order_rows.orders(g.store, Filters.from_args(request.args), _checked())
    return download(Sheet("orders", order_rows.ORDER_TITLES, rows), form)


@bp.get(f"/items.<{FORMS}>")
@access(VIEWER)
def items(store_id: int, form: str) -> Response:
    rows = order_rows.items(g.store, Filters.from_args(request.args), _checked())
    return download(Sheet("items", order_rows.ITEM_TITLES, rows), form)


def _checked() -> Sequence[int] | None:
    """The orders that the address names, if it names any."""
    return Selection.from_args(g.store.id, request.args).order_ids if "ids" in request.args else None


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


@bp.get(f"/changes.<{FORMS}>")
@access(OWNER)
def changes(store_id: int, form: str) -> Response:
    rows = other_rows.changes(g.store, request.args.get("who", ""), request.args.get("kind", ""))
    return download(Sheet("changes", other_rows.CHANGE_TITLES, rows), form)


@bp.get(f"/refused-orders.<{FORMS}>")
@access(VIEWER)
def refused_orders(store_id: int, form: str) -> Response:
    rows = other_rows.refused_orders(g.store)
    return download(Sheet("refused-orders", other_rows.REFUSED_TITLES, rows), form)


@bp.get(f"/deleted-orders/<int:deleted_id>/history.<{FORMS}>")
@access(OWNER)
def deleted_history(store_id: int, deleted_id: int, form: str) -> Response:
    order = deleted.get(store_id, deleted_id) or abort(404)
    rows = other_rows.deleted_history(g.store, order)
    return download(Sheet(f"deleted-order-{order.order_id}-history", other_rows.HISTORY_TITLES, rows), form)


@bp.get(f"/orders/<int:order_id>/history.<{FORMS}>")
@access(VIEWER)
def history(store_id: int, order_id: int, form: str) -> Response:
    if db.session.scalar(select(Order.id).where(Order.store_id == store_id, Order.id == order_id)) is None:
        abort(404)
    rows = other_rows.history(g.store, order_id)
    return download(Sheet(f"order-{order_id}-history", other_rows.HISTORY_TITLES, rows), form)


@bp.get(f"/attention/group.<{FORMS}>")
@access(VIEWER)
def group(store_id: int, form: str) -> Response:
    """The failures of one group, which the address names as its page does."""
    named = (request.args.get(name, "") for name in ("kind", "cause", "about"))
    found = groups.find(store_id, *named) or abort(404)
    rows = other_rows.appointments_that(g.store, found.alike(store_id).condition)
    return download(Sheet("attention-group", other_rows.APPOINTMENT_TITLES, rows), form)
