"""Whatever an order is made of: the dry run foresees its total in Zoho Books, and gives a reason for a difference."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from tests.support.editions import address, foreseen, line, made, move_to, ordered
from tests.support.submit import change_settings, reloaded, submit
from zoho_app.accounts.currencies import smallest_unit
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER

pytestmark = pytest.mark.once

# Edition, where orders go, rates, how many digits, and how the organization computes.
SHOPS: list[tuple[str, dict[str, str], list[float | None], int, dict[str, Any]]] = [
    ("uk", address("GB"), [20, 5, 0, None], 2, {"shipping_tax": "Standard VAT", "is_discount_before_tax": False}),
    ("in", address("IN", "GJ"), [None], 2, {"item_tax": "GST12"}),
    ("ca", address("CA", "QC"), [5, 12, 14.975, None], 2, {"shipping_tax": "GST + QST"}),
    ("jp", address("JP"), [10, 8], 0, {"tax_rounding": "item_level", "shipping_tax": "Consumption Tax"}),
    ("kw", address("KW"), [5, 0], 3, {"transaction_rounding_type": "nearest_step", "shipping_includes_tax": False}),
]


def an_order(
    desk: Desk, number: int, to: dict[str, str], rates: list[float | None], digits: int, any_: Random
) -> int:
    """One to five lines, prices with or without tax, often a coupon, shipping and handling, as a shop adds it up."""
    unit = smallest_unit(digits)
    lines = [
        line(str(any_.randint(100, 99_999) * unit), any_.choice(rates), any_.randint(1, 5))
        for _ in range(any_.randint(1, 5))
    ]
    is_included = any_.choice([True, False])
    tax = sum(Decimal(one["price"]) * one["quantity"] * Decimal(one["metadata"].get("tax_rate", 0)) for one in lines)
    return ordered(
        desk,
        str(number),
        to,
        *lines,
        discount_list=any_.choice([[], [{"name": "Coupon", "amount": str(any_.randint(1, 99) * unit)}]]),
        shipping_total=str(any_.choice([0, 595]) * unit),
        handling_total=str(any_.choice([0, 125]) * unit),
        tax_total=0 if is_included else str((tax / 100).quantize(unit)),
        order_metadata={"taxes_included": "yes" if is_included else "no", "shipping_tax_rate": rates[0] or ""},
    )


@pytest.mark.parametrize(("edition", "to", "rates", "digits", "computing"), SHOPS, ids=[one[0] for one in SHOPS])
def test_every_total_is_foreseen_once_the_first_answer_has_taught_how_zoho_computes(
    desk: Desk,
    books: Books,
    edition: str,
    to: dict[str, str],
    rates: list[float | None],
    digits: int,
    computing: dict[str, Any],
) -> None:
    move_to(desk, books, edition, sku="SHIP", **computing)
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER, shipping_sku="SHIP")
    submit(
        desk, reloaded(ordered(desk, "first", to, line("1000.03" if digits else 1000, rates[0]), shipping_total=100))
    )
    any_ = Random(edition)
    for number in range(8):
        change_settings(desk, send_shipping_as="line" if number % 3 == 2 and edition != "ca" else "charge")
        order_id = an_order(desk, number, to, rates, digits, any_)
        verdict = foreseen(desk, order_id)
        assert verdict.total is not None, verdict.words
        submit(desk, reloaded(order_id))
        assert Decimal(str(made(books)["total"])) == verdict.total, number
        assert bool(verdict.reason) == (verdict.total != reloaded(order_id).order_total), number
