"""The lines of an order as they are kept, made of descriptions."""

from decimal import Decimal, InvalidOperation
from typing import Any

from ...common.store import Document, Store
from .. import documents
from .money import ZERO, rounded, text

LINE: dict[str, Any] = {
    "title": "",
    "variant_title": None,
    "sku": None,
    "vendor": None,
    "taxable": True,
    "gift_card": False,
    "requires_shipping": True,
    "attributes": [],
    "group": None,
    "weight": None,
    "is_tip": False,
}


def order_line(store: Store, given: dict[str, Any], tax_lines: list[Document]) -> Document:
    """Make a line; `discount` is an amount off the whole line. Raise ValueError for a price that is no number."""
    line = {**LINE, **{name: value for name, value in given.items() if name in LINE}}
    if line["gift_card"] or line["is_tip"]:
        line.update(taxable=False, requires_shipping=False)
    line.update(
        id=documents.new_id(store, "LineItem"),
        title=line["title"] or line["sku"] or "Custom item",
        price=exact(given.get("price"), "price"),
        quantity=int(given.get("quantity", 1)),
        removed=0,
        refunded=0,
        fulfilled=0,
        returned=0,
        duty=exact(given.get("duty", 0), "duty"),
        allocations=_own_discount(given),
        tax_lines=given.get("tax_lines", tax_lines) if line["taxable"] else [],
    )
    if line["quantity"] < 1:
        raise ValueError(f"quantity: {line['quantity']} is less than 1.")
    return line


def shipping_line(store: Store, given: dict[str, Any], tax_lines: list[Document]) -> Document:
    title = given.get("title", "Standard")
    return {
        "id": documents.new_id(store, "ShippingLine"),
        "title": title,
        "code": given.get("code", title),
        "source": "shopify",
        "price": exact(given.get("price"), "price"),
        "allocations": _own_discount(given),
        "refunded": "0",
        "tax_lines": given.get("tax_lines", tax_lines),
    }


def exact(value: Any, field: str) -> str:
    """Return an amount as text; raise ValueError naming the field."""
    try:
        return text(Decimal(str(value)))
    except InvalidOperation as error:
        raise ValueError(f"{field}: {value!r} is not an amount.") from error


def _own_discount(given: dict[str, Any]) -> list[Document]:
    off = exact(given.get("discount", 0), "discount")
    return [{"index": given.get("discount_index", 0), "amount": off}] if Decimal(off) else []


def discounts(order: Document, given: list[dict[str, Any]]) -> list[Document]:
    """Make the discount applications of an order, and spread over the lines those that count for all of them.

    Each description has `kind` (code, automatic, manual), `title` or `code`, and `percentage` or `amount`; with
    `target` "lines" (the default) it is spread, with "shipping" it lowers the shipping, with "given" the lines say
    themselves what falls on them.
    """
    for index, one in enumerate(given):
        target = one.get("target", "lines")
        if target == "lines":
            _spread(order, order["lines"], index, one)
        elif target == "shipping":
            _spread(order, order["shipping_lines"], index, one)
    return given


def _spread(order: Document, lines: list[Document], index: int, given: dict[str, Any]) -> None:
    wholes = [Decimal(line["price"]) * line.get("quantity", 1) for line in lines]
    total = sum(wholes, ZERO)
    if not total:
        return
    percentage = Decimal(str(given.get("percentage", 0)))
    off = Decimal(str(given["amount"])) if "amount" in given else total * percentage / 100
    off = rounded(min(off, total), order["presentment_currency"])
    rest = off
    for place, (line, whole) in enumerate(zip(lines, wholes, strict=True), start=1):
        part = rest if place == len(lines) else rounded(off * whole / total, order["presentment_currency"])
        rest -= part
        if part:
            line["allocations"].append({"index": index, "amount": text(part)})
