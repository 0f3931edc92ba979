"""Correcting very many orders, and orders of many items."""

from typing import Any

import pytest
from sqlalchemy import insert

from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from tests.support.attention import (
    PAGE,
    SAVE,
    add_failed,
    codes,
    nameless,
    operated,
    ordered,
    waiting,
    wrap,
)
from tests.support.look import MOST_BYTES
from tests.support.order_pages import connect
from tests.support.weight import weight
from zoho_app.extensions import db
from zoho_app.orders.models import Order, OrderItem

__all__ = ["operated"]


def many(desk: Desk, count: int, cause: str, about: list[str], **values: Any) -> list[int]:
    """So many orders, each with an item without a SKU, that have all failed for the cause."""
    first = ordered(desk, "first", order_items=[wrap()], **values)
    order = db.session.get_one(Order, first)
    like = {name: getattr(order, name) for name in ("store_id", "folder_id", "source_name", *values)}
    ids = [first + number for number in range(1, count)]
    db.session.execute(insert(Order), [{**like, "id": one, "source_id": f"m{one}"} for one in ids])
    db.session.execute(insert(OrderItem), [{"order_id": one, "name": "Gift wrap", "price": 1} for one in ids])
    add_failed(desk, cause, about, first, *ids)
    return [first, *ids]


@pytest.mark.parametrize(
    ("cause", "about", "step", "values"),
    [
        ("no_sku", ["Gift wrap"], "Another answer", {}),
        ("no_email", [], "Add the e-mail addresses", {"email": ""}),
        ("too_long", ["city"], "Shorten the field", {"shipping": {"last_name": "L", "city": "Llanfair" * 20}}),
    ],
)
def test_however_many_they_are_a_page_shows_fifty(
    desk: Desk, operated: Walker, cause: str, about: list[str], step: str, values: dict[str, Any]
) -> None:
    connect(desk)
    ids = many(desk, 130, cause, about, **values)
    operated.open(PAGE)
    db.session.remove()
    with statements() as seen:
        operated.click(step)
    assert len(seen) <= 12, "\n\n".join(seen)
    first = shown(operated)
    second = shown(operated.click("Next"))
    operated.press(SAVE).see("You filled in nothing")
    assert shown(operated) == second, "it goes on from where it was"
    third = shown(operated.click("Next"))
    assert [*first, *second, *third] == ids[::-1]
    assert weight(operated.client, operated.address, "br") < MOST_BYTES


def shown(walker: Walker) -> list[int]:
    """The numbers of the orders that the page shows."""
    return [int(str(one["name"]).removeprefix("version-")) for one in walker.soup.select("[name^=version-]")]


def test_a_sku_for_all_of_thousands_takes_five_hundred_at_a_time(desk: Desk, operated: Walker) -> None:
    ids = many(desk, 620, "no_sku", ["Gift wrap"])
    operated.open(PAGE).click("Another answer").type("SKU of “Gift wrap”", "WRAP")
    operated.press("Save and send the newest 500 orders again").see(
        "500 orders saved. 500 orders are under way again."
    )
    assert waiting() == ids[120:]
    operated.type("SKU of “Gift wrap”", "WRAP").press("Save and send these 120 orders again").see(
        "Nothing needs your attention"
    )
    assert waiting() == ids


def test_an_order_of_many_items_is_filled_in_piece_by_piece(desk: Desk, operated: Walker) -> None:
    order_id = nameless(desk, "1", *(wrap(f"Part {number}") for number in range(14)), fails_for="Part 0")
    operated.open(PAGE).click("Another answer").see("4 more appear after you save these.")
    for number in range(10):
        operated.type(f"SKU: 2 × Part {number} , order {order_id}", f"P{number}")
    operated.press(SAVE).see("something is still missing")
    for number in range(10, 14):
        operated.type(f"SKU: 2 × Part {number} , order {order_id}", f"P{number}")
    operated.press(SAVE).see("Nothing needs your attention")
    assert codes(order_id)[1:] == [f"P{number}" for number in range(14)]
