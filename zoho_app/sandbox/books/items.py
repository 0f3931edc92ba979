"""Items: listing, finding, creating, switching on and off.

Zoho Books lists inactive items as well unless it is asked not to, and refuses a second item with the
same SKU.
"""

from typing import Any

from flask import request

from ..common.store import Document
from ..errors import ZohoError, missing, refused, unknown_reference
from ..state import note_change, organization_id, sandbox
from ..timestamps import stamp
from . import lists
from .contact_changes import texts
from .gate import Answer, body, number, operation

ITEMS = lists.Listing(
    kind="item",
    key="items",
    report_name="Items",
    texts=("name", "sku", "description", "tax_id"),
    searched=("name", "description"),
    sorted_by=("name", "rate", "tax_name"),
    default_sort="name",
    not_learned=("is_taxable", "tax_exemption_id", "account_id", "sat_item_key_code", "unitkey_code"),
)
TEXTS = {
    "name": 100,
    "sku": 100,
    "description": 2000,
    "unit": 50,
    "product_type": 20,
    "item_type": 40,
    "tax_id": 30,
}
DEFAULTS = {
    "sku": "",
    "unit": "",
    "tax_id": "",
    "product_type": "goods",
    "item_type": "sales",
    "status": "active",
}


@operation("GET", "/items", "settings.READ")
def list_items() -> Answer:
    return lists.answer(ITEMS, item_row, _own_filters)


def _own_filters(conditions: lists.Conditions) -> None:
    lists.add_number_filters(conditions, "rate")
    tax_name = lists.asked("tax_name")
    if tax_name:
        conditions.add(f"{lists.TAX_NAME} = ? COLLATE NOCASE", tax_name)


@operation("GET", "/items/<item_id>", "settings.READ")
def get_item(item_id: str) -> Answer:
    return {"item": item_detail(_item(item_id))}


@operation("GET", "/itemdetails", "settings.READ")
def get_items() -> Answer:
    wanted = [part.strip() for part in request.args.get("item_ids", "").split(",") if part.strip()]
    if not wanted:
        raise ZohoError(2, "Invalid value passed for item_ids")
    return {"items": [item_detail(_item(item_id)) for item_id in wanted]}


@operation("POST", "/items", "settings.CREATE", "The item has been added.", 201)
def create_item() -> Answer:
    item = write_item({"id": sandbox().store.new_id(), **DEFAULTS}, organization_id(), body())
    note_change("created", "item", item["id"])
    return {"item": item_detail(item)}


@operation("PUT", "/items/<item_id>", "settings.UPDATE", "Item details have been saved.")
def update_item(item_id: str) -> Answer:
    item = write_item(_item(item_id), organization_id(), body())
    note_change("updated", "item", item_id)
    return {"item": item_detail(item)}


@operation("DELETE", "/items/<item_id>", "settings.DELETE", "The item has been deleted.")
def delete_item(item_id: str) -> Answer:
    if is_in_use(_item(item_id)["id"]):
        raise refused("Items that are part of a transaction cannot be deleted.")
    sandbox().store.delete("item", organization_id(), item_id)
    note_change("deleted", "item", item_id)
    return {}


def is_in_use(item_id: str) -> bool:
    where = "EXISTS (SELECT 1 FROM json_each(body, '$.line_items') WHERE json_extract(value, '$.item_id') = ?)"
    return bool(sandbox().store.find("salesorder", organization_id(), where, [item_id], limit=1))


@operation("POST", "/items/<item_id>/active", "settings.CREATE", "The item has been marked as active.")
def mark_active(item_id: str) -> Answer:
    return _set_status(item_id, "active")


@operation("POST", "/items/<item_id>/inactive", "settings.CREATE", "The item has been marked as inactive.")
def mark_inactive(item_id: str) -> Answer:
    return _set_status(item_id, "inactive")


def write_item(item: Document, organization: str, given: dict[str, Any]) -> Document:
    """Put what was given into a new or known item and save it.

    Raises ZohoError: 4 no name, 1001 SKU or name is taken, 2 a wrong value, 1002 an unknown tax.
    """
    item.update(texts(given, TEXTS))
    if not item.get("name"):
        raise ZohoError(4, "Invalid value passed for name")
    if "rate" in given or "rate" not in item:
        item["rate"] = number(given.get("rate"), "rate")
    for field in ("sku", "name"):
        _check_is_free(item, organization, field)
    if item["tax_id"] and sandbox().store.get("tax", organization, item["tax_id"]) is None:
        raise unknown_reference("Tax")
    return sandbox().store.put("item", organization, item)


def _check_is_free(item: Document, organization: str, field: str) -> None:
    same = sandbox().store.find(
        "item",
        organization,
        f"json_extract(body, '$.{field}') = ? COLLATE NOCASE AND id <> ?",
        [item[field], item["id"]],
        limit=1,
    )
    if item[field] and same:
        raise ZohoError(1001, f'Item with the same {field} "{item[field]}" already exists.')


def _set_status(item_id: str, status: str) -> Answer:
    sandbox().store.put("item", organization_id(), {**_item(item_id), "status": status})
    note_change(status, "item", item_id)
    return {}


def _item(item_id: str) -> Document:
    found = sandbox().store.get("item", organization_id(), item_id)
    if found is None:
        raise missing("Item")
    return found


def item_row(item: Document) -> dict[str, Any]:
    tax = sandbox().store.get("tax", organization_id(), item["tax_id"]) if item["tax_id"] else None
    return {
        "item_id": item["id"],
        "name": item["name"],
        "item_name": item["name"],
        "unit": item["unit"],
        "status": item["status"],
        "source": "api",
        "description": item.get("description", ""),
        "rate": item["rate"],
        "tax_id": item["tax_id"],
        "tax_name": tax["tax_name"] if tax else "",
        "tax_percentage": tax["tax_percentage"] if tax else 0,
        "can_be_sold": True,
        "can_be_purchased": False,
        "track_inventory": False,
        "item_type": item["item_type"],
        "product_type": item["product_type"],
        "has_attachment": False,
        "sku": item["sku"],
        "created_time": stamp(item["created_at"]),
        "last_modified_time": stamp(item["modified_at"]),
        "tags": [],
    }


def item_detail(item: Document) -> dict[str, Any]:
    return {**item_row(item), "sales_rate": item["rate"], "custom_fields": [], "custom_field_hash": {}}
