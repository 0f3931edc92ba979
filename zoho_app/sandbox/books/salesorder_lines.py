"""The lines of a sales order: read from a request, checked against items and taxes."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from flask import g

from ..common.store import Document
from ..editions.preferences import edition_of_organization, preference
from ..errors import ZohoError, invalid_value, refused, unknown_reference
from ..state import organization_id, sandbox
from . import totals
from .contact_changes import texts
from .gate import number
from .taxes import default_tax_id, refuse_inactive, tax_of

TEXTS = {"name": 255, "description": 2000, "unit": 100}


@dataclass(frozen=True)
class Terms:
    """What an order says about all of its lines: how it rounds, intra or inter, whether it is free of tax."""

    rounding: totals.Rounding
    specification: str
    is_exempt: bool


def read_lines(given: Any, terms: Terms) -> list[Document]:
    """Return the lines ready to keep.

    Raises ZohoError: 4016 there is none, 1002 an unknown item or tax, 2 a wrong value, 15 a text too long.
    """
    if given is not None and not isinstance(given, list):
        raise invalid_value("line_items")
    if not given:
        raise ZohoError(4016, "Please add at least one line item to the sales order.")
    return [_read_line(entry, place, terms) for place, entry in enumerate(given, 1)]


def _read_line(given: Any, place: int, terms: Terms) -> Document:
    line: Document = texts(given, TEXTS, "line_items")
    item = _item(str(given.get("item_id") or ""))
    if item is None and not line.get("name"):
        raise invalid_value("item_id")
    if item:
        line.update(item_id=item["id"], sku=item["sku"], name=item["name"])
        line.setdefault("description", item.get("description", ""))
        line.setdefault("unit", item["unit"])
    line["line_item_id"] = str(given.get("line_item_id") or sandbox().store.new_id())
    line["item_order"] = place
    line["rate"] = _rate(given.get("rate", item["rate"] if item else 0), terms.rounding.digits)
    line["quantity"] = _quantity(given.get("quantity", 1))
    line["discount"] = read_discount(given.get("discount"))
    is_exempt = terms.is_exempt or _is_exempt(given)
    line["tax_id"] = "" if is_exempt else str(given.get("tax_id") or default_tax_id(item, terms.specification))
    refuse_inactive(line["tax_id"])
    computed = total_line(line)
    line["tax_name"] = computed.tax.name if computed.tax else ""
    line["tax_type"] = "tax_group" if computed.tax and computed.tax.parts else "tax"
    line["tax_percentage"] = totals.number(computed.tax.percentage) if computed.tax else 0
    line["item_total"] = totals.number(totals.line_total(computed, terms.rounding))
    return line


def _is_exempt(given: dict[str, Any]) -> bool:
    named = given.get("tax_exemption_id") or given.get("tax_exemption_code")
    return bool(named) and edition_of_organization(g.organization).has_exemptions


def _rate(given: Any, digits: int) -> float:
    rate = number(given, "rate")
    exact = Decimal(str(rate))
    cut = exact.quantize(Decimal(1).scaleb(-digits), ROUND_DOWN)
    finer = preference(g.organization, "finer_rates")
    if cut == exact or finer == "kept":
        return rate
    if finer == "refused":
        raise invalid_value("rate")
    return float(cut)


def _item(item_id: str) -> Document | None:
    if not item_id:
        return None
    item = sandbox().store.get("item", organization_id(), item_id)
    if item is None:
        raise unknown_reference("Item", "item_id", preference(g.organization, "unknown_reference_code"))
    if item["status"] != "active":
        raise refused(f'The item "{item["name"]}" is inactive.')
    return item


def _quantity(given: Any) -> float:
    quantity = number(given, "quantity")
    if quantity <= 0:
        raise invalid_value("quantity")
    return quantity


def read_discount(given: Any) -> str:
    """Return "10%" or an amount as text; raise ZohoError 2 for anything else."""
    text = "".join(str(given or 0).split())
    percent = text.endswith("%")
    amount = number(text.removesuffix("%"), "discount")
    if amount < 0 or (percent and amount > 100):
        raise invalid_value("discount")
    return text


def total_line(line: Document) -> totals.Line:
    """Return a kept line in the form that the arithmetic works on."""
    return totals.Line(
        rate=Decimal(str(line["rate"])),
        quantity=Decimal(str(line["quantity"])),
        discount=line["discount"],
        tax=tax_of(line["tax_id"]),
    )
