"""A contact as Zoho answers it: the row of a list and the whole record."""

from typing import Any

from flask import g

from ..common.store import Document
from ..editions.countries import named
from ..editions.preferences import preference
from ..state import organization_id, sandbox
from ..timestamps import local, stamp
from .contact_changes import ADDRESS_TEXTS, PERSON_TEXTS
from .treatments import shown_contact_place, shown_treatment


def contact_row(contact: Document) -> dict[str, Any]:
    currency = contact_currency(contact)
    return {
        "contact_id": contact["id"],
        "contact_name": contact["contact_name"],
        "customer_name": contact["contact_name"],
        "vendor_name": contact["contact_name"],
        "company_name": contact.get("company_name", ""),
        "website": contact.get("website", ""),
        "contact_type": contact["contact_type"],
        "contact_type_formatted": contact["contact_type"].title(),
        "status": contact["status"],
        "customer_sub_type": contact.get("customer_sub_type") or "business",
        "source": "api",
        "payment_terms": 0,
        "payment_terms_label": "Due on Receipt",
        "currency_id": currency["id"],
        "currency_code": currency["currency_code"],
        "first_name": contact.get("first_name", ""),
        "last_name": contact.get("last_name", ""),
        "email": contact.get("email", ""),
        "phone": contact.get("phone", ""),
        "mobile": contact.get("mobile", ""),
        "portal_status": "disabled",
        "created_time": stamp(contact["created_at"]),
        "created_time_formatted": local(contact["created_at"]).strftime("%d %b %Y"),
        "last_modified_time": stamp(contact["modified_at"]),
        "last_modified_time_formatted": local(contact["modified_at"]).strftime("%d %b %Y"),
        "custom_fields": [],
        "custom_field_hash": {},
        "tags": [],
        "has_attachment": False,
    }


def contact_currency(contact: Document) -> Document:
    """Return the currency a contact trades in: its own or the organization's."""
    currency_id = contact.get("currency_id") or g.organization["currency_id"]
    found = sandbox().store.get("currency", organization_id(), currency_id)
    assert found is not None
    return found


def contact_detail(contact: Document) -> dict[str, Any]:
    persons = [_person(person) for person in contact["contact_persons"]]
    primary = next((person for person in persons if person["is_primary_contact"]), None)
    return {
        **contact_row(contact),
        "currency_symbol": contact_currency(contact)["currency_symbol"],
        "price_precision": contact_currency(contact).get("price_precision", 2),
        "primary_contact_id": primary["contact_person_id"] if primary else "",
        "billing_address": _address(contact["billing_address"]),
        "shipping_address": _address(contact["shipping_address"]),
        "contact_persons": persons,
        "addresses": [_address(address) for address in contact["addresses"]],
        "notes": contact.get("notes", ""),
        **shown_treatment(contact),
        **shown_contact_place(contact),
    }


def _person(person: Document) -> dict[str, Any]:
    texts = {name: person.get(name, "") for name in PERSON_TEXTS}
    return {
        "contact_person_id": person["contact_person_id"],
        **texts,
        "is_primary_contact": person["is_primary_contact"],
        "communication_preference": {"is_email_enabled": True},
    }


def shown_address(address: Document) -> dict[str, str]:
    """Return the texts of an address; live answers write country and state by name, with the code beside it."""
    texts = {name: address.get(name, "") for name in ADDRESS_TEXTS}
    returned = preference(g.organization, "returned_countries")
    found = named(texts)
    if returned == "as_given":
        return {**found, "country": texts["country"], "state": texts["state"]}
    return {**found, "country_code": "", "state_code": ""} if returned == "names_only" else found


def _address(address: Document) -> dict[str, Any]:
    texts = shown_address(address)
    return {"address_id": address["address_id"], **texts, "county": "", "latitude": "", "longitude": ""}
