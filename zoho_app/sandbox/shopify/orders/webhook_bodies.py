"""Bodies of webhooks: orders as REST writes them, with fixed decimals, numbers for ids and the shop's own time."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from ...common.store import Document, Store
from .. import documents
from ..seed import setting
from . import statuses, sums
from .money import ZERO, digits, in_shop_currency, rounded

Body = dict[str, Any]


def _money(order: Document, amount: Decimal) -> str:
    return f"{in_shop_currency(order, amount):.{digits(order['currency'])}f}"


def _set(order: Document, amount: Decimal) -> Body:
    currency = order["presentment_currency"]
    paid = f"{rounded(amount, currency):.{digits(currency)}f}"
    return {
        "shop_money": {"amount": _money(order, amount), "currency_code": order["currency"]},
        "presentment_money": {"amount": paid, "currency_code": currency},
    }


def _id(record_id: str) -> int:
    return int(documents.number(record_id))


def order(store: Store, doc: Document) -> Body:
    """Return the body of orders/create, orders/updated and their kin."""
    zone = ZoneInfo(setting(store)["zone"])
    then, now = sums.ordered(doc), sums.current(doc)
    statuses_of_lines = {line["id"]: statuses.unfulfilled(line) for line in doc["lines"]}
    fulfilled = doc["fulfillment_status"]
    return {
        "id": _id(doc["id"]),
        "admin_graphql_api_id": doc["id"],
        **_words(doc),
        "cancelled_at": _local(doc["cancelled_at"], zone),
        "closed_at": _local(doc["closed_at"], zone),
        "created_at": _local(doc["created_at"], zone),
        "processed_at": _local(doc["created_at"], zone),
        "updated_at": _local(doc["modified_at"], zone),
        "fulfillment_status": {"FULFILLED": "fulfilled", "PARTIALLY_FULFILLED": "partial"}.get(fulfilled),
        "current_subtotal_price": _money(doc, now["subtotal"]),
        "current_total_price": _money(doc, now["total"]),
        "current_total_tax": _money(doc, now["tax"]),
        "subtotal_price": _money(doc, then["subtotal"]),
        "total_discounts": _money(doc, then["discounts"]),
        "total_price": _money(doc, then["total"]),
        "total_price_set": _set(doc, then["total"]),
        "total_shipping_price_set": _set(doc, then["shipping"]),
        "total_tax": _money(doc, then["tax"]),
        "total_tip_received": _money(doc, sums.tips(doc)),
        "billing_address": _address(doc["billing_address"]),
        "shipping_address": _address(doc["shipping_address"]),
        "customer": _customer(store, doc["customer_id"]),
        "line_items": [_line(doc, line, statuses_of_lines[line["id"]]) for line in doc["lines"]],
        "shipping_lines": [_shipping_line(doc, line) for line in doc["shipping_lines"]],
        "fulfillments": [fulfillment(doc, one) for one in documents.of_order(store, "fulfillment", doc["id"])],
        "refunds": [refund(doc, made) for made in doc["refunds"]],
    }


def _words(doc: Document) -> Body:
    financial = doc["financial_status"]
    return {
        "cancel_reason": doc["cancel_reason"] and doc["cancel_reason"].lower(),
        "confirmation_number": doc["confirmation_number"],
        "confirmed": True,
        "contact_email": doc["email"],
        "currency": doc["currency"],
        "discount_codes": [{"code": code} for code in doc["discount_codes"]],
        "email": doc["email"],
        "financial_status": financial and financial.lower(),
        "name": doc["name"],
        "note": doc["note"],
        "note_attributes": [{"name": one["key"], "value": one["value"]} for one in doc["attributes"]],
        "number": doc["number"] - 1000,
        "order_number": doc["number"],
        "payment_gateway_names": doc["gateways"],
        "phone": doc["phone"],
        "po_number": doc["po_number"],
        "presentment_currency": doc["presentment_currency"],
        "source_name": doc["source_name"],
        "tags": ", ".join(doc["tags"]),
        "taxes_included": doc["taxes_included"],
        "test": doc["test"],
    }


def _line(doc: Document, line: Document, unfulfilled: int) -> Body:
    variant = line["variant_title"]
    body = {
        "id": _id(line["id"]),
        "admin_graphql_api_id": line["id"],
        "current_quantity": sums.left(line),
        "fulfillable_quantity": unfulfilled,
        "gift_card": line["gift_card"],
        "name": f"{line['title']} - {variant}" if variant else line["title"],
        "price": _money(doc, Decimal(line["price"])),
        "price_set": _set(doc, Decimal(line["price"])),
        "product_exists": False,
        "properties": [{"name": one["key"], "value": one["value"]} for one in line["attributes"]],
        "quantity": line["quantity"],
        "requires_shipping": line["requires_shipping"],
        "sku": line["sku"],
        "taxable": line["taxable"],
        "title": line["title"],
        "total_discount": _money(doc, sums.discount(line, line["quantity"])),
        "variant_title": variant,
        "vendor": line["vendor"],
    }
    # Only the line of a tip has this key.
    return {**body, "tip_payment_gateway": None} if line["is_tip"] else body


def _shipping_line(doc: Document, line: Document) -> Body:
    return {
        "id": _id(line["id"]),
        "code": line["code"],
        "title": line["title"],
        "source": line["source"],
        "price": _money(doc, Decimal(line["price"])),
        "discounted_price": _money(doc, sums.shipping_price(line)),
        "is_removed": False,
    }


def fulfillment(doc: Document, one: Document) -> Body:
    """Return the body of fulfillments/create and fulfillments/update."""
    numbers = [info["number"] for info in one["tracking"] if info["number"]]
    links = [info["url"] for info in one["tracking"] if info["url"]]
    return {
        "id": _id(one["id"]),
        "admin_graphql_api_id": one["id"],
        "order_id": _id(doc["id"]),
        "name": one["name"].replace("-F", "."),
        "status": one["status"].lower(),
        "tracking_company": one["tracking"][0]["company"] if one["tracking"] else None,
        "tracking_number": numbers[0] if numbers else None,
        "tracking_numbers": numbers,
        "tracking_url": links[0] if links else None,
        "tracking_urls": links,
        "line_items": [{"id": _id(line["line_id"]), "quantity": line["quantity"]} for line in one["lines"]],
    }


def refund(doc: Document, made: Document) -> Body:
    """Return the body of refunds/create; the amounts of its lines are numbers, as at Shopify."""
    lines = [
        {
            "id": _id(line["id"]),
            "line_item_id": _id(line["line_id"]),
            "quantity": line["quantity"],
            "restock_type": line["restock_type"].lower(),
            "subtotal": float(in_shop_currency(doc, Decimal(line["subtotal"]))),
            "total_tax": float(in_shop_currency(doc, Decimal(line["tax"]))),
        }
        for line in made["lines"]
    ]
    money = {"kind": "refund", "amount": _money(doc, Decimal(made["amount"]))}
    return {
        "id": _id(made["id"]),
        "admin_graphql_api_id": made["id"],
        "order_id": _id(doc["id"]),
        "created_at": documents.instant(made["created_at"]),
        "note": made["note"],
        "refund_line_items": lines,
        "transactions": [money] if Decimal(made["amount"]) != ZERO else [],
    }


def order_edit(doc: Document, changed: list[tuple[str, int]], now: float) -> Body:
    """Return the body of orders/edited: lines with how many units were added or taken away."""

    def changes(sign: int) -> list[Body]:
        return [{"id": _id(line_id), "delta": abs(delta)} for line_id, delta in changed if delta * sign > 0]

    edit = {"id": _id(doc["id"]), "order_id": _id(doc["id"]), "committed_at": documents.instant(now)}
    return {"order_edit": {**edit, "line_items": {"additions": changes(1), "removals": changes(-1)}}}


def _address(given: Document | None) -> Body | None:
    return None if given is None else dict(given)


def _customer(store: Store, customer_id: str | None) -> Body | None:
    found = documents.get(store, "customer", customer_id) if customer_id else None
    if found is None:
        return None
    names = {name: found[name] for name in ("first_name", "last_name", "email", "phone")}
    return {"id": _id(found["id"]), **names}


def _local(seconds: float | None, zone: ZoneInfo) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, zone).isoformat(timespec="seconds")
