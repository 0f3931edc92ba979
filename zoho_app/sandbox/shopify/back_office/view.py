"""What the pages show of an order, in words."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from ...common.store import Document, Store
from .. import documents
from ..orders import sums
from ..orders.money import ZERO, rounded
from ..seed import setting

View = dict[str, Any]
SIGNS = {
    "PAID": "●",
    "FULFILLED": "✓",
    "REFUNDED": "↩",
    "VOIDED": "✕",
    "SUCCESS": "✓",
    "CANCELLED": "✕",
    "CLOSED": "✓",
}
TONES = {"PAID": "open", "FULFILLED": "invoiced", "SUCCESS": "invoiced", "VOIDED": "void", "CANCELLED": "void"}


def status(word: str | None) -> View:
    """Return a status as people read it: words, a sign, a tone."""
    known = word or "UNKNOWN"
    words = "Canceled" if known == "CANCELLED" else known.replace("_", " ").capitalize()
    return {"words": words, "sign": SIGNS.get(known, "○"), "tone": TONES.get(known, "")}


def money(order: Document, amount: Decimal) -> str:
    paid = rounded(amount, order["presentment_currency"])
    return f"{paid:,} {order['presentment_currency']}".replace("-", "−")


def when(store: Store, seconds: float | None) -> str:
    if seconds is None:
        return "–"
    zone = ZoneInfo(setting(store)["zone"])
    return datetime.fromtimestamp(seconds, zone).strftime("%b %-d, %H:%M:%S")


def buyer(order: Document) -> str:
    address = order["shipping_address"] or order["billing_address"] or {}
    name = " ".join(filter(None, [address.get("first_name"), address.get("last_name")]))
    return name or address.get("company") or order["email"] or "Nobody named"


def row(store: Store, order: Document) -> View:
    """Return an order for the list."""
    return {
        "id": documents.number(order["id"]),
        "name": order["name"],
        "buyer": buyer(order),
        "placed": when(store, order["created_at"]),
        "payment": status(order["financial_status"]),
        "fulfillment": status("CANCELLED" if order["cancelled_at"] else order["fulfillment_status"]),
        "total": money(order, sums.current(order)["total"]),
        "is_cancelled": order["cancelled_at"] is not None,
    }


def page(store: Store, order: Document) -> View:
    """Return an order for its own page."""
    now = sums.current(order)
    amounts = [("Subtotal", now["subtotal"]), ("Shipping", now["shipping"])]
    amounts.append(("Tax, included" if order["taxes_included"] else "Tax", now["tax"]))
    refunded = sums.refunded(order)
    return {
        **row(store, order),
        "email": order["email"] or "–",
        "note": order["note"],
        "changed": when(store, order["modified_at"]),
        "lines": [_line(order, line, place) for place, line in enumerate(order["lines"], start=1)],
        "amounts": [(label, money(order, amount)) for label, amount in amounts],
        "refunded": money(order, refunded) if refunded else "",
        "address": _address(order["shipping_address"]),
        "owed": sums.outstanding(order) > ZERO and not order["cancelled_at"],
        "waiting": [
            _waiting(store, order, one) for one in documents.of_order(store, "fulfillmentorder", order["id"])
        ],
        "shipped": [_shipped(store, order, one) for one in documents.of_order(store, "fulfillment", order["id"])],
        "shipping_left": money(order, now["shipping"]),
    }


def _line(order: Document, line: Document, place: int) -> View:
    left = sums.left(line)
    return {
        "place": place,
        "title": line["title"],
        "sku": line["sku"],
        "quantity": line["quantity"],
        "left": left,
        "price": money(order, Decimal(line["price"])),
        "total": money(order, sums.share(order, line, left)),
    }


def _address(given: Document | None) -> list[str]:
    if given is None:
        return []
    name = " ".join(filter(None, [given.get("first_name"), given.get("last_name")]))
    city = " ".join(filter(None, [given.get("zip"), given.get("city"), given.get("province_code")]))
    parts = [name, given.get("company"), given.get("address1"), given.get("address2"), city, given.get("country")]
    return [part for part in parts if part]


def _goods(order: Document, parts: list[tuple[str, int]]) -> str:
    titles = {line["id"]: line["title"] for line in order["lines"]}
    return ", ".join(f"{quantity} × {titles[line_id]}" for line_id, quantity in parts if quantity) or "nothing"


def _waiting(store: Store, order: Document, one: Document) -> View:
    place = documents.get(store, "location", one["location_id"])
    is_open = one["status"] not in ("CLOSED", "CANCELLED")
    return {
        "location": place["name"] if place else "",
        "status": status(one["status"]),
        "goods": _goods(order, [(part["line_id"], part["remaining"] if is_open else 0) for part in one["lines"]]),
    }


def _shipped(store: Store, order: Document, one: Document) -> View:
    return {
        "id": documents.number(one["id"]),
        "name": one["name"],
        "status": status(one["status"]),
        "when": when(store, one["created_at"]),
        "goods": _goods(order, [(part["line_id"], part["quantity"]) for part in one["lines"]]),
        "tracking": one["tracking"],
        "notified": "The buyer was told." if one["notified"] else "",
        "is_cancelled": one["status"] == "CANCELLED",
    }
