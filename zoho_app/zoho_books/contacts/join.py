"""Adding a customer to a contact that exists, as one of its contact persons."""

from typing import Any

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.errors import ZohoError

Json = dict[str, Any]


def person_of(store_id: int, order_id: int, email: str) -> Json:
    """The contact person that the order's customer becomes; without an order, only the address is known."""
    order = db.session.scalar(select(Order).where(Order.id == order_id, Order.store_id == store_id))
    who = (order.customer or order.shipping) if order else {}
    return {
        "first_name": who.get("first_name", "")[:100],
        "last_name": who.get("last_name", "")[:100],
        "email": email,
        "phone": who.get("phone", "")[:50],
    }


def add_person(store_id: int, contact_id: str, person: Json) -> str:
    """Add the person in Zoho Books; returns why that failed, "" when it did not.

    Orders go to the contact all the same: the choice is kept in the desk. Zoho is asked at once, so commit before.
    """
    gateway = Gateway(store_id)
    try:
        detail = gateway.contact(contact_id)
        if person["email"].casefold() not in cached_contacts.emails_of(detail):
            gateway.add_contact_person(contact_id, person)
    except ZohoError as error:
        db.session.rollback()
        return error.words
    cached_contacts.add_email(store_id, contact_id, person["email"])
    return ""
