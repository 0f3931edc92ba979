"""Placing an order: what a description leaves out is filled in as an ordinary web order has it."""

from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..seed import setting
from . import book, fulfillment_orders, sums
from .lines import discounts, order_line, shipping_line
from .money import text

# What a description may hold; `lines` is a list of descriptions for orders/lines.py.
DEFAULTS: dict[str, Any] = {
    "email": None,
    "phone": None,
    "note": None,
    "tags": [],
    "attributes": [],
    "shipping_address": None,
    "billing_address": None,
    "test": False,
    "tax_exempt": False,
    "po_number": None,
    "source_name": "web",
    "attribution": {"handle": "online_store", "displayName": "Online Store"},
    "gateways": ["shopify_payments"],
    "discount_codes": [],
    "cash_rounding": "0",
    "location_id": None,
    "overrides": {},
}
DESCRIPTIONS = {
    *("lines", "shipping", "discounts", "customer", "fees", "tax_lines", "taxes_included", "rate"),
    *(
        "presentment_currency",
        "payment",
        "created_at",
        "name",
        "locations",
        "hold",
        "hold_note",
        "fulfillment_method",
    ),
}


def place(store: Store, given: dict[str, Any]) -> Document:
    """Make an order of a description; raise Refused naming what cannot be understood."""
    unknown = sorted(set(given) - set(DEFAULTS) - DESCRIPTIONS)
    if unknown:
        raise book.Refused(f"An order has no {', '.join(unknown)}.")
    if not given.get("lines"):
        raise book.Refused("An order needs at least one line.")
    with store.transaction():
        order = _order(store, given)
        # A description may say how the fulfillment orders are spread, and when somebody pays.
        order["payments"] = _payments(given.get("payment", "paid"), order)
        order["original_total"] = text(sums.ordered(order)["total"])
        fulfillment_orders.route(store, order, given)
        paid = ("orders/paid",) if order["payments"] else ()
        return book.save(store, order, "orders/create", *paid, action="created")


def _order(store: Store, given: dict[str, Any]) -> Document:
    shop = setting(store)
    count = store.count("order number")
    tax_lines = given.get("tax_lines", [{"title": shop["tax_name"], "rate": shop["tax_rate"]}])
    address = given.get("shipping_address")
    customer = _customer(store, given["customer"]) if given.get("customer") else None
    order: Document = {
        **DEFAULTS,
        **{name: value for name, value in given.items() if name in DEFAULTS},
        "id": documents.new_id(store, "Order"),
        "number": 1000 + count,
        "name": given.get("name") or f"{shop['prefix']}{1000 + count}{shop['suffix']}",
        "confirmation_number": f"B{count:05d}K7X",
        "billing_address": given.get("billing_address", address),
        "currency": shop["currency"],
        "presentment_currency": given.get("presentment_currency", shop["currency"]),
        "rate": str(given.get("rate", "1")),
        "taxes_included": given.get("taxes_included", shop["taxes_included"]),
        "customer_id": customer,
        "lines": [order_line(store, one, tax_lines) for one in given["lines"]],
        "shipping_lines": [shipping_line(store, one, tax_lines) for one in given.get("shipping", [])],
        "fees": [{"id": documents.new_id(store, "AdditionalFee"), **one} for one in given.get("fees", [])],
        "refunds": [],
        "payments": [],
        "discounts": [],
        "edited": False,
        "is_authorized": False,
        "closed_at": None,
        "cancelled_at": None,
        "cancel_reason": None,
    }
    order["discounts"] = discounts(order, given.get("discounts", []))
    if given.get("created_at"):
        order["created_at"] = int(given["created_at"])
    return order


def _payments(payment: str, order: Document) -> list[Document]:
    if payment not in ("paid", "pending", "authorized"):
        raise book.Refused(f"payment: {payment!r} is none of paid, pending, authorized.")
    order["is_authorized"] = payment == "authorized"
    return [{"amount": text(sums.ordered(order)["total"]), "kind": "SALE"}] if payment == "paid" else []


def _customer(store: Store, given: dict[str, Any]) -> str:
    """Return the id of the customer with this e-mail address, making one when there is none."""
    email = given.get("email")
    known = documents.find(store, "customer", "json_extract(body, '$.email') = ?", email) if email else []
    if known:
        return str(known[0]["id"])
    blank = {"first_name": None, "last_name": None, "email": None, "phone": None}
    made = documents.put(store, "customer", {**blank, **given, "id": documents.new_id(store, "Customer")})
    return str(made["id"])
