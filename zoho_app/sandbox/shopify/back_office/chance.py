"""Orders by chance, as a small shop gets them: buyers, baskets, discounts, notes."""

import random
from typing import Any

from ...common.buyers import BUYERS, NOTES
from ...common.catalogue import CATALOGUE

Given = dict[str, Any]
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
