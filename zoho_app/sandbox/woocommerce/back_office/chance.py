"""Orders by chance, as a small shop gets them."""

import random
from typing import Any

from ...common.buyers import BUYERS, NOTES
from ...common.catalogue import CATALOGUE

Given = dict[str, Any]
SHIPPING = (("Flat rate", "5.00"), ("Flat rate", "5.00"), ("Express", "14.90"))
# Our names of an address, and those of the common buyers.
NAMES = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "company",
    "address_1": "address1",
    "address_2": "address2",
    "city": "city",
    "state": "province_code",
    "postcode": "zip",
    "country": "country_code",
    "phone": "phone",
}


def order() -> Given:
    """Return the description of a realistic order."""
    buyer = random.choice(BUYERS)
    address = {name: buyer.get(other) or "" for name, other in NAMES.items()}
    title, price = random.choice(SHIPPING)
    basket = random.sample(CATALOGUE, random.choice((1, 1, 2, 2, 3)))
    given: Given = {
        "billing": {**address, "email": buyer["email"]},
        "shipping": address,
        "lines": [line(sku, random.choice((1, 1, 1, 2, 3))) for sku, *_ in basket],
        "shipping_lines": [{"title": title, "price": price}],
        "customer_note": random.choice(NOTES) or "",
    }
    if random.random() < 0.25:
        given["coupons"] = [{"code": "welcome10", "percent": 10}]
    return given


def line(sku: str, quantity: int) -> Given:
    """Return the description of a line of the catalogue; raise ValueError for another SKU."""
    for known, name, price, _ in CATALOGUE:
        if known == sku:
            return {"sku": sku, "name": name, "price": f"{price:.2f}", "quantity": quantity}
    raise ValueError(f"The shop does not sell {sku!r}.")
