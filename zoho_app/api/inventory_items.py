"""/inventory-items and /batch-inventory-items: what the store knows about its products."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, g, request
from sqlalchemy import func, select

from zoho_app.api import batches, envelope, pages
from zoho_app.api.body import read_object
from zoho_app.api.door import ID, NotFound, blueprint
from zoho_app.api.pages import Element
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY, access
from zoho_app.orders import inventory
from zoho_app.orders.input.fields import HIGHEST_ID, BadFields, Reader
from zoho_app.orders.input.order_data import Values
from zoho_app.orders.models import InventoryItem
from zoho_app.orders.representation import inventory_json

bp = blueprint("inventory_items")
ONE = f"/inventory-items/<{ID}:item_id>"
DEFAULT_LIMIT, MOST = 50, 500
ITEMS_TOGETHER = 20  # that are read at once; each may have 100,000 characters


def _item(item_id: int) -> InventoryItem:
    item = inventory.get(g.store.id, item_id)
    if item is None:
        raise NotFound(f"Inventory Item {item_id} was not found in this store.")
    return item


@bp.get("/inventory-items")
@access(API_KEY)
def index() -> Response:
    """The inventory items whose SKU is `code`, or whose name or SKU contains `search`."""
    reader = Reader(request.args.to_dict())
    limit = min(reader.whole("limit", DEFAULT_LIMIT, 1, HIGHEST_ID), MOST)
    offset = reader.whole("offset", 0, 0, HIGHEST_ID)
    wanted = inventory.matching(g.store.id, reader.text("search", 500), reader.text("code", 200))
    if reader.errors:
        raise BadFields(reader.errors)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    some = wanted.with_only_columns(InventoryItem.id).order_by(InventoryItem.code_key).limit(limit).offset(offset)
    found = _elements(list(db.session.scalars(some)))
    # Order Desk API docs: total_records is text here, and only here.
    return pages.page("inventory_items", found, total, offset, total_records=str(total))


def _elements(item_ids: Sequence[int]) -> Iterator[Element]:
    for start in range(0, len(item_ids), ITEMS_TOGETHER):
        some = item_ids[start : start + ITEMS_TOGETHER]
        wanted = select(InventoryItem).where(InventoryItem.id.in_(some)).order_by(InventoryItem.code_key)
        for shown in [json.dumps(inventory_json(item)) for item in db.session.scalars(wanted)]:
            yield Element(len(shown), [shown])


@bp.get(ONE)
@access(API_KEY)
def show(item_id: int) -> Response:
    """One inventory item."""
    return envelope.success(records_returned=1, inventory_item=inventory_json(_item(item_id)))


@bp.post("/inventory-items")
@access(API_KEY)
def create() -> Response:
    """Add an inventory item."""
    item = inventory.create(g.store.id, read_object())
    db.session.commit()
    return envelope.success("Inventory Item Added", 201, inventory_item=inventory_json(item))


@bp.put(ONE)
@access(API_KEY)
def replace(item_id: int) -> Response:
    """Replace all fields of an inventory item: those left out become blank."""
    clean = inventory.read(read_object())
    item = _item(item_id)
    inventory.update_read(item, clean)
    db.session.commit()
    return envelope.success("Inventory Item Updated", inventory_item=inventory_json(item))


@bp.delete(ONE)
@access(API_KEY)
def delete(item_id: int) -> Response:
    """Delete an inventory item."""
    inventory.delete(_item(item_id))
    db.session.commit()
    return envelope.success(f"Inventory Item {item_id} Deleted")


@bp.put("/batch-inventory-items")
@access(API_KEY)
def replace_many() -> Response:
    """Replace all fields of many items, each named by its `id`; each has its own result, in the same order."""
    rows = batches.read_rows("inventory_items", "inventory items")
    clean = [batches.read_row(row, "id", "inventory item", inventory.read) for row in rows]
    results = batches.results(clean, "id", _replace_one, "Inventory Item Updated", "Inventory Item Not Updated")
    db.session.commit()
    return envelope.success(f"{batches.count_done(results)} Inventory Items Updated", results=results)


def _replace_one(item_id: int, clean: Values) -> dict[str, Any]:
    inventory.update_read(_item(item_id), clean)
    return {}
