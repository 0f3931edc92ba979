"""LineItem, ShippingLine, TaxLine, discounts and fees."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ...common.store import Document
from ..orders import statuses, sums
from ..orders.money import ZERO, bag

Shape = dict[str, Any]


def decimal(text: str) -> Decimal:
    return Decimal(text)


def line_item(doc: Document, line: Document) -> Shape:
    left, quantity = sums.left(line), line["quantity"]
    price = Decimal(line["price"])
    whole, now = sums.share(doc, line, quantity), sums.share(doc, line, left)
    included = sum(sums.line_taxes(doc, line, left), ZERO) if doc["taxes_included"] else ZERO
    variant = line["variant_title"]
    return {
        "__typename": "LineItem",
        "id": line["id"],
        "title": line["title"],
        "name": f"{line['title']} - {variant}" if variant else line["title"],
        "variantTitle": variant,
        "sku": line["sku"],
        "vendor": line["vendor"],
        "quantity": quantity,
        "currentQuantity": left,
        "unfulfilledQuantity": statuses.unfulfilled(line),
        "nonFulfillableQuantity": quantity if line["is_tip"] else 0,
        "refundableQuantity": left,
        "requiresShipping": line["requires_shipping"],
        "taxable": line["taxable"],
        "isGiftCard": line["gift_card"],
        "product": None,
        "variant": None,
        "lineItemGroup": _group(line),
        "customAttributes": line["attributes"],
        "originalUnitPriceSet": bag(doc, price),
        "originalTotalSet": bag(doc, price * quantity),
        # These two leave out discounts of the whole order; ours all are.
        "discountedUnitPriceSet": bag(doc, price),
        "discountedTotalSet": lambda _info, **_given: bag(doc, price * quantity),
        "discountedUnitPriceAfterAllDiscountsSet": bag(doc, whole / quantity),
        "priceAfterAllDiscountsBeforeTaxesSet": bag(doc, now - included),
        "totalDiscountSet": bag(doc, sums.discount(line, quantity)),
        "discountAllocations": [_allocation(doc, one) for one in line["allocations"]],
        "taxLines": lambda _info, first=None: _taxes(doc, line["tax_lines"], whole)[:first],
        "duties": _duties(doc, line),
        "weight": line["weight"],
    }


def _group(line: Document) -> Shape | None:
    if not line["group"]:
        return None
    return {
        "quantity": 1,
        "productId": None,
        "variantId": None,
        "variantSku": None,
        "customAttributes": [],
        **line["group"],
    }


def _duties(doc: Document, line: Document) -> list[Shape]:
    if not Decimal(line["duty"]):
        return []
    record = {"__typename": "Duty", "id": line["id"].replace("LineItem", "Duty"), "taxLines": []}
    return [{**record, "price": bag(doc, Decimal(line["duty"]))}]


def shipping_line(doc: Document, line: Document) -> Shape:
    price = sums.shipping_price(line)
    return {
        "id": line["id"],
        "title": line["title"],
        "code": line["code"],
        "source": line["source"],
        "carrierIdentifier": None,
        "deliveryCategory": None,
        "phone": None,
        "custom": False,
        "isRemoved": False,
        "originalPriceSet": bag(doc, Decimal(line["price"])),
        "discountedPriceSet": bag(doc, price),
        "currentDiscountedPriceSet": bag(doc, sums.shipping_left(doc, line)),
        "discountAllocations": [_allocation(doc, one) for one in line["allocations"]],
        "taxLines": _taxes(doc, line["tax_lines"], price),
    }


def fee(doc: Document, one: Document) -> Shape:
    price = bag(doc, Decimal(one["amount"]))
    return {"__typename": "AdditionalFee", "id": one["id"], "name": one["name"], "price": price, "taxLines": []}


def _taxes(doc: Document, tax_lines: list[Document], amount: Decimal) -> list[Shape]:
    amounts = sums.taxes(doc, tax_lines, amount)
    return [_tax(doc, tax, part) for tax, part in zip(tax_lines, amounts, strict=True)]


def _tax(doc: Document, tax: Document, amount: Decimal) -> Shape:
    return {
        "title": tax["title"],
        "rate": float(tax["rate"]),
        "ratePercentage": round(float(tax["rate"]) * 100, 6),
        "priceSet": bag(doc, amount),
        "channelLiable": tax.get("channel_liable", False),
        "source": "Shopify",
    }


def order_taxes(doc: Document, is_current: bool) -> list[Shape]:
    """Return one tax line for each title and rate of the order, in the order of their first use."""
    totals: dict[tuple[str, str, bool], Decimal] = {}
    for tax_lines, amount in _taxed(doc, is_current):
        for tax, part in zip(tax_lines, sums.taxes(doc, tax_lines, amount), strict=True):
            key = (tax["title"], str(tax["rate"]), tax.get("channel_liable", False))
            totals[key] = totals.get(key, ZERO) + part
    return [
        _tax(doc, {"title": title, "rate": rate, "channel_liable": liable}, amount)
        for (title, rate, liable), amount in totals.items()
    ]


def _taxed(doc: Document, is_current: bool) -> Iterator[tuple[list[Document], Decimal]]:
    for line in doc["lines"]:
        quantity = sums.left(line) if is_current else line["quantity"]
        yield line["tax_lines"], sums.share(doc, line, quantity)
    for line in doc["shipping_lines"]:
        yield line["tax_lines"], sums.shipping_left(doc, line) if is_current else sums.shipping_price(line)


def _allocation(doc: Document, one: Document) -> Shape:
    return {
        "allocatedAmountSet": bag(doc, Decimal(one["amount"])),
        "discountApplication": discount_application(doc, one["index"]),
    }


def discount_application(doc: Document, place: int) -> Shape:
    """Return one of an order's discount applications; a line's own discount needs none to be described."""
    described = place < len(doc["discounts"])
    one: Document = doc["discounts"][place] if described else {"kind": "manual", "amount": 0}
    kind = one.get("kind", "manual")
    is_shipping = one.get("target") == "shipping"
    if "percentage" in one:
        value = {"__typename": "PricingPercentageValue", "percentage": float(one["percentage"])}
    else:
        value = {"__typename": "MoneyV2", **bag(doc, Decimal(str(one["amount"])))["presentmentMoney"]}
    types = {"code": "DiscountCodeApplication", "automatic": "AutomaticDiscountApplication"}
    return {
        "__typename": types.get(kind, "ManualDiscountApplication"),
        "index": place,
        "allocationMethod": "EACH" if is_shipping else "ACROSS",
        "targetSelection": "ENTITLED" if one.get("target") == "given" else "ALL",
        "targetType": "SHIPPING_LINE" if is_shipping else "LINE_ITEM",
        "value": value,
        "code": one.get("code"),
        "title": one.get("title") or "Discount",
        "description": one.get("title"),
    }
