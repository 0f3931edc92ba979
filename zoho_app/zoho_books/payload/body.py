"""The body of "create a sales order". Pure: no database, no network."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zoho_app.orders.input.keys import sku_key
from zoho_app.zoho_books.payload.draft import Customer, Draft, Line


def payload(draft: Draft, customer: Customer, item_ids: Mapping[str, str]) -> dict[str, Any]:
    """The body of "create a sales order"; `item_ids` gives Zoho's item_id for each `sku_key`."""
    body: dict[str, Any] = {
        "customer_id": customer.contact_id,
        "salesorder_number": draft.salesorder_number,
        "reference_number": draft.reference_number,
        "date": draft.date.isoformat(),
        "line_items": [_line_item(line, item_ids, draft.organization.precision) for line in draft.lines],
    }
    optional = {
        "billing_address_id": customer.billing_address_id,
        "shipping_address_id": customer.shipping_address_id,
        "notes": draft.notes,
        "delivery_method": draft.delivery_method,
        "shipping_charge": draft.shipping_charge and _number(draft.shipping_charge),
    }
    body |= {name: value for name, value in optional.items() if value}
    body |= {**draft.tax_fields.order, **draft.exemption}
    if draft.is_inclusive is not None:
        body["is_inclusive_tax"] = draft.is_inclusive
    if any(line.discount for line in draft.lines):
        body["discount_type"] = "item_level"
    elif draft.discount:
        # Zoho Books API, "Create a sales order": discount is a string, "10%" or an amount.
        body |= {"discount": _text(draft.discount, draft.organization.precision), "discount_type": "entity_level"}
    if draft.is_discount_before_tax is not None:
        body["is_discount_before_tax"] = draft.is_discount_before_tax
    if draft.adjustment:
        words = ", ".join(one.what for one in draft.adjustments)
        body |= {"adjustment": _number(draft.adjustment), "adjustment_description": words}
    return body


def _line_item(line: Line, item_ids: Mapping[str, str], precision: int) -> dict[str, Any]:
    item: dict[str, Any] = {
        "item_id": line.item_id or item_ids[sku_key(line.sku)],
        "description": line.description,
        "rate": _number(line.rate),
        "quantity": line.quantity,
    }
    optional = {"tax_id": line.tax_id, "discount": line.discount and _text(line.discount, precision)}
    return item | {name: value for name, value in optional.items() if value}


def _number(amount: Decimal) -> int | float:
    """An amount as JSON has it; four decimals survive a float exactly when it is written out."""
    return int(amount) if amount == amount.to_integral_value() else float(round(amount, 4))


def _text(amount: Decimal, precision: int) -> str:
    """An amount as text such as "2.00"; digits beyond the precision are kept."""
    exact = -int(amount.normalize().as_tuple().exponent)
    return f"{amount:.{max(precision, exact)}f}"
