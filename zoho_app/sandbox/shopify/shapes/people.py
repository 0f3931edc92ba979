"""Customer and MailingAddress."""

from typing import Any

from ...common.store import Document
from .. import documents
from ..access.scopes import Caller

Shape = dict[str, Any]
# Fields of a description of an address, and their names in GraphQL.
ADDRESS = {
    "first_name": "firstName",
    "last_name": "lastName",
    "company": "company",
    "address1": "address1",
    "address2": "address2",
    "city": "city",
    "province": "province",
    "province_code": "provinceCode",
    "zip": "zip",
    "country": "country",
    "country_code": "countryCodeV2",
    "phone": "phone",
}


def address(given: Document | None, order_id: str, kind: str) -> Shape | None:
    if given is None:
        return None
    shaped = {name: given.get(key) for key, name in ADDRESS.items()}
    name = " ".join(filter(None, [given.get("first_name"), given.get("last_name")])) or None
    number = f"{documents.number(order_id)}{'1' if kind == 'billing_address' else '2'}"
    return {
        "__typename": "MailingAddress",
        "id": f"{documents.PREFIX}MailingAddress/{number}",
        "name": name,
        **shaped,
    }


def customer(caller: Caller, customer_id: str | None) -> Shape | None:
    """Return a customer; raise ACCESS_DENIED without the scope, or where the app may not have customers at all."""
    caller.need("customer", "read_customers")
    found = caller.personal(customer_id and documents.get(caller.store, "customer", customer_id), "Customer")
    if not found:
        return None
    names = [found["first_name"], found["last_name"]]
    return {
        "__typename": "Customer",
        "id": found["id"],
        "legacyResourceId": documents.number(found["id"]),
        "firstName": names[0],
        "lastName": names[1],
        "displayName": " ".join(filter(None, names)) or found["email"] or "",
        "defaultEmailAddress": {"emailAddress": found["email"]} if found["email"] else None,
        "defaultPhoneNumber": {"phoneNumber": found["phone"]} if found["phone"] else None,
        "defaultAddress": None,
        "note": None,
        "taxExempt": False,
        "locale": "en",
    }
