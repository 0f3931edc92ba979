"""Orders by chance, as a small shop gets them: buyers, baskets, discounts, notes."""

import random
from typing import Any

from ...common.catalogue import CATALOGUE

Given = dict[str, Any]
BUYERS: tuple[Given, ...] = (
    {
        "first_name": "Sam",
        "last_name": "Lindqvist",
        "company": None,
        "email": "sam.lindqvist@example.com",
        "address1": "77 Sample Street",
        "address2": None,
        "city": "Buffalo",
        "zip": "14201",
        "phone": None,
        "province": "New York",
        "province_code": "NY",
        "country": "United States",
        "country_code": "US",
    },
    {
        "first_name": "Dana",
        "last_name": "Okafor",
        "company": None,
        "email": "dana.okafor@example.com",
        "address1": "500 Example Avenue",
        "address2": "Apt 4",
        "city": "Columbus",
        "zip": "43004",
        "province": "Ohio",
        "province_code": "OH",
        "country": "United States",
        "country_code": "US",
        "phone": "+1 614 555 0142",
    },
    {
        "first_name": "Mette",
        "last_name": "Kvist",
        "company": "Køkkenhuset ApS",
        "email": "mette@example.dk",
        "address1": "Havnegade 12",
        "address2": "2. th.",
        "city": "Aarhus C",
        "zip": "8000",
        "province": None,
        "province_code": None,
        "country": "Denmark",
        "country_code": "DK",
        "phone": "+45 20 00 00 17",
    },
    {
        "first_name": None,
        "last_name": "Moreau",
        "company": "Atelier Moreau",
        "email": "contact@example.fr",
        "address1": "8 rue des Tanneurs",
        "address2": None,
        "city": "Lyon",
        "zip": "69001",
        "phone": None,
        "province": None,
        "province_code": None,
        "country": "France",
        "country_code": "FR",
    },
    {
        "first_name": "Priya",
        "last_name": "Raman",
        "company": None,
        "email": "priya.raman@example.co.uk",
        "address1": "3 Mill Lane",
        "address2": None,
        "city": "Leeds",
        "zip": "LS1 4AP",
        "phone": None,
        "province": "England",
        "province_code": "ENG",
        "country": "United Kingdom",
        "country_code": "GB",
    },
)
NOTES = (
    None,
    None,
    None,
    "Please leave the parcel with the neighbor.",
    "It is a gift: no invoice in the box, please.",
)
SHIPPING = (("Standard", "5.00"), ("Standard", "5.00"), ("Express", "14.90"))


def order() -> Given:
    """Return the description of a realistic order."""
    buyer = dict(random.choice(BUYERS))
    email = buyer.pop("email")
    title, price = random.choice(SHIPPING)
    basket = random.sample(CATALOGUE, random.choice((1, 1, 2, 2, 3)))
    lines = [line(sku, random.choice((1, 1, 1, 2, 3))) for sku, *_ in basket]
    given: Given = {
        "email": email,
        "customer": {"first_name": buyer["first_name"], "last_name": buyer["last_name"], "email": email},
        "shipping_address": buyer,
        "lines": lines,
        "shipping": [{"title": title, "price": price}],
        "note": random.choice(NOTES),
    }
    if random.random() < 0.25:
        given["discounts"] = [{"kind": "code", "code": "WELCOME10", "percentage": 10}]
        given["discount_codes"] = ["WELCOME10"]
    return given


def line(sku: str, quantity: int) -> Given:
    """Return the description of a line of the catalogue; raise ValueError for another SKU."""
    for known, title, price, _ in CATALOGUE:
        if known == sku:
            return {"sku": sku, "title": title, "price": price, "quantity": quantity, "vendor": "Bookdesk Goods"}
    raise ValueError(f"The shop does not sell {sku!r}.")
