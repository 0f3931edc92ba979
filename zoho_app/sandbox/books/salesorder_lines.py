"""The lines of a sales order: read from a request, checked against items and taxes."""

from decimal import Decimal
from typing import Any

from ..errors import ZohoError, invalid_value, refused, unknown_reference
from ..state import organization_id, sandbox
from ..store import Document
from . import totals
from .contact_changes import texts
from .gate import number

TEXTS = {"name": 255, "description": 2000, "unit": 100}


def read_lines(given: Any) -> list[Document]:
    """Return the lines ready to keep.

    Raises ZohoError: 4016 there is none, 1002 an unknown item or tax, 2 a wrong value, 15 a text too long.
    """
    if given is not None and not isinstance(given, list):
        raise invalid_value("line_items")
    if not given:
        raise ZohoError(4016, "Please add at least one line item to the sales order.")
    return [_read_line(entry, place) for place, entry in enumerate(given, 1)]


def _read_line(given: Any, place: int) -> Document:
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
    line["rate"] = number(given.get("rate", item["rate"] if item else 0), "rate")
    line["quantity"] = _quantity(given.get("quantity", 1))
    line["discount"] = read_discount(given.get("discount"))
    line["tax_id"] = str(given.get("tax_id") or (item["tax_id"] if item else ""))
    computed = total_line(line)
    line["tax_name"] = computed.tax.name if computed.tax else ""
    line["tax_percentage"] = float(computed.tax.percentage) if computed.tax else 0
    line["item_total"] = float(totals.line_total(computed))
    return line


def _item(item_id: str) -> Document | None:
    if not item_id:
        return None
    item = sandbox().store.get("item", organization_id(), item_id)
    if item is None:
        raise unknown_reference("Item")
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


def tax_of(tax_id: str) -> totals.Tax | None:
    """Return a tax by its id, None for no id; raise ZohoError 1002 when it does not exist."""
    if not tax_id:
        return None
    found = sandbox().store.get("tax", organization_id(), tax_id)
    if found is None:
        raise unknown_reference("Tax")
    return totals.Tax(found["id"], found["tax_name"], Decimal(str(found["tax_percentage"])))
