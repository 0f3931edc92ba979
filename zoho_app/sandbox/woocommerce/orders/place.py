"""Placing an order: what a description leaves out is filled in as an ordinary web order has it."""

import secrets
from decimal import Decimal, InvalidOperation
from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..seed import setting
from . import book, statuses
from .sums import ZERO, Money, exact, totals

ADDRESS = ("first_name", "last_name", "company", "address_1", "address_2", "city", "state", "postcode", "country")
# What a description may hold; lines, shipping, fees and coupons are described below.
DEFAULTS: dict[str, Any] = {
    "status": "processing",
    "customer_id": 0,
    "payment_method": "stripe",
    "payment_method_title": "Credit card",
    "transaction_id": "",
    "customer_ip_address": "",
    "customer_user_agent": "",
    "created_via": "checkout",
    "customer_note": "",
    "cart_hash": "",
}
DESCRIBED = {"lines", "shipping_lines", "fees", "coupons", "taxes", "billing", "shipping", "number", "created_at"}
SHOP_WIDE = {"currency", "prices_include_tax", "meta"}
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "$", "AUD": "$", "INR": "₹", "AED": "د.إ"}


def place(store: Store, given: dict[str, Any]) -> Document:
    """Make an order of a description; raise book.Refused naming what cannot be understood.

    lines: name, price as it is typed, quantity, sku, product_id, taxed, meta. shipping_lines: title, price.
    fees: name, price (may be negative), taxed. coupons: code, percent or amount. taxes: label, percent of each tax.
    """
    unknown = sorted(set(given) - set(DEFAULTS) - DESCRIBED - SHOP_WIDE)
    if unknown:
        raise book.Refused(f"An order has no {', '.join(unknown)}.")
    if not given.get("lines"):
        raise book.Refused("An order needs at least one line.")
    with store.transaction():
        made: Document = {"fields": _fields(store, given), "paid_at": None, "completed_at": None}
        number = documents.new_number(store, "order")
        made["id"] = documents.identity("order", number)
        made["fields"]["number"] = given.get("number") or str(number)
        made["created_at"] = int(given.get("created_at", store.now()))
        status = made["fields"]["status"]
        if status not in {*statuses.named(store), *statuses.HIDDEN}:
            raise book.Refused(f"status: {status!r} is no status of this shop.")
        if status in statuses.PAID and made["fields"]["payment_method"] != "cod":
            made["paid_at"] = made["created_at"]
        # A draft of the checkout is no order yet, and nobody is told of it.
        return book.save(store, made, "" if status == "checkout-draft" else "order.created", action="created")


def keep(store: Store, recorded: dict[str, Any]) -> Document:
    """Keep an order just as an answer of the API shows it, with its id and its times."""
    left_out = ("date_", "_links", "refunds", "needs_", "is_editable", "payment_url")
    fields = {name: value for name, value in recorded.items() if name != "id" and not name.startswith(left_out)}
    times = {
        name: documents.seconds(recorded[f"date_{name}_gmt"]) if recorded.get(f"date_{name}_gmt") else None
        for name in ("created", "paid", "completed")
    }
    made: Document = {f"{name}_at": at for name, at in times.items()}
    made.update(id=documents.identity("order", recorded["id"]), fields=fields)
    with store.transaction():
        return book.save(store, made, "order.created", action="created")


def _fields(store: Store, given: dict[str, Any]) -> dict[str, Any]:
    shop = setting(store)
    includes_tax = bool(given.get("prices_include_tax", shop["prices_include_tax"]))
    taxes = given.get("taxes", [{"label": shop["tax_name"], "percent": shop["tax_percent"]}])
    money = Money(shop["decimals"], [{"id": at, **tax} for at, tax in enumerate(taxes, start=3)], includes_tax)
    off = _off(given, money)
    currency = str(given.get("currency", shop["currency"]))
    billing = {**dict.fromkeys(ADDRESS, ""), "email": "", "phone": "", **given.get("billing", {})}
    # A buyer who gives one address is shipped to there.
    delivery = given.get("shipping", billing)
    fields: dict[str, Any] = {
        "parent_id": 0,
        **DEFAULTS,
        **{name: value for name, value in given.items() if name in DEFAULTS},
        "currency": currency,
        "currency_symbol": SYMBOLS.get(currency, ""),
        "version": shop["version"],
        "prices_include_tax": includes_tax,
        "order_key": f"wc_order_{secrets.token_hex(7)}",
        "billing": billing,
        "shipping": {name: delivery.get(name, "") for name in (*ADDRESS, "phone")},
        "meta_data": [{"id": documents.new_number(store, "meta"), **one} for one in given.get("meta", [])],
        "line_items": [_line(store, one, money, off) for one in given["lines"]],
        "shipping_lines": [_shipping(store, one, money) for one in given.get("shipping_lines", [])],
        "fee_lines": [_fee(store, one, money) for one in given.get("fees", [])],
    }
    fields["coupon_lines"] = _coupons(store, given, fields, money)
    fields["tax_lines"] = [_tax_line(store, rate, fields, money, shop["country"]) for rate in money.rates]
    return {**fields, **totals(fields, money)}


def _amount(given: dict[str, Any], field: str) -> Decimal:
    try:
        return Decimal(str(given.get(field) or "0").strip())
    except InvalidOperation as error:
        raise book.Refused(f"{field}: {given[field]!r} is not an amount.") from error


