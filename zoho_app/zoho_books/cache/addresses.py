"""Addresses as Zoho's contacts have them, and how an equal one is recognized."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from zoho_app.orders import addresses, places
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order
from zoho_app.zoho_books.api import observed
from zoho_app.zoho_books.cache.models import CachedContact
from zoho_app.zoho_books.errors import TOO_LONG, CannotSubmit
from zoho_app.zoho_books.payload.draft import Customer, Draft

# Zoho Books API, contacts: the longest texts of an address.
LIMITS = {
    "attention": 100, "address": 500, "street2": 255, "city": 100,
    "state": 100, "zip": 50, "country": 100, "phone": 50,
}  # fmt: skip


def billing(draft: Draft) -> dict[str, str]:
    """The customer's address under Zoho's field names; the shipping address when the customer's has no street."""
    return renamed(getattr(draft, billed(draft)))


def billed(source: Draft | Order) -> str:
    """Which of the two addresses is the one for billing: "customer" or "shipping"."""
    return "customer" if source.customer.get("address1") else "shipping"


def shipping(draft: Draft) -> dict[str, str]:
    """The shipping address under Zoho's field names."""
    return renamed(draft.shipping)


def ids(contact: CachedContact, draft: Draft) -> Customer:
    """The contact with those of the order's addresses that are known; "" for the others."""
    cached = contact.addresses or {}
    return Customer(
        contact.contact_id,
        billing_address_id=cached.get(key(billing(draft)), ""),
        shipping_address_id=cached.get(key(shipping(draft)), ""),
    )


def missing(draft: Draft, cached: Mapping[str, str] | None) -> dict[str, dict[str, str]]:
    """The order's addresses that the contact does not have, by their keys; `known` is {address key: id}."""
    keyed = {key(address): address for address in (billing(draft), shipping(draft)) if address["address"]}
    return {one: address for one, address in keyed.items() if one not in (cached or {})}


def renamed(address: Mapping[str, str]) -> dict[str, str]:
    """An address of an order under Zoho's field names."""
    further = [address.get(f"address{number}", "").strip() for number in (2, 3, 4)]
    return {
        "attention": (addresses.full_name(address) or address.get("company", "")).strip(),
        "address": address.get("address1", "").strip(),
        "street2": ", ".join(line for line in further if line),
        "city": address.get("city", "").strip(),
        "state": address.get("state", "").strip(),
        "zip": address.get("postal_code", "").strip(),
        "country": address.get("country", "").strip(),
        "phone": address.get("phone", "").strip(),
    }


def key(address: Mapping[str, Any]) -> str:
    """What two equal addresses have in common; made of Zoho's fields.

    Country and state count by their code. Zoho Books gives back what it was sent, or the name, or name and code.
    """
    texts = {name: str(address.get(name) or "") for name in (*LIMITS, "country_code", "state_code")}
    country = places.country_code(texts["country"], texts["country_code"])
    state = places.state_code(country, texts["state"], texts["state_code"])
    compared = {**texts, "country": country or texts["country"], "state": state or texts["state"]}
    text = "\n".join(text_key(compared[name]) for name in LIMITS)
    return sha256(text.encode()).hexdigest()[:16]


def returned_as(sent: Mapping[str, Any], returned: Any) -> str:
    """How Zoho gives back a country that was sent as a code: one of api/observed.py, "" when that does not tell."""
    told = str(returned.get("country") or "") if isinstance(returned, dict) else ""
    given = str(sent.get("country") or "")
    if not told or not places.country_code(given) or len(given) != len("US"):
        return ""
    if told == given:
        return observed.AS_GIVEN
    return observed.NAMES_AND_CODES if returned.get("country_code") else observed.NAMES


def check_lengths(address: Mapping[str, str]) -> None:
    """Raise CannotSubmit naming the field that is longer than Zoho takes."""
    for name, most in LIMITS.items():
        if len(address[name]) > most:
            raise CannotSubmit(
                f"The address field “{name}” has {len(address[name])} characters; Zoho Books allows {most}. "
                "Shorten it in the order, then submit again.",
                TOO_LONG,
                [name],
            )
