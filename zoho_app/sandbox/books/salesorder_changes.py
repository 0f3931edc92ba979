"""Checking what a caller says about a sales order, computing it and writing it down."""

from decimal import Decimal
from typing import Any

from flask import g

from ..common.store import Document
from ..editions.preferences import edition_of_organization, preference
from ..errors import ZohoError, invalid_value, refused, too_long, unknown_reference
from ..state import organization_id, sandbox
from ..timestamps import check_day, local
from . import totals
from .contact_changes import find_address, texts
from .contact_shapes import contact_currency
from .custom_fields import set_custom_fields
from .gate import number
from .salesorder_lines import Terms, read_discount, read_lines, total_line
from .taxes import place_of_supply, rounding, shipping_tax_id, specification, tax_of
from .treatments import set_treatment

TEXTS = {
    "reference_number": 50,
    "salesorder_number": 50,
    "notes": 5000,
    "terms": 10000,
    "delivery_method": 100,
    "adjustment_description": 100,
    "salesperson_name": 200,
}


def write_sales_order(order: Document, given: dict[str, Any], own_number: bool) -> Document:
    """Put what was given into a new or known sales order, compute its totals and save it.

    Raises ZohoError for whatever Zoho would refuse; nothing is saved then.
    """
    if any(isinstance(given.get(kind), dict) for kind in ("billing_address", "shipping_address")):
        raise too_long("billing_address", 100)
    customer = _customer(order, given)
    order.update(texts(given, TEXTS))
    _set_currency(order, given, customer)
    _set_number(order, given, own_number)
    _set_days(order, given)
    _set_place(order, given, customer)
    if "line_items" in given or "line_items" not in order:
        is_exempt = edition_of_organization(g.organization).has_exemptions and _is_exempt(given, customer)
        terms = Terms(rounding(order["price_precision"]), order["tax_specification"], is_exempt)
        order["line_items"] = read_lines(given.get("line_items"), terms)
    _set_addresses(order, given, customer)
    _set_charges(order, given)
    order.setdefault("custom_values", {})
    set_custom_fields(order, given.get("custom_fields", []))
    _compute(order)
    return sandbox().store.put("salesorder", organization_id(), order)


def _customer(order: Document, given: dict[str, Any]) -> Document:
    wanted = str(given.get("customer_id", order.get("customer_id", "")))
    if not wanted:
        raise ZohoError(4, "Invalid value passed for customer_id")
    customer = sandbox().store.get("contact", organization_id(), wanted)
    if customer is None:
        raise unknown_reference("Customer")
    if customer["status"] != "active":
        raise refused("The customer is inactive.")
    order.update(customer_id=customer["id"], customer_name=customer["contact_name"], email=customer.get("email", ""))
    return customer


def _set_currency(order: Document, given: dict[str, Any], customer: Document) -> None:
    currency = contact_currency(customer)
    if str(given.get("currency_id") or currency["id"]) != currency["id"]:
        raise refused("The currency of the transaction must be that of the customer.")
    order.update(
        currency_id=currency["id"],
        currency_code=currency["currency_code"],
        currency_symbol=currency["currency_symbol"],
        price_precision=currency.get("price_precision", 2),
    )


def _set_place(order: Document, given: dict[str, Any], customer: Document) -> None:
    order["place_of_supply"] = place_of_supply(order, given, customer)
    order["tax_specification"] = specification(order["place_of_supply"])
    set_treatment(order, given)


def _is_exempt(given: dict[str, Any], customer: Document) -> bool:
    named = given.get("tax_exemption_id") or given.get("tax_exemption_code")
    return bool(named) or customer.get("is_taxable") is False


def _set_number(order: Document, given: dict[str, Any], own_number: bool) -> None:
    known = sandbox().store.get("salesorder", organization_id(), order["id"])
    has_number = bool(str(given.get("salesorder_number") or "").strip())
    if known is None and own_number and not has_number:
        raise invalid_value("salesorder_number")
    if not has_number:
        order["salesorder_number"] = known["salesorder_number"] if known else _next_number()
    elif known is None and not own_number:
        raise ZohoError(
            4097,
            "The sales order number entered does not match the auto-generated number. "
            "Set ignore_auto_number_generation to true to use a number of your own.",
        )
    elif _with_number(order["salesorder_number"], order["id"]):
        raise ZohoError(36004, "This sales order number already exists.")


