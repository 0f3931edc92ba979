"""Contacts: listing, finding, creating, changing, and their addresses.

Zoho Books API: the e-mail address and the phone number of a contact are those of its primary contact
person; given at the top level they are ignored. A contact's name is unique in its organization.
"""

from dataclasses import replace

from flask import g, request

from ..common.store import Document
from ..editions.preferences import preference
from ..errors import ZohoError, missing
from ..state import note_change, organization_id, sandbox
from . import lists
from .contact_changes import add_address, add_person, change_address, write_contact
from .contact_shapes import contact_detail, contact_row, shown_address
from .gate import Answer, body, operation

CONTACTS = lists.Listing(
    kind="contact",
    key="contacts",
    report_name="Contacts",
    texts=("contact_name", "company_name", "first_name", "last_name", "phone"),
    searched=("contact_name", "company_name", "email", "first_name", "last_name", "notes"),
    sorted_by=("contact_name", "first_name", "last_name", "email", "created_time", "last_modified_time"),
    default_sort="contact_name",
    not_learned=(
        "zcrm_contact_id",
        "zcrm_account_id",
        "zcrm_vendor_id",
        *("address_startswith", "address_in", "address_not_in", "email_in", "email_not_in"),
        "outstanding_receivable_amount",
    ),
)
ADDRESSES = " || ' ' || ".join(f"json_extract(body, '$.{kind}')" for kind in ("billing_address", "shipping_address"))
ADDRESS_FILTER = f"instr(lower({ADDRESSES} || ' ' || json_extract(body, '$.addresses')), lower(?)) > 0"
EMAIL_FILTERS = {
    "email": "instr(lower(json_extract(body, '$.email')), lower(?)) > 0",
    "email_contains": "instr(lower(json_extract(body, '$.email')), lower(?)) > 0",
    "email_startswith": "instr(lower(json_extract(body, '$.email')), lower(?)) = 1",
}


@operation("GET", "/contacts", "contacts.READ")
def list_contacts() -> Answer:
    # `emails` holds the addresses of all contact persons, with spaces between them.
    is_every = preference(g.organization, "searched_emails") == "all"
    searched = (*CONTACTS.searched, "emails") if is_every else CONTACTS.searched
    return lists.answer(replace(CONTACTS, searched=searched), contact_row, _own_filters)


def _own_filters(conditions: lists.Conditions) -> None:
    for name, where in EMAIL_FILTERS.items():
        email = lists.asked(name)
        if email:
            conditions.add(where, email)
            conditions.criteria.append({"column_name": "email", "search_text": email, "comparator": "contains"})
    for name in ("address", "address_contains"):
        if lists.asked(name):
            conditions.add(ADDRESS_FILTER, lists.asked(name))
    if request.args.get("contact_type"):
        conditions.add("json_extract(body, '$.contact_type') = ?", request.args["contact_type"])


@operation("POST", "/contacts", "contacts.CREATE", "The contact has been added.", 201)
def create_contact() -> Answer:
    contact = write_contact({"id": sandbox().store.new_id()}, body())
    note_change("created", "contact", contact["id"])
    return {"contact": contact_detail(contact)}


@operation("GET", "/contacts/<contact_id>", "contacts.READ")
def get_contact(contact_id: str) -> Answer:
    return {"contact": contact_detail(_contact(contact_id))}


@operation("PUT", "/contacts/<contact_id>", "contacts.UPDATE", "Contact information has been saved.")
def update_contact(contact_id: str) -> Answer:
    contact = write_contact(_contact(contact_id), body())
    note_change("updated", "contact", contact_id)
    return {"contact": contact_detail(contact)}


@operation("POST", "/contacts/<contact_id>/active", "contacts.CREATE", "The contact has been marked as active.")
def mark_active(contact_id: str) -> Answer:
    return _set_status(contact_id, "active")


@operation("POST", "/contacts/<contact_id>/inactive", "contacts.CREATE", "The contact has been marked as inactive.")
def mark_inactive(contact_id: str) -> Answer:
    return _set_status(contact_id, "inactive")


def _set_status(contact_id: str, status: str) -> Answer:
    sandbox().store.put("contact", organization_id(), {**_contact(contact_id), "status": status})
    note_change(status, "contact", contact_id)
    return {}


@operation("GET", "/contacts/<contact_id>/address", "contacts.READ")
def list_addresses(contact_id: str) -> Answer:
    detail = contact_detail(_contact(contact_id))
    return {"addresses": [detail["billing_address"], detail["shipping_address"], *detail["addresses"]]}


@operation("POST", "/contacts/<contact_id>/address", "contacts.CREATE", "The address has been added.")
def create_address(contact_id: str) -> Answer:
    address = add_address(_contact(contact_id), body())
    note_change("created", "address", address["address_id"])
    return {"address_info": {"address_id": address["address_id"], **shown_address(address)}}


@operation("PUT", "/contacts/<contact_id>/address/<address_id>", "contacts.UPDATE", "The address has been updated.")
def update_address(contact_id: str, address_id: str) -> Answer:
    address = change_address(_contact(contact_id), address_id, body())
    note_change("updated", "address", address_id)
    return {"address_info": {"address_id": address_id, **shown_address(address)}}


@operation("GET", "/contacts/contactpersons", "contacts.READ")
def list_all_contact_persons() -> Answer:
    """Zoho Books API: the contact persons of all contacts. What a row holds is not documented."""
    if preference(g.organization, "contact_persons_list") == "missing":
        raise ZohoError(5, "Invalid URL Passed", 404)
    persons = [
        {**person, "contact_id": contact["id"]}
        for contact in sandbox().store.find("contact", organization_id())
        for person in contact_detail(contact)["contact_persons"]
    ]
    return lists.page_of(persons, "contact_persons", "Contact Persons")


@operation("POST", "/contacts/contactpersons", "contacts.CREATE", "The contact person has been created.", 201)
def create_contact_person() -> Answer:
    given = body()
    contact = _contact(str(given.get("contact_id", "")))
    person = add_person(contact, given)
    note_change("updated", "contact", contact["id"])
    return {"contact_person": {**person, "contact_id": contact["id"]}}


@operation("GET", "/contacts/<contact_id>/contactpersons", "contacts.READ")
def list_contact_persons(contact_id: str) -> Answer:
    persons = contact_detail(_contact(contact_id))["contact_persons"]
    return lists.page_of(persons, "contact_persons", "Contact Persons")


def _contact(contact_id: str) -> Document:
    found = sandbox().store.get("contact", organization_id(), contact_id)
    if found is None:
        raise missing("Contact")
    return found
