"""An order of Shopify as Order Desk's API takes it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from zoho_app.channels.shopify import amounts
from zoho_app.channels.shops.kinds import Access, FoundOrder
from zoho_app.channels.shops.models import AUTHORIZED, PAID, PENDING
from zoho_app.orders.input.fields import FieldError

Json = Mapping[str, Any]
# Shopify's state of the payment: which orders come in, and what the desk calls it. Others are pending.
_PAYMENTS = {
    "PAID": (PAID, "Captured"),
    "PARTIALLY_REFUNDED": (PAID, "Partially Refunded"),
    "REFUNDED": (PAID, "Fully Refunded"),
    "AUTHORIZED": (AUTHORIZED, "Authorized"),
    "VOIDED": (PENDING, "Voided"),
    "EXPIRED": (PENDING, "Voided"),
}
_NEVER_PAID = ("VOIDED", "EXPIRED")
_ADDRESS = {
    "firstName": "first_name",
    "lastName": "last_name",
    "company": "company",
    "address1": "address1",
    "address2": "address2",
    "city": "city",
    "zip": "postal_code",
    "countryCodeV2": "country",
    "phone": "phone",
}
POINT_OF_SALE = "pos"
TEST = "is on: payments of this order were fake. Import it only if you want to try something"
WITHHELD = (
    "is missing, and so are e-mail address and addresses. Shopify withholds customer data from this app, or the "
    "order has none. Allow the app to use protected customer data, then the order comes in with its next change"
)


def found_order(access: Access, order: Json) -> FoundOrder:
    """Read an order with all its lines."""
    lines = [line for line in order["lineItems"]["nodes"] if int(line["currentQuantity"]) > 0]
    payment, status = _PAYMENTS.get(str(order.get("displayFinancialStatus")), (PENDING, "Pending"))
    is_void = bool(order.get("cancelledAt")) or order.get("displayFinancialStatus") in _NEVER_PAID
    data = _data(order, lines, status)
    return FoundOrder(
        key=str(order["legacyResourceId"]),
        number=str(order["name"]),
        created_at=timestamp(order["createdAt"]),
        updated_at=timestamp(order["updatedAt"]),
        payment=payment,
        is_canceled=is_void or not lines,
        data=data,
        note=str(order.get("note") or ""),
        refusals=tuple(_refusals(access, order, data)),
    )


def timestamp(text: str) -> datetime:
    """A time as Shopify writes it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _data(order: Json, lines: Sequence[Json], status: str) -> dict[str, Any]:
    totals = amounts.totals(order, lines)
    rest = totals.pop("rest")
    items = [_item(line) for line in lines]
    if rest and lines:
        items.append({"name": amounts.OTHER, "code": "", "price": amounts.text(rest), "quantity": 1})
    customer, shipping = _addresses(order)
    canceled = {"cancelled_at": order["cancelledAt"]} if order.get("cancelledAt") else {}
    return {
        "email": _email(order),
        "customer": customer,
        "shipping": shipping,
        "order_items": items,
        **totals,
        "shipping_method": " + ".join(str(line["title"]) for line in _shipping_lines(order)),
        "payment_type": ", ".join(order.get("paymentGatewayNames") or []),
        "payment_status": status,
        "refund_total": amounts.text(amounts.refunded_beyond(order)),
        "checkout_data": _pairs(order.get("customAttributes"), is_hidden=False),
        "order_metadata": _metadata(order),
        **canceled,
    }


def _item(line: Json) -> dict[str, Any]:
    metadata = {**_tax(line), **_pairs(line.get("customAttributes"), is_hidden=True)}
    metadata["shopify_line_id"] = str(line["id"]).rpartition("/")[2]
    if line.get("isGiftCard"):
        metadata["gift_card"] = "yes"
    if group := line.get("lineItemGroup"):
        metadata["bundle"] = str(group.get("title") or "")
    return {
        "name": str(line.get("name") or line.get("title") or "Item"),
        "code": str(line.get("sku") or "").strip(),
        "price": amounts.text(amounts.amount(line["originalUnitPriceSet"])),
        "quantity": int(line["currentQuantity"]),
        "delivery_type": "ship" if line.get("requiresShipping") else "noship",
        "variation_list": _pairs(line.get("customAttributes"), is_hidden=False),
        "metadata": metadata,
    }


