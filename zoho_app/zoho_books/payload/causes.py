"""Why a total in Zoho Books is another than the customer paid: one code for each cause, with its words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zoho_app.zoho_books.taxes.organization_taxes import number

TAX_ROUNDING, ROUND_OFF, ITEM_TAX = "tax_rounding", "round_off", "item_tax"
MISSING_TAX, SHIPPING_TAX, DISCOUNT_ORDER = "missing_tax", "shipping_tax", "discount_order"
OTHER_TAX, CHANGED = "other_tax", "changed"

# As a title goes on after "3 totals differ: ".
TITLES = {
    TAX_ROUNDING: "tax is rounded otherwise",
    ROUND_OFF: "Zoho Books rounds them off",
    ITEM_TAX: "the item's own tax is added",
    MISSING_TAX: "the tax is missing",
    SHIPPING_TAX: "tax on shipping",
    DISCOUNT_ORDER: "the discount is taken before or after tax",
    OTHER_TAX: "another tax",
    CHANGED: "changed in Zoho Books, or not explained",
}
ADVICE = {
    TAX_ROUNDING: "The shop rounds each line, Zoho Books each tax, or the other way round. Accept them, or set how "
    "much is booked as adjustment.",
    ROUND_OFF: "The organization rounds its totals off. Accept them.",
    ITEM_TAX: "The order names no tax, or 0% where Zoho Books has no such tax, so Zoho Books takes that of the item. "
    "Set “Tax on items” to “From the order”, add a tax of 0% in Zoho Books, or say in “Prices in orders” that prices "
    "include tax.",
    MISSING_TAX: "The order has tax, and its items name none. Set “Tax on items” to “From the order”, or give the "
    "products a tax_id in the inventory.",
    SHIPPING_TAX: "Set “Send shipping as” to “Line item”: the shipping then gets the tax that the order says.",
    DISCOUNT_ORDER: "The shop took the discount at another point than Zoho Books. Compare both.",
    OTHER_TAX: "The order says another tax than Zoho Books computes. Compare the tax of its items.",
    CHANGED: "Accept them, or correct the sales order in Zoho Books.",
}


def explain(answer: Mapping[str, Any], sent: Mapping[str, Any], predicted: Decimal | None, cause: str) -> str:
    """The cause of a difference that an answer shows: `cause` when the total came out as predicted.

    `sent` is the payload. A row of a list tells too little; then it is CHANGED unless it was predicted.
    """
    total = number(answer.get("total"))
    if predicted is not None and total == predicted and cause:
        return cause
    if number(answer.get("roundoff_value")) and predicted in (None, total - number(answer["roundoff_value"])):
        return cause or ROUND_OFF
    lines, asked = answer.get("line_items") or [], sent.get("line_items") or []
    if not lines:
        return CHANGED
    names_tax = [bool(line.get("tax_id")) for line in asked]
    has_tax = [bool(line.get("tax_id")) for line in lines]
    if len(lines) == len(asked) and any(has and not named for has, named in zip(has_tax, names_tax, strict=True)):
        return ITEM_TAX
    if number(answer.get("shipping_charge_tax")):
        return SHIPPING_TAX
    if predicted is not None and abs(total - predicted) <= Decimal("0.01") * len(lines):
        return TAX_ROUNDING
    return cause or CHANGED
