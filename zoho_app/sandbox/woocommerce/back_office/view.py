"""What the pages show of an order, in words."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from ...common.store import Document, Store
from .. import documents
from ..orders import refunds, statuses
from ..rest import trackings
from ..rest.call import Call
from ..seed import setting

View = dict[str, Any]
SIGNS = {"processing": "●", "completed": "✓", "refunded": "↩", "cancelled": "✕", "failed": "✕", "trash": "✕"}
TONES = {"processing": "open", "completed": "invoiced", "cancelled": "void", "failed": "void", "trash": "void"}


def status(store: Store, slug: str) -> View:
    """Return a status as people read it: words, a sign, a tone."""
    words = {"trash": "Trash", "cancelled": "Canceled"}.get(slug) or statuses.named(store).get(slug, slug)
    return {"words": words, "sign": SIGNS.get(slug, "○"), "tone": TONES.get(slug, "")}


def money(order: Document, amount: str) -> str:
    return f"{Decimal(amount):,} {order['fields']['currency']}".replace("-", "−")


def when(store: Store, seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return datetime.fromtimestamp(seconds, ZoneInfo(setting(store)["zone"])).strftime("%b %-d, %H:%M:%S")


def row(store: Store, order: Document) -> View:
    """Return an order for the list."""
    fields = order["fields"]
    return {
        "id": documents.number(order),
        "name": f"#{fields['number']}",
        "buyer": _name(fields["billing"]) or fields["billing"].get("email") or "Nobody named",
        "placed": when(store, order["created_at"]),
        "status": status(store, fields["status"]),
        "total": money(order, fields["total"]),
    }


def page(store: Store, order: Document) -> View:
    """Return an order for its own page."""
    fields = order["fields"]
    number = documents.number(order)
    back = refunds.paid_back(store, order)
    amounts = [(fee["name"], fee["total"]) for fee in fields["fee_lines"]]
    amounts += [("Shipping", fields["shipping_total"])]
    amounts += [(tax["label"], tax["tax_total"]) for tax in fields["tax_lines"]]
    amounts += [(f"{tax['label']} on shipping", tax["shipping_tax_total"]) for tax in fields["tax_lines"]]
    return {
        **row(store, order),
        "email": fields["billing"].get("email") or "–",
        "note": fields["customer_note"],
        "changed": when(store, order["modified_at"]),
        "lines": [_line(order, line, place) for place, line in enumerate(fields["line_items"], start=1)],
        "amounts": [(label, money(order, amount)) for label, amount in amounts],
        "refunded": money(order, str(back)) if back else "",
        "left": str(Decimal(fields["total"]) - back),
        "address": _address(fields["shipping"]) or _address(fields["billing"]),
        "parcels": _parcels(store, order),
        "notes": [
            {"text": one["note"], "when": when(store, one["created_at"]), "is_mailed": one["customer_note"]}
            for one in reversed(documents.of_order(store, "note", number))
        ],
        "statuses": [(slug, name, slug == fields["status"]) for slug, name in statuses.named(store).items()],
    }


def _line(order: Document, line: Document, place: int) -> View:
    return {
        "place": place,
        "name": line["name"],
        "sku": line["sku"] or "",
        "quantity": line["quantity"],
        "total": money(order, line["total"]),
    }


def _name(address: Document) -> str:
    name = " ".join(filter(None, [address.get("first_name"), address.get("last_name")]))
    return name or address.get("company", "")


def _address(given: Document) -> list[str]:
    city = " ".join(filter(None, [given.get("postcode"), given.get("city"), given.get("state")]))
    name = " ".join(filter(None, [given.get("first_name"), given.get("last_name")]))
    parts = [name, given.get("company"), given.get("address_1"), given.get("address_2"), city, given.get("country")]
    return [part for part in parts if part]


def _parcels(store: Store, order: Document) -> list[View]:
    """Return the tracking that the shop has, however it came: of a plug-in, of a fulfillment, as meta data."""
    number = documents.number(order)
    found = trackings.show_all(Call(store, "", {}, {}, {"order": str(number)})).data
    parcels = [_parcel(one["tracking_provider"], one["tracking_number"], one["tracking_link"]) for one in found]
    for one in documents.of_order(store, "fulfillment", number):
        if one["deleted_at"] is None:
            meta = {row["key"]: row["value"] for row in one["meta_data"]}
            carrier = meta.get("_provider_name") or meta.get("_shipment_provider", "")
            goods = _goods(order, meta["_items"])
            parcels.append(
                {**_parcel(carrier, meta.get("_tracking_number", ""), meta.get("_tracking_url", "")), "goods": goods}
            )
    meta = {row["key"]: row["value"] for row in order["fields"]["meta_data"]}
    if meta.get("_tracking_number"):
        number_there = str(meta["_tracking_number"])
        parcels.append(_parcel(meta.get("_tracking_provider", ""), number_there, meta.get("_tracking_url", "")))
    return parcels


def _parcel(carrier: str, number: str, link: str) -> View:
    return {"carrier": carrier or "No carrier", "number": number, "link": link, "goods": ""}


def _goods(order: Document, items: list[dict[str, Any]]) -> str:
    names = {line["id"]: line["name"] for line in order["fields"]["line_items"]}
    return ", ".join(f"{item['qty']} × {names.get(item['item_id'], 'item')}" for item in items)
