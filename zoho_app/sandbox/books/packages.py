"""Packages of a sales order, as an organization with Zoho Inventory has them: what was packed, and its shipment."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import g

from ..common.store import Document
from ..editions.preferences import preference
from ..errors import ZohoError, refused
from ..state import sandbox
from ..timestamps import local

CARRIED = {"carrier": "parcel_carrier", "tracking_number": "parcel_number"}  # the fields of a form


def packed(order: Document) -> Counter[str]:
    """How many pieces of each line are in packages."""
    found: Counter[str] = Counter()
    for package in order.get("packages", []):
        found.update(package["quantities"])
    return found


def add(order: Document, form: Mapping[str, str]) -> Document:
    """Pack and ship what a form says, one field `quantity_ID` a line; raise ZohoError for what can't be packed."""
    already = packed(order)
    quantities = {line["line_item_id"]: _pieces(form, line, already) for line in order["line_items"]}
    quantities = {line_id: pieces for line_id, pieces in quantities.items() if pieces}
    if not quantities:
        raise refused("Give the quantity of at least one line.")
    package_id = sandbox().store.new_id()
    package = {
        "package_id": package_id,
        "number": f"{int(package_id) % 100_000:05}",
        "quantities": quantities,
        "shipment_date": local(sandbox().store.now()).date().isoformat(),
        **{name: form.get(typed_as, "").strip() for name, typed_as in CARRIED.items()},
    }
    return {**order, "packages": [*order.get("packages", []), package]}


def change(order: Document, package_id: str, form: Mapping[str, str]) -> Document:
    """Change who carries a package."""
    typed = {name: form.get(typed_as, "").strip() for name, typed_as in CARRIED.items()}
    changed = [{**one, **typed} if one["package_id"] == package_id else one for one in order.get("packages", [])]
    return {**order, "packages": changed}


def remove(order: Document, package_id: str) -> Document:
    """Delete a package."""
    return {**order, "packages": [one for one in order.get("packages", []) if one["package_id"] != package_id]}


def shipped_status(order: Document) -> str:
    """What a row says of the packages of its sales order."""
    already = packed(order)
    if not already:
        return ""
    is_whole = all(already[line["line_item_id"]] >= line["quantity"] for line in order["line_items"])
    return "shipped" if is_whole else "partially_shipped"


def shown(order: Document) -> list[dict[str, Any]]:
    """The packages as a whole sales order has them; whether their items are listed is an open question."""
    lists_items = preference(g.organization, "package_items") == "listed"
    return [_shown(order, package, lists_items) for package in order.get("packages", [])]


def _shown(order: Document, package: Document, lists_items: bool) -> dict[str, Any]:
    carried = {name: package[name] for name in CARRIED}
    number, day = package["number"], package["shipment_date"]
    shipment = {
        "shipment_number": f"SHP-{number}",
        "shipment_date": day,
        **carried,
        "service": "",
        "tracking_url": "",
    }
    items = [
        {
            "so_line_item_id": line["line_item_id"],
            "sku": line.get("sku", ""),
            "name": line["name"],
            "quantity": package["quantities"][line["line_item_id"]],
        }
        for line in order["line_items"]
        if line["line_item_id"] in package["quantities"]
    ]
    return {
        "package_id": package["package_id"],
        "package_number": f"PKG-{number}",
        "status": "shipped",
        "quantity": sum(package["quantities"].values()),
        "shipment_date": day,
        **carried,
        "shipment_order": {**shipment, "shipment_type": "single_piece_shipment", "delivery_date": ""},
        **({"line_items": items} if lists_items else {}),
    }


def _pieces(form: Mapping[str, str], line: Document, already: Counter[str]) -> int:
    text = form.get(f"quantity_{line['line_item_id']}", "").strip() or "0"
    left = line["quantity"] - already[line["line_item_id"]]
    if not text.isascii() or not text.isdigit() or int(text) > left:
        raise ZohoError(2, f"{line['name']}: at most {left:g} can be packed.")
    return int(text)
