"""What a contact or a sales order says about its tax: treatment, numbers, place.

Fields of other editions are ignored.
"""

from typing import Any

from flask import g

from ..common.store import Document
from ..editions.preferences import edition_of_organization
from ..errors import invalid_value

LONGEST_NUMBER = 15


def set_treatment(record: Document, given: dict[str, Any]) -> None:
    """Put the fields of the edition into a contact or a sales order; raise ZohoError 2 for a wrong value."""
    treatments = edition_of_organization(g.organization).treatments
    if treatments is None:
        return
    if given.get(treatments.field):
        if given[treatments.field] not in treatments.values:
            raise invalid_value(treatments.field)
        record[treatments.field] = given[treatments.field]
    for name in treatments.numbers:
        if name in given:
            record[name] = str(given[name] or "")
            if len(record[name]) > LONGEST_NUMBER:
                raise invalid_value(name)


def set_contact_place(contact: Document, given: dict[str, Any]) -> None:
    """Put the place of supply and "is taxable" into a contact; raise ZohoError 2 for a wrong value."""
    edition = edition_of_organization(g.organization)
    wanted = given.get(edition.contact_place)
    if wanted:
        if wanted not in edition.places:
            raise invalid_value(edition.contact_place)
        contact["place_of_contact"] = wanted
    if edition.has_exemptions and "is_taxable" in given:
        contact["is_taxable"] = bool(given["is_taxable"])


def shown_treatment(record: Document) -> dict[str, str]:
    """Return the fields of the edition as an answer has them."""
    treatments = edition_of_organization(g.organization).treatments
    names = (treatments.field, *treatments.numbers) if treatments else ()
    return {name: record.get(name, "") for name in names}


def shown_contact_place(contact: Document) -> dict[str, Any]:
    edition = edition_of_organization(g.organization)
    place = {edition.contact_place: contact.get("place_of_contact", "")} if edition.contact_place else {}
    return {**place, "is_taxable": contact.get("is_taxable", True)}
