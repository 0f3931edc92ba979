"""A sales order as Zoho answers it: the row of a list and the whole record."""

from typing import Any

from flask import g

from ..common.store import Document
from ..editions.preferences import preference
from ..timestamps import stamp
from . import custom_fields, packages
from .contact_shapes import shown_address
from .treatments import shown_treatment

ROW_ONLY = {"email", "company_name"}
SHIPPING = ("tax", "exclusive_of_tax", "inclusive_of_tax")


def order_row(order: Document) -> dict[str, Any]:
    return {
        "salesorder_id": order["id"],
        "customer_id": order["customer_id"],
        "customer_name": order["customer_name"],
        "company_name": "",
        "email": order["email"],
        "salesorder_number": order["salesorder_number"],
        "reference_number": order.get("reference_number", ""),
        "date": order["date"],
        "shipment_date": order["shipment_date"],
        "status": order["status"],
        "order_status": order_status(order["status"]),
        "invoiced_status": "invoiced" if order["status"] == "invoiced" else "not_invoiced",
        "paid_status": "",
        "shipped_status": packages.shipped_status(order),
        "current_sub_status": order["status"],
        "current_sub_status_id": "",
        "currency_id": order["currency_id"],
        "currency_code": order["currency_code"],
        "total": order["total"],
        "bcy_total": order["total"],
        "has_attachment": False,
        "is_emailed": False,
        "tags": [],
        "created_time": stamp(order["created_at"]),
        "last_modified_time": stamp(order["modified_at"]),
        **custom_fields.flat(order),
    }


def order_status(status: str) -> str:
    return {"open": "confirmed", "invoiced": "closed"}.get(status, status)


def order_detail(order: Document) -> dict[str, Any]:
    row = {name: value for name, value in order_row(order).items() if name not in ROW_ONLY and name[:3] != "cf_"}
    fields, packed = custom_fields.full(order), packages.packed(order)
    return {
        **row,
        "created_date": order.get("created_date", order["date"]),
        "payment_terms": 0,
        "payment_terms_label": "Due on Receipt",
        "is_update_customer": False,
        "currency_symbol": order["currency_symbol"],
        "exchange_rate": 1,
        "price_precision": order.get("price_precision", 2),
        "discount": _number_or_percent(order["discount"]),
        "discount_type": order["discount_type"],
        "discount_total": order["discount_total"],
        "discount_amount": order["discount_amount"],
        "is_discount_before_tax": order["is_discount_before_tax"],
        "is_inclusive_tax": order["is_inclusive_tax"],
        **{name: preference(g.organization, name) for name in ("tax_rounding", "transaction_rounding_type")},
        "rounding_mode": "round_half_up",
        "place_of_supply": order.get("place_of_supply", ""),
        "tax_specification": order.get("tax_specification", ""),
        **shown_treatment(order),
        "line_items": [_line(line, packed[line["line_item_id"]]) for line in order["line_items"]],
        "shipping_charge": order["shipping_charge"],
        "shipping_charge_tax_id": order["shipping_charge_tax_id"],
        "shipping_charge_tax_percentage": order.get("shipping_charge_tax_percentage", ""),
        **{f"shipping_charge_{name}": order.get(f"shipping_charge_{name}", "") for name in SHIPPING},
        "adjustment": order["adjustment"],
        "adjustment_description": order.get("adjustment_description", ""),
        "roundoff_value": order.get("roundoff_value", 0),
        "sub_total": order["sub_total"],
        "tax_total": order["tax_total"],
        "taxes": order["taxes"],
        "billing_address_id": order["billing_address"]["address_id"],
        "shipping_address_id": order["shipping_address"]["address_id"],
        "billing_address": shown_address(order["billing_address"]),
        "shipping_address": shown_address(order["shipping_address"]),
        "delivery_method": order.get("delivery_method", ""),
        "notes": order.get("notes", ""),
        "terms": order.get("terms", ""),
        "custom_fields": fields,
        "custom_field_hash": custom_fields.flat(order),
        "contact_persons": [],
        "invoices": [],
        "packages": packages.shown(order),
        "documents": [],
    }


def _number_or_percent(discount: str) -> str | float:
    return discount if discount.endswith("%") else float(discount)


def _line(line: Document, packed: int) -> dict[str, Any]:
    return {
        "line_item_id": line["line_item_id"],
        "item_id": line.get("item_id", ""),
        "sku": line.get("sku", ""),
        "name": line["name"],
        "description": line.get("description", ""),
        "item_order": line["item_order"],
        "rate": line["rate"],
        "bcy_rate": line["rate"],
        "quantity": line["quantity"],
        "unit": line.get("unit", ""),
        "discount": _number_or_percent(line["discount"]),
        "tax_id": line["tax_id"],
        "tax_name": line["tax_name"],
        "tax_type": line.get("tax_type", "tax"),
        "tax_percentage": line["tax_percentage"],
        "item_total": line["item_total"],
        "line_item_category": "line_item",
        "quantity_packed": packed,
        "quantity_shipped": packed,
        "quantity_cancelled": 0,
        "item_custom_fields": [],
        "tags": [],
    }
