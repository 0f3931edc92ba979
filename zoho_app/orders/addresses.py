"""The addresses of an order: their fields, how they are read, and how they are shown."""

from collections.abc import Mapping

from zoho_app.orders.input import text as texts
from zoho_app.orders.input.fields import Reader

# Order Desk API docs: the fields of an order's addresses.
NAMES = ("first_name", "last_name", "company")
PLACE = ("city", "state", "postal_code", "country", "phone")
SHIPPING_FIELDS = (*NAMES, "address1", "address2", "address3", "address4", *PLACE)
CUSTOMER_FIELDS = (*NAMES, "address1", "address2", *PLACE)
RETURN_FIELDS = ("title", "name", "company", "address1", "address2", *PLACE)
FIELDS = {"shipping": SHIPPING_FIELDS, "customer": CUSTOMER_FIELDS, "return_address": RETURN_FIELDS}
LONGEST = 255


def read(reader: Reader, kind: str) -> dict[str, str]:
    """The address `kind` ("shipping", "customer", "return_address") of untrusted data.

    It may be nested ({"shipping": {"city": ...}}) or flat ({"shipping_city": ...}). Blank fields are left
    out.
    """
    nested = reader.inner(kind)
    address = {}
    for field in FIELDS[kind]:
        flat = f"{kind}_{field}"
        value = _value(nested, field, field) or _value(reader, flat, field)
        if value:
            address[field] = value
    return address


def _value(reader: Reader, key: str, field: str) -> str:
    """Postal codes and telephone numbers are numbers that spreadsheets protect by an apostrophe."""
    value = reader.text(key, LONGEST)
    return texts.identifier(value) if field in ("postal_code", "phone") else value


def complete(shipping: dict[str, str], customer: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Both addresses; a missing one is a copy of the other (Order Desk API docs)."""
    if not shipping:
        shipping = dict(customer)
    if not customer:
        customer = {field: shipping[field] for field in CUSTOMER_FIELDS if field in shipping}
    return shipping, customer


def has_name(address: Mapping[str, str]) -> bool:
    """Whether the address says for whom it is."""
    return any(address.get(field) for field in NAMES)


def full_name(address: Mapping[str, str]) -> str:
    """First and last name of a shipping or customer address, or the name of a return address; may be ""."""
    parts = (address.get("name"), address.get("first_name"), address.get("last_name"))
    return " ".join(part for part in parts if part)


def lines(address: Mapping[str, str]) -> list[str]:
    """The address as it stands on a parcel, without blank lines."""
    streets = [address.get(f"address{number}", "") for number in range(1, 5)]
    region = " ".join(filter(None, (address.get("state"), address.get("postal_code"))))
    town = ", ".join(filter(None, (address.get("city"), region)))
    shown = [full_name(address), address.get("company", ""), *streets, town, address.get("country", "")]
    return [line for line in (*shown, address.get("phone", "")) if line]
