"""POST /move-orders: put orders into another folder."""

from typing import Any

from flask import Response, g
from sqlalchemy import select

from zoho_app.actors import API
from zoho_app.api import envelope
from zoho_app.api.body import read_object
from zoho_app.api.door import blueprint
from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY, access
from zoho_app.orders import folders
from zoho_app.orders.input.fields import HIGHEST_ID, BadFields, Reader
from zoho_app.orders.models import Folder, Order

bp = blueprint("move_orders")
MOST = 500


@bp.post("/move-orders")
@access(API_KEY)
def create() -> Response:
    """Move the orders of `order_id_list` into the folder with that id or that name; one result for each."""
    reader = Reader(read_object())
    order_ids = _order_ids(reader)
    folder = _destination(reader)
    if reader.errors or folder is None:
        raise BadFields(reader.errors)
    wanted = select(Order).where(Order.store_id == g.store.id, Order.id.in_(order_ids))
    known = {order.id: order for order in db.session.scalars(wanted)}
    results = [_move(order_id, known.get(order_id), folder) for order_id in order_ids]
    db.session.commit()
    moved = sum(result["status"] == "success" for result in results)
    return envelope.success(f"{count_noun(moved, 'Order')} Moved", results=results)


def _order_ids(reader: Reader) -> list[int]:
    listed = reader.data.get("order_id_list")
    listed = list(listed.values()) if isinstance(listed, dict) else listed  # as PHP writes a list
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST:
        reader.error("order_id_list", f"must be a list of 1 to {MOST} order ids")
        return []
    each = Reader({str(place): value for place, value in enumerate(listed)}, "order_id_list", reader.errors)
    return list(dict.fromkeys(each.whole(str(place), 0, 1, HIGHEST_ID) for place in range(len(listed))))


def _destination(reader: Reader) -> Folder | None:
    folder_id = reader.identifier("destination_folder_id")
    name = reader.text("destination_folder_name", 200)
    if bool(folder_id) == bool(name):
        reader.error("destination_folder_id", "give either this or destination_folder_name")
        return None
    folder = folders.get(g.store.id, folder_id) if folder_id else folders.by_name(g.store.id, name)
    if folder is None:
        field = "destination_folder_id" if folder_id else "destination_folder_name"
        reader.error(field, "there is no such folder in this store")
    return folder


def _move(order_id: int, order: Order | None, folder: Folder) -> dict[str, Any]:
    if order is None:
        return {"status": "error", "order_id": order_id, "message": "Order Not Found"}
    original = order.folder_id
    moved = folders.move(order, folder, API)
    words = f"Order Moved to {folder.name} Folder" if moved else f"Order is in {folder.name} Folder already"
    status = "success" if moved else "unchanged"
    return {"status": status, "order_id": order_id, "message": words, "original_folder_id": original}