def _tax(part: Json, prefix: str = "tax") -> dict[str, str]:
    """The rate of all taxes of a line together, in percent, and their names; a marketplace's own among them."""
    taxes = part.get("taxLines") or []
    if not taxes:
        return {}
    rate = sum((Decimal(str(tax.get("rate") or 0)) for tax in taxes), Decimal(0)) * 100
    names = " + ".join(dict.fromkeys(str(tax.get("title") or "") for tax in taxes))
    return {f"{prefix}_rate": f"{rate.normalize():f}", f"{prefix}_name": names}


def _metadata(order: Json) -> dict[str, str]:
    first = next(iter(_shipping_lines(order)), {})
    said = {
        "currency": str(order.get("currencyCode") or ""),
        "taxes_included": "yes" if order.get("taxesIncluded") else "no",
        "tax_exempt": "yes" if order.get("taxExempt") else "",
        "sales_channel": str((order.get("attribution") or {}).get("displayName") or order.get("sourceName") or ""),
        "tags": ", ".join(order.get("tags") or []),
        "po_number": str(order.get("poNumber") or ""),
        "paid_in": _other_currency(order),
        **{name: value for name, value in _tax(first, "shipping_tax").items() if first},
        **_pairs(order.get("customAttributes"), is_hidden=True),
    }
    return {name: value for name, value in said.items() if value}


def _other_currency(order: Json) -> str:
    paid_in = str(order.get("presentmentCurrencyCode") or "")
    return paid_in if paid_in != order.get("currencyCode") else ""


def _shipping_lines(order: Json) -> list[Json]:
    return list((order.get("shippingLines") or {}).get("nodes") or [])


def _pairs(attributes: Any, is_hidden: bool) -> dict[str, str]:
    """Names and values that the buyer sees, or those that begin with "_", which nobody does."""
    pairs = [(str(one.get("key") or ""), one.get("value")) for one in attributes or []]
    return {key: str(value or "") for key, value in pairs if key and key.startswith("_") == is_hidden}


def _email(order: Json) -> str:
    customer = order.get("customer") or {}
    return str(order.get("email") or (customer.get("defaultEmailAddress") or {}).get("emailAddress") or "")


def _addresses(order: Json) -> tuple[dict[str, str], dict[str, str]]:
    """The billing and the shipping address; where one is missing, the other, and the customer's name at least."""
    billing, shipping = _address(order.get("billingAddress")), _address(order.get("shippingAddress"))
    customer = _address(order.get("customer"))
    if not (billing or shipping or customer):
        name = "Point of Sale" if order.get("sourceName") == POINT_OF_SALE else _email(order)
        customer = {"company": name} if name else {}
    first = billing or shipping or customer
    if first and order.get("phone") and not first.get("phone"):
        first = {**first, "phone": str(order["phone"])}
    return first, shipping or first


def _address(address: Any) -> dict[str, str]:
    if not isinstance(address, Mapping):
        return {}
    found = {ours: str(address.get(theirs) or "") for theirs, ours in _ADDRESS.items()}
    found["state"] = str(address.get("provinceCode") or address.get("province") or "")
    return {name: value for name, value in found.items() if value}


def _refusals(access: Access, order: Json, data: Json) -> list[FieldError]:
    """Why the order must not come in as it is."""
    found = []
    if order.get("test"):
        found.append(FieldError("test", TEST))
    currency = str(order.get("currencyCode") or "")
    if currency != access.currency_code:
        words = f"is {currency}, but this store counts in {access.currency_code}"
        found.append(FieldError("currency", f"{words}. Connect the shop to a store in {currency}"))
    if not data["customer"]:
        found.append(FieldError("customer", WITHHELD))
    return found