def _off(given: dict[str, Any], money: Money) -> Decimal:
    """Return which share of the goods all coupons together take off."""
    whole = sum((_amount(one, "price") * _amount({"quantity": 1, **one}, "quantity") for one in given["lines"]), ZERO)
    share = ZERO
    for one in given.get("coupons", []):
        share += _amount(one, "percent") / 100 if "percent" in one else _amount(one, "amount") / (whole or 1)
    return min(share, Decimal(1))


def _line(store: Store, given: dict[str, Any], money: Money, off: Decimal) -> dict[str, Any]:
    known = documents.find(store, "product", "json_extract(body, '$.sku') = ?", given.get("sku") or "")
    product = documents.number(known[0]) if known else given.get("product_id", 0)
    quantity = _amount({"quantity": 1, **given}, "quantity")
    if quantity <= 0:
        raise book.Refused(f"quantity: {quantity} is not above 0.")
    is_taxed = given.get("taxed", True)
    before = money.net(_amount(given, "price") * quantity, is_taxed)
    after = before * (1 - off)
    taxes = zip(money.taxes(after, is_taxed), money.taxes(before, is_taxed), strict=True)
    return {
        "id": documents.new_number(store, "item"),
        "name": given.get("name") or given.get("sku") or "Item",
        "product_id": product,
        "variation_id": given.get("variation_id", 0),
        "quantity": int(quantity) if quantity == int(quantity) else float(quantity),
        "tax_class": "",
        "subtotal": money.text(before),
        "subtotal_tax": money.tax(before, is_taxed),
        "total": money.text(after),
        "total_tax": money.tax(after, is_taxed),
        "taxes": [{"id": rate, "total": exact(now), "subtotal": exact(was)} for (rate, now), (_, was) in taxes],
        "meta_data": [_line_meta(store, one) for one in given.get("meta", [])],
        "sku": given.get("sku", ""),
        "global_unique_id": "",
        "price": float(after / quantity),
        "image": {"id": "", "src": ""},
        "parent_name": given.get("parent_name"),
    }


def _line_meta(store: Store, given: dict[str, Any]) -> dict[str, Any]:
    shown = {"display_key": given["key"], "display_value": given["value"]}
    return {"id": documents.new_number(store, "meta"), **shown, **given}


def _shipping(store: Store, given: dict[str, Any], money: Money) -> dict[str, Any]:
    net = money.net(_amount(given, "price"))
    return {
        "id": documents.new_number(store, "item"),
        "method_title": given.get("title", "Flat rate"),
        "method_id": "flat_rate",
        "instance_id": "1",
        "total": money.text(net),
        "total_tax": money.tax(net),
        "tax_status": "taxable",
        "taxes": [{"id": rate, "total": exact(amount), "subtotal": ""} for rate, amount in money.taxes(net)],
        "meta_data": [],
    }


def _fee(store: Store, given: dict[str, Any], money: Money) -> dict[str, Any]:
    is_taxed = given.get("taxed", True)
    net = money.net(_amount(given, "price"), is_taxed)
    taxes = money.taxes(net, is_taxed)
    return {
        "id": documents.new_number(store, "item"),
        "name": given.get("name", "Fee"),
        "tax_class": "",
        "tax_status": "taxable" if is_taxed else "none",
        "amount": money.text(net),
        "total": money.text(net),
        "total_tax": money.tax(net, is_taxed),
        "taxes": [{"id": rate, "total": exact(amount), "subtotal": ""} for rate, amount in taxes],
        "meta_data": [],
    }


def _coupons(store: Store, given: dict[str, Any], fields: dict[str, Any], money: Money) -> list[dict[str, Any]]:
    """Return the coupon lines; the first one has what rounding leaves over."""
    found: list[dict[str, Any]] = []
    sums = totals({**fields, "fee_lines": [], "shipping_lines": []}, money)
    for one in given.get("coupons", []):
        is_percent = "percent" in one
        row = {
            "id": documents.new_number(store, "item"),
            "code": one["code"],
            "discount": sums["discount_total"] if not found else money.text(ZERO),
            "discount_tax": sums["discount_tax"] if not found else money.text(ZERO),
            "meta_data": [],
            "discount_type": "percent" if is_percent else "fixed_cart",
            "nominal_amount": float(one["percent"] if is_percent else one["amount"]),
            "free_shipping": False,
        }
        found.append(row)
    return found


def _tax_line(
    store: Store, rate: dict[str, Any], fields: dict[str, Any], money: Money, country: str
) -> dict[str, Any]:
    def taken(rows: list[dict[str, Any]]) -> str:
        of_rate = [Decimal(tax["total"]) for row in rows for tax in row["taxes"] if tax["id"] == rate["id"]]
        return money.text(sum(of_rate, ZERO))

    return {
        "id": documents.new_number(store, "item"),
        "rate_code": f"{country}-{rate['label'].upper()}-1",
        "rate_id": rate["id"],
        "label": rate["label"],
        "compound": False,
        "tax_total": taken(fields["line_items"] + fields["fee_lines"]),
        "shipping_tax_total": taken(fields["shipping_lines"]),
        "rate_percent": rate["percent"],
        "meta_data": [],
    }
