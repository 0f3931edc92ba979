"""Which taxes a sales order has: those its lines name, or those that Zoho chooses itself.

Facts: a line without a tax has its item's own; India works out the tax on shipping; within a state of India it is
CGST and SGST, across states IGST, and it is the place of supply that decides.
"""

from decimal import Decimal
from typing import Any

from flask import g

from ..common.store import Document
from ..editions.preferences import edition_of_organization, preference
from ..errors import ZohoError, invalid_value, refused, unknown_reference
from ..state import organization_id, sandbox
from . import totals

# The code that clients of Zoho Books know for a tax that is switched off.
TAX_IS_INACTIVE = 110817
STEPS = {"no_rounding": "0", "nearest_whole": "1", "nearest_step": "0.05"}


def rounding(digits: int) -> totals.Rounding:
    """Return how the organization rounds amounts of a currency with so many decimals."""
    return totals.Rounding(
        digits=digits,
        each_line=preference(g.organization, "tax_rounding") == "item_level",
        step=Decimal(STEPS[preference(g.organization, "transaction_rounding_type")]),
    )


def tax_of(tax_id: str) -> totals.Tax | None:
    """Return a tax by its id, None for no id; raise ZohoError 1002 when it does not exist."""
    if not tax_id:
        return None
    found = sandbox().store.get("tax", organization_id(), tax_id)
    if found is None:
        raise unknown_reference("Tax", "tax_id", preference(g.organization, "unknown_reference_code"))
    parts = tuple(part for part in map(tax_of, found.get("parts", [])) if part)
    return totals.Tax(found["id"], found["tax_name"], Decimal(str(found["tax_percentage"])), parts)


def refuse_inactive(tax_id: str) -> None:
    """Raise ZohoError 110817 when a line that is being written has a tax that is switched off."""
    found = sandbox().store.get("tax", organization_id(), tax_id) if tax_id else None
    if found and found.get("status") == "Inactive":
        raise ZohoError(TAX_IS_INACTIVE, f'The tax "{found["tax_name"]}" is inactive.')


def default_tax_id(item: Document | None, specification: str) -> str:
    """Return the tax of a line that names none: its item's, as the place of supply wants it."""
    return _specified(item["tax_id"], specification) if item and item["tax_id"] else ""


def shipping_tax_id(specification: str) -> str:
    """Return the tax that Zoho puts on shipping by itself, "" for none."""
    name = preference(g.organization, "shipping_tax")
    found = _named(name) if name else []
    return _specified(found[0]["id"], specification) if found else ""


def _named(name: str) -> list[Document]:
    return sandbox().store.find("tax", organization_id(), "json_extract(body, '$.tax_name') = ?", [name])


def _specified(tax_id: str, specification: str) -> str:
    """Return the tax of the same rate for trade within or across states, or the very tax where there is none."""
    tax = sandbox().store.get("tax", organization_id(), tax_id)
    if not tax or not specification or tax.get("tax_specification", "") in ("", specification):
        return tax_id
    where = "json_extract(body, '$.tax_specification') = ? AND json_extract(body, '$.tax_percentage') = ?"
    found = sandbox().store.find("tax", organization_id(), where, [specification, tax["tax_percentage"]], limit=1)
    return str(found[0]["id"]) if found else tax_id


def place_of_supply(order: Document, given: dict[str, Any], customer: Document) -> str:
    """Return where an order is supplied to: what it says, else what it said, else the customer's place.

    Raises ZohoError for a place where the edition has none, an unknown one, and none where one must be.
    """
    edition = edition_of_organization(g.organization)
    wanted = given.get("place_of_supply")
    if not edition.places:
        if wanted:
            raise refused("Invalid Element place_of_supply")
        return ""
    place = str(wanted or order.get("place_of_supply") or customer.get("place_of_contact") or "")
    if place and place not in edition.places:
        raise invalid_value("place_of_supply")
    if not place and edition.is_place_required:
        raise refused("Place of supply is mandatory.")
    return place


def specification(place: str) -> str:
    """Return intra or inter in India (inter where no place is told), "" elsewhere."""
    edition = edition_of_organization(g.organization)
    if not edition.home_state:
        return ""
    return "intra" if place == edition.home_state else "inter"
