"""What a first start finds: an organization, taxes, currencies, custom fields, a catalogue, a contact."""

from typing import Any

from .store import Document, Store

DEFAULT_ORGANIZATION = "927270001"
SECOND_ORGANIZATION = "927270002"

CURRENCIES = (
    ("USD", "United States Dollar", "$"),
    ("EUR", "Euro", "€"),
    ("GBP", "Pound Sterling", "£"),
    ("CAD", "Canadian Dollar", "CA$"),
    ("AUD", "Australian Dollar", "A$"),
)
CUSTOM_FIELDS = ("tracking_number", "carrier", "shipping_method")
CATALOGUE = (
    ("BD-MUG-01", "Stoneware mug", 14.50, "Hand-thrown, 350 ml"),
    ("BD-TEE-S", "Cotton T-shirt, small", 24.00, "Organic cotton, natural white"),
    ("BD-TEE-M", "Cotton T-shirt, medium", 24.00, "Organic cotton, natural white"),
    ("BD-TEE-L", "Cotton T-shirt, large", 24.00, "Organic cotton, natural white"),
    ("BD-CAP-01", "Canvas cap", 19.00, "Adjustable strap"),
    ("BD-BAG-01", "Waxed canvas bag", 68.00, "18 liters, leather handles"),
    ("BD-PEN-01", "Brass pen", 22.50, "Refillable"),
    ("BD-NOTE-01", "Dotted notebook", 12.00, "A5, 160 pages"),
)


def seed(store: Store) -> None:
    """Fill an empty store; do nothing when it already holds an organization."""
    with store.transaction():
        if not store.find("organization", ""):
            add_organization(store, DEFAULT_ORGANIZATION, "Sandbox Trading Co", "US")


def add_organization(store: Store, organization_id: str, name: str, country: str) -> Document:
    """Add an organization with all that belongs to it; country is "US" or "GB"."""
    american = country == "US"
    base = "USD" if american else "GBP"
    organization = store.put(
        "organization",
        "",
        {
            "id": organization_id,
            "name": name,
            "country_code": country,
            "country_name": "U.S.A" if american else "United Kingdom",
            "time_zone": "America/New_York" if american else "Europe/London",
            "currency_code": base,
            "is_default": organization_id == DEFAULT_ORGANIZATION,
        },
    )
    _add_currencies(store, organization, base)
    taxes = (("Sales Tax", 8.25), ("Reduced Tax", 4)) if american else (("Standard VAT", 20), ("Zero VAT", 0))
    for tax_name, percentage in taxes:
        _add(store, organization_id, "tax", tax_name=tax_name, tax_percentage=percentage)
    for label in CUSTOM_FIELDS:
        _add(store, organization_id, "customfield", label=label, api_name=f"cf_{label}", is_active=True)
    for sku, item_name, rate, description in CATALOGUE:
        add_item(store, organization_id, name=item_name, sku=sku, rate=rate, description=description)
    add_contact(store, organization_id, "Walk-in Customer", "walk-in@example.com")
    return organization


def _add_currencies(store: Store, organization: Document, base: str) -> None:
    for code, name, symbol in CURRENCIES:
        currency = _add(
            store,
            organization["id"],
            "currency",
            currency_code=code,
            currency_name=name,
            currency_symbol=symbol,
            is_base_currency=code == base,
        )
        if code == base:
            organization.update(currency_id=currency["id"], currency_symbol=symbol)
            store.put("organization", "", organization)


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
