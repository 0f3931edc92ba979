"""An order of WooCommerce as Order Desk's API takes it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from zoho_app.channels.shops.kinds import Access, FoundOrder
from zoho_app.channels.shops.models import PAID, PENDING
from zoho_app.channels.woocommerce import amounts, statuses, taxes
from zoho_app.orders.input.fields import FieldError

Json = Mapping[str, Any]
_ADDRESS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "company",
    "address_1": "address1",
    "address_2": "address2",
    "city": "city",
    "postcode": "postal_code",
    "country": "country",
    "phone": "phone",
}
NOBODY = "is missing, and so is the e-mail address. Fill in the buyer in WooCommerce, then the order comes in"
DELETED = "was deleted in WooCommerce for good, so that its SKU is unknown"


def found_order(access: Access, order: Json) -> FoundOrder:
    """Read an order as GET orders/ID shows it."""
    status, created_at = str(order.get("status")), timestamp(order["date_created_gmt"])
    data = _data(order)
    return FoundOrder(
        key=str(order["id"]),
        number=str(order.get("number") or order["id"]),
        created_at=created_at,
        updated_at=timestamp(order.get("date_modified_gmt") or order["date_created_gmt"]),
        payment=PAID if order.get("date_paid_gmt") else PENDING,
        is_canceled=status in statuses.GONE,
        data=data,
        note=str(order.get("customer_note") or ""),
        refusals=tuple(_refusals(access, order, data)),
        is_wanted=status in statuses.chosen(access.options),
        remarks=tuple(_remarks(order)),
    )


def timestamp(text: Any) -> datetime:
    """A time as the fields that end with _gmt have it: UTC without a Z."""
    return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)


def _data(order: Json) -> dict[str, Any]:
    totals = amounts.totals(order)
    rest = totals.pop("rest")
    items = [item for line in order.get("line_items") or [] for item in _items(order, line)]
    if rest and items:
        items.append({"name": amounts.OTHER, "code": "", "price": amounts.text(rest), "quantity": 1})
    customer, shipping = _addresses(order)
    refunded = amounts.refunded(order)
    is_gone = order.get("status") in ("cancelled", "trash")
    canceled = {"cancelled_at": f"{order.get('date_modified_gmt')}Z"} if is_gone else {}
    methods = [str(line.get("method_title") or "") for line in order.get("shipping_lines") or []]
    return {
        "email": str(_billing(order).get("email") or ""),
        "customer": customer,
        "shipping": shipping,
        "order_items": items,
        **totals,
        "shipping_method": " + ".join(filter(None, methods)),
        "payment_type": str(order.get("payment_method_title") or order.get("payment_method") or ""),
        "payment_status": statuses.payment(order, refunded > 0),
        "refund_total": amounts.text(refunded),
        "order_metadata": _metadata(order),
        **canceled,
    }


def _items(order: Json, line: Json) -> list[dict[str, Any]]:
    metadata = {**taxes.said(order, line), "woocommerce_line_id": str(line.get("id", ""))}
    for name in ("product_id", "variation_id"):
        if line.get(name):
            metadata[f"woocommerce_{name}"] = str(line[name])
    quantity = amounts.amount(line.get("quantity"))
    part = "" if amounts.is_whole(quantity) else f" × {quantity.normalize():f}"
    item = {
        "name": f"{line.get('name') or 'Item'}{part}",
        "code": str(line.get("sku") or "").strip(),
        "variation_list": _choices(line),
        "metadata": metadata,
    }
    return [{**item, "price": amounts.text(price), "quantity": count} for price, count in amounts.units(line)]


def _choices(line: Json) -> dict[str, str]:
    """What the buyer chose; names that begin with "_" are the shop's own, lists belong to plug-ins."""
    rows = [row for row in line.get("meta_data") or [] if not str(row.get("key", "_")).startswith("_")]
    shown = [(row.get("display_key") or row["key"], row.get("display_value", row.get("value"))) for row in rows]
    return {str(name): str(value) for name, value in shown if isinstance(value, str | int) and str(value)}


def _metadata(order: Json) -> dict[str, str]:
    own = {str(row.get("key", "_")): row.get("value") for row in order.get("meta_data") or []}
    fees = [fee for fee in order.get("fee_lines") or [] if amounts.amount(fee.get("total")) > 0]
    shipping: Json = next(iter(order.get("shipping_lines") or []), {})
    said = {
        **{name: value for name, value in own.items() if not name.startswith("_") and isinstance(value, str)},
        "currency": str(order.get("currency") or ""),
        "taxes_included": "no",
        "tax_exempt": "yes" if own.get("is_vat_exempt") == "yes" else "",
        "sales_channel": str(order.get("created_via") or ""),
        "fees": ", ".join(f"{fee.get('name')} {fee.get('total')}" for fee in fees),
        **taxes.said(order, shipping, "shipping_tax"),
    }
    return {name: value for name, value in said.items() if value}


def _billing(order: Json) -> Json:
    found = order.get("billing")
    return found if isinstance(found, Mapping) else {}


def _addresses(order: Json) -> tuple[dict[str, str], dict[str, str]]:
    """The billing and the shipping address; where one is empty, the other. Who has no name gets the e-mail's."""
    billing, shipping = _address(_billing(order)), _address(order.get("shipping"))
    first = billing or shipping
    email = str(_billing(order).get("email") or "")
    if not any(first.get(name) for name in ("first_name", "last_name", "company")) and email:
        first = {**first, "last_name": email.partition("@")[0]}
    return first, shipping or first


def _address(address: Any) -> dict[str, str]:
    if not isinstance(address, Mapping):
        return {}
    found = {ours: str(address.get(theirs) or "") for theirs, ours in _ADDRESS.items()}
    # WooCommerce writes some states with their country: DE-BW
    found["state"] = str(address.get("state") or "").removeprefix(f"{found['country']}-")
    return {name: value for name, value in found.items() if value}


def _remarks(order: Json) -> list[str]:
    """What a person should know of the order when it comes in."""
    lines = order.get("line_items") or []
    return [
        f"{line.get('name')} {DELETED}." for line in lines if line.get("sku") is None and not line.get("product_id")
    ]


def _refusals(access: Access, order: Json, data: Json) -> list[FieldError]:
    """Why the order must not come in as it is."""
    found = []
    currency = str(order.get("currency") or "")
    if currency != access.currency_code:
        words = f"is {currency}, but this store counts in {access.currency_code}"
        found.append(FieldError("currency", f"{words}. Connect the shop to a store in {currency}"))
    if not any(data["customer"].get(name) for name in ("first_name", "last_name", "company")):
        found.append(FieldError("customer", NOBODY))
    return found
