"""What a first start finds: an organization, taxes, currencies, custom fields, a catalogue, a contact."""

from typing import Any

from iso4217 import Currency

from .common.catalogue import CATALOGUE
from .common.store import Document, Store
from .editions.table import DEFAULT_EDITION, EDITIONS, Edition

DEFAULT_ORGANIZATION = "927270001"
SECOND_ORGANIZATION = "927270002"

CURRENCIES = (
    ("USD", "United States Dollar", "$", 2),
    ("EUR", "Euro", "€", 2),
    ("GBP", "Pound Sterling", "£", 2),
    ("CAD", "Canadian Dollar", "CA$", 2),
    ("AUD", "Australian Dollar", "A$", 2),
    ("INR", "Indian Rupee", "₹", 2),
    ("AED", "UAE Dirham", "AED", 2),
    ("JPY", "Japanese Yen", "¥", 0),
    ("KWD", "Kuwaiti Dinar", "KD", 3),
)
CUSTOM_FIELDS = ("tracking_number", "carrier", "shipping_method")


def seed(store: Store) -> None:
    """Fill an empty store; do nothing when it already holds an organization."""
    with store.transaction():
        if not store.find("organization", ""):
            add_organization(store, DEFAULT_ORGANIZATION, "Sandbox Trading Co", EDITIONS[DEFAULT_EDITION])


def add_organization(store: Store, organization_id: str, name: str, edition: Edition) -> Document:
    """Add an organization with all that belongs to it."""
    organization = store.put(
        "organization",
        "",
        {
            "id": organization_id,
            "name": name,
            "country_code": edition.country_code,
            "country_name": edition.country_name,
            "time_zone": edition.time_zone,
            "currency_code": edition.currency_code,
            "is_default": organization_id == DEFAULT_ORGANIZATION,
        },
    )
    _add_currencies(store, organization)
    _add_taxes(store, organization_id, edition)
    for code in edition.exemptions:
        _add(store, organization_id, "exemption", code=code)
    for label in CUSTOM_FIELDS:
        _add(store, organization_id, "customfield", label=label, api_name=f"cf_{label}", is_active=True)
    for sku, item_name, rate, description in CATALOGUE:
        price = rate * edition.price_factor
        add_item(store, organization_id, name=item_name, sku=sku, rate=price, description=description)
    add_contact(store, organization_id, "Walk-in Customer", "walk-in@example.com")
    return organization


def change_edition(store: Store, organization: Document, edition: Edition) -> Document:
    """Make an organization anew as one of that edition: all its records go, id and name stay."""
    store.empty_organization(organization["id"])
    return add_organization(store, organization["id"], organization["name"], edition)


def _add_currencies(store: Store, organization: Document) -> None:
    for code, name, symbol, digits in _currencies(organization["currency_code"]):
        is_base = code == organization["currency_code"]
        currency = _add(
            store,
            organization["id"],
            "currency",
            currency_code=code,
            currency_name=name,
            currency_symbol=symbol,
            price_precision=digits,
            is_base_currency=is_base,
        )
        if is_base:
            organization.update(currency_id=currency["id"], currency_symbol=symbol, price_precision=digits)
            store.put("organization", "", organization)


def _currencies(base: str) -> tuple[tuple[str, str, str, int], ...]:
    """The currencies of an organization; a base that is not among the usual ones comes from the table of ISO 4217."""
    if any(code == base for code, *_ in CURRENCIES):
        return CURRENCIES
    currency = Currency(base)
    return (*CURRENCIES, (base, currency.currency_name, base, currency.exponent or 0))


def _add_taxes(store: Store, organization_id: str, edition: Edition) -> None:
    ids: dict[str, str] = {}
    for rate in edition.taxes:
        tax = _add(
            store,
            organization_id,
            "tax",
            tax_name=rate.name,
            tax_percentage=float(rate.percentage),
            parts=[ids[part] for part in rate.parts],
            tax_specification=rate.specification,
            tax_specific_type=rate.kind,
            status="Active",
        )
        ids[rate.name] = tax["id"]


def add_item(store: Store, organization_id: str, **fields: Any) -> Document:
    defaults = {"sku": "", "unit": "pcs", "tax_id": "", "product_type": "goods", "item_type": "sales"}
    return _add(store, organization_id, "item", **{**defaults, "status": "active", **fields})


def add_contact(store: Store, organization_id: str, name: str, email: str) -> Document:
    """Add a customer with one contact person holding the e-mail address (none when it is empty)."""
    person = {"contact_person_id": store.new_id(), "email": email, "is_primary_contact": True}
    return _add(
        store,
        organization_id,
        "contact",
        contact_name=name,
        contact_type="customer",
        status="active",
        email=email,
        emails=email,
        contact_persons=[person] if email else [],
        billing_address={"address_id": store.new_id()},
        shipping_address={"address_id": store.new_id()},
        addresses=[],
    )


def _add(store: Store, organization_id: str, kind: str, **fields: Any) -> Document:
    return store.put(kind, organization_id, {"id": store.new_id(), **fields})