def _next_number() -> str:
    while True:
        number_text = f"SO-{sandbox().store.count(f'sales orders {organization_id()}'):05}"
        if not _with_number(number_text, ""):
            return number_text


def _with_number(number_text: str, but_not: str) -> list[Document]:
    where = "json_extract(body, '$.salesorder_number') COLLATE NOCASE = ? AND id <> ?"
    found = sandbox().store.find("salesorder", organization_id(), where, [number_text, but_not])
    if preference(g.organization, "number_case") == "same":
        return found
    return [order for order in found if order["salesorder_number"] == number_text]


def _set_days(order: Document, given: dict[str, Any]) -> None:
    today = local(sandbox().store.now()).date().isoformat()
    order.setdefault("created_date", today)
    order.setdefault("date", today)
    order.setdefault("shipment_date", "")
    for field in ("date", "shipment_date"):
        if given.get(field):
            order[field] = check_day(given[field], field)


def _set_addresses(order: Document, given: dict[str, Any], customer: Document) -> None:
    for kind in ("billing_address", "shipping_address"):
        wanted = str(given.get(f"{kind}_id") or "")
        if wanted:
            address = find_address(customer, wanted)
            if address is None:
                raise invalid_value(f"{kind}_id")
            order[kind] = dict(address)
        elif order.get("address_owner") != customer["id"] or kind not in order:
            order[kind] = dict(customer[kind])
    order["address_owner"] = customer["id"]


def _set_charges(order: Document, given: dict[str, Any]) -> None:
    for field in ("shipping_charge", "adjustment"):
        order[field] = number(given.get(field, order.get(field, 0)) or 0, field)
    order["discount"] = read_discount(given.get("discount", order.get("discount", 0)))
    usual = {name: preference(g.organization, name) for name in ("discount_type", "is_discount_before_tax")}
    order["discount_type"] = given.get("discount_type", order.get("discount_type", usual["discount_type"]))
    if order["discount_type"] not in ("entity_level", "item_level"):
        raise invalid_value("discount_type")
    for field, default in (("is_discount_before_tax", usual["is_discount_before_tax"]), ("is_inclusive_tax", False)):
        order[field] = bool(given.get(field, order.get(field, default)))
    if not edition_of_organization(g.organization).has_inclusive_tax:
        if order["is_inclusive_tax"] and preference(g.organization, "foreign_elements") == "refused":
            raise refused("Invalid Element is_inclusive_tax")
        order["is_inclusive_tax"] = False
    order["shipping_charge_tax_id"] = str(
        given.get("shipping_charge_tax_id", order.get("shipping_charge_tax_id"))
        or shipping_tax_id(order["tax_specification"])
    )


def _compute(order: Document) -> None:
    """Compute all totals; an order's own discount counts only when it is one of the whole order."""
    whole = order["discount_type"] == "entity_level"
    shipping_tax = tax_of(order["shipping_charge_tax_id"])
    order["shipping_charge_tax_percentage"] = totals.number(shipping_tax.percentage) if shipping_tax else ""
    computed = totals.compute(
        totals.Order(
            lines=[total_line(line) for line in order["line_items"]],
            discount=order["discount"] if whole else "",
            discount_before_tax=order["is_discount_before_tax"],
            inclusive_tax=order["is_inclusive_tax"],
            shipping_charge=Decimal(str(order["shipping_charge"])),
            shipping_tax=shipping_tax,
            adjustment=Decimal(str(order["adjustment"])),
            shipping_includes_tax=preference(g.organization, "shipping_includes_tax"),
            rounding=rounding(order["price_precision"]),
        )
    )
    if order["is_discount_before_tax"] and computed["discount_total"] > sum(
        line["item_total"] for line in order["line_items"]
    ):
        raise refused("The discount cannot be more than the sum of the items.")
    if computed["total"] < 0:
        raise refused("The total of a sales order cannot be negative.")
    order.update(computed)
