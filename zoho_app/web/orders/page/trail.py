"""Where one came from to an order: the list, the way back to it, and the orders before and after this one in it."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from zoho_app.orders.listing import paging
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Folder, Order

# In the address of an order and of all that is done on its page: the query string of the list, "" for All Orders.
FROM = "from"
LONGEST, MOST_FIELDS = 2_000, 30
CURSORS = ("after", "before")


class Trail(NamedTuple):
    """The list's name and address, and its neighbors of the order; None at its ends."""

    name: str
    back: str
    previous: str | None
    next: str | None


def came_from() -> dict[str, str]:
    """What the address says of the list, to be said again by what leads on from here."""
    text = request.args.get(FROM, "")[:LONGEST]
    return {FROM: text} if text else {}


def here(order: Order) -> dict[str, Any]:
    """What the address of the order's page, and of everything on it, is made of."""
    return {"store_id": order.store_id, "order_id": order.id, **came_from()}


def back_to(order: Order, anchor: str = "") -> Response:
    """Lead back to the order's page, or to a card of it."""
    place: dict[str, Any] = {"_anchor": anchor} if anchor else {}
    return redirect(url_for("orders.show", **here(order), **place))


def get(order: Order, folders: list[Folder]) -> Trail:
    """The way back, and the neighbors by one statement."""
    filters = Filters.from_args(_list_args())
    previous, following = paging.neighbors(order.store_id, filters, order)
    back = f"{list_address(order.store_id)}#order-{order.id}"
    return Trail(_name(filters, folders), back, _to(order, previous), _to(order, following))


def list_address(store_id: int) -> str:
    """The page of the list that one came from."""
    args = _list_args()
    filters = Filters.from_args(args)
    cursor = {name: args[name] for name in CURSORS if args.get(name)}
    return url_for("orders.index", store_id=store_id, **{**filters.to_args(), **cursor})  # type: ignore[arg-type]


def _list_args() -> dict[str, str]:
    """The fields of the list's query string; none of one that can't be read."""
    try:
        return dict(parse_qsl(came_from().get(FROM, ""), max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _name(filters: Filters, folders: list[Folder]) -> str:
    chosen = filters.to_args().keys() - {"sort"}
    if not chosen:
        return "All Orders"
    return next((one.name for one in folders if chosen == {"folder"} and one.id == filters.folder_id), "the list")


def _to(order: Order, order_id: int | None) -> str | None:
    return url_for("orders.show", **{**here(order), "order_id": order_id}) if order_id is not None else None
