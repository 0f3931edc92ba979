"""Checking what a caller says about a contact, and writing it down."""

from typing import Any

from flask import g

from ..common.store import Document
from ..editions.preferences import preference
from ..errors import ZohoError, invalid_value, refused, too_long, unknown_reference
from ..state import organization_id, sandbox
from .treatments import set_contact_place, set_treatment

NAME_LIMIT = 200
TEXTS = {
    "contact_name": NAME_LIMIT,
    "company_name": 200,
    "customer_sub_type": 50,
    "website": 255,
    "notes": 5000,
}
PERSON_TEXTS = {
    "salutation": 25,
    "first_name": 100,
    "last_name": 100,
    "email": 100,
    "phone": 50,
    "mobile": 50,
    "designation": 50,
    "department": 50,
}
ADDRESS_TEXTS = {
    "attention": 100,
    "address": 500,
    "street2": 255,
    "city": 100,
    "state": 100,
    "state_code": 50,
    "zip": 50,
    "country": 100,
    "country_code": 50,
    "phone": 50,
    "fax": 50,
}


def write_contact(contact: Document, given: dict[str, Any]) -> Document:
    """Put what was given into a new or known contact and save it.

    Raises ZohoError: 3062 the name is taken, 4 it is missing, 15 a text too long, 2 a wrong value.
    """
    contact.update(texts(given, TEXTS))
    if not contact.get("contact_name"):
        raise ZohoError(4, "Invalid value passed for contact_name")
    _check_name_is_free(contact)
    contact["contact_type"] = _contact_type(given.get("contact_type", contact.get("contact_type", "customer")))
    contact.setdefault("status", "active")
    set_treatment(contact, given)
    set_contact_place(contact, given)
    _set_currency(contact, given.get("currency_id"))
    if "contact_persons" in given:
        contact["contact_persons"] = _persons(given["contact_persons"])
    contact.setdefault("contact_persons", [])
    for kind in ("billing_address", "shipping_address"):
        _set_address(contact, kind, given.get(kind))
    contact.setdefault("addresses", [])
    _copy_primary_person(contact)
    return sandbox().store.put("contact", organization_id(), contact)


def texts(given: Any, limits: dict[str, int], owner: str = "") -> dict[str, str]:
    """Return the known text fields of an object; raise ZohoError 15 for one that is too long."""
    if not isinstance(given, dict):
        raise invalid_value(owner)
    found = {name: str(given[name] or "").strip() for name in limits if name in given}
    if preference(g.organization, "overlong_text") == "cut":
        return {name: text[: limits[name]] for name, text in found.items()}
    for name, text in found.items():
        if len(text) > limits[name]:
            raise too_long(name, limits[name])
    return found


def _check_name_is_free(contact: Document) -> None:
    same = sandbox().store.find(
        "contact",
        organization_id(),
        "json_extract(body, '$.contact_name') = ? COLLATE NOCASE AND id <> ?",
        [contact["contact_name"], contact["id"]],
    )
    if same:
        name = contact["contact_name"]
        raise ZohoError(3062, f'The customer "{name}" already exists. Please specify a different name.')


def _contact_type(kind: object) -> str:
    if kind not in ("customer", "vendor"):
        raise invalid_value("contact_type")
    return str(kind)


def _set_currency(contact: Document, currency_id: str | None) -> None:
    store = sandbox().store
    if not currency_id:
        return
    if store.get("currency", organization_id(), str(currency_id)) is None:
        raise unknown_reference("Currency")
    changes = contact.get("currency_id", g.organization["currency_id"]) != currency_id
    if changes and store.find(
        "salesorder", organization_id(), "json_extract(body, '$.customer_id') = ?", [contact["id"]], limit=1
    ):
        raise refused("The currency of a contact with transactions cannot be changed.")
    contact["currency_id"] = str(currency_id)


def _persons(given: Any) -> list[Document]:
    if not isinstance(given, list):
        raise invalid_value("contact_persons")
    persons = []
    for entry in given:
        person: Document = texts(entry, PERSON_TEXTS, "contact_persons")
        if person.get("email") and "@" not in person["email"]:
            raise invalid_value("email")
        person["contact_person_id"] = str(entry.get("contact_person_id") or sandbox().store.new_id())
        person["is_primary_contact"] = bool(entry.get("is_primary_contact"))
        persons.append(person)
    if persons and not any(person["is_primary_contact"] for person in persons):
        persons[0]["is_primary_contact"] = True
    return persons


def _set_address(contact: Document, kind: str, given: Any) -> None:
    address = contact.get(kind) or {"address_id": sandbox().store.new_id()}
    if given:
        address.update(texts(given, ADDRESS_TEXTS, kind))
    contact[kind] = address


def _copy_primary_person(contact: Document) -> None:
    primary: Document = next((person for person in contact["contact_persons"] if person["is_primary_contact"]), {})
    for name in ("first_name", "last_name", "email", "phone", "mobile"):
        contact[name] = primary.get(name, "")
    contact["emails"] = " ".join(person.get("email", "") for person in contact["contact_persons"])


def add_person(contact: Document, given: dict[str, Any]) -> Document:
    """Add a contact person to a contact and return it."""
    (person,) = _persons([given])
    person["is_primary_contact"] = not contact["contact_persons"]
    contact["contact_persons"].append(person)
    _copy_primary_person(contact)
    sandbox().store.put("contact", organization_id(), contact)
    return person


def add_address(contact: Document, given: dict[str, Any]) -> Document:
    """Add an additional address to a contact and return it, with its `address_id`."""
    address: Document = {"address_id": sandbox().store.new_id(), **texts(given, ADDRESS_TEXTS)}
    contact["addresses"].append(address)
    sandbox().store.put("contact", organization_id(), contact)
    return address


def change_address(contact: Document, address_id: str, given: dict[str, Any]) -> Document:
    """Change one address of a contact; raise ZohoError 1002 when the contact has no such address."""
    address = find_address(contact, address_id)
    if address is None:
        raise unknown_reference("Address")
    address.update(texts(given, ADDRESS_TEXTS))
    sandbox().store.put("contact", organization_id(), contact)
    return address


def find_address(contact: Document, address_id: str) -> Document | None:
    known = [contact["billing_address"], contact["shipping_address"], *contact["addresses"]]
    return next((address for address in known if address["address_id"] == address_id), None)
