"""What an order says about tax, as its total, its page and its file show it."""

from decimal import Decimal
from typing import Any

import pytest

from harness.desk import Desk
from harness.walker import Walker
from tests.support.downloads import as_csv
from zoho_app.orders import edit
from zoho_app.orders.input import tax_facts

SAID_YES = [True, "true", "Yes", "1", 1]
SAID_NO = [False, "false", "no", "0", "", None]


def order_of(desk: Desk, taxes_included: Any) -> Any:
    """Two posters of 59.50 and 5.95 of shipping are 124.95; 19.95 of that is tax, or comes on top."""
    return desk.order(
        "2001",
        shipping_total=5.95,
        tax_total=19.95,
        order_metadata={"Taxes_Included": taxes_included},
        order_items=[{"name": "Poster", "code": "POSTER-A2", "price": 59.5, "quantity": 2}],
    )


@pytest.mark.once
@pytest.mark.parametrize("said", SAID_YES)
def test_tax_that_prices_include_is_not_added_again(desk: Desk, said: Any) -> None:
    order = order_of(desk, said)
    assert (order.order_total, order.total_key) == (Decimal("124.95"), Decimal("124.95"))


@pytest.mark.once
@pytest.mark.parametrize("said", SAID_NO)
def test_tax_that_prices_do_not_include_is_added(desk: Desk, said: Any) -> None:
    assert order_of(desk, said).order_total == Decimal("144.90")


def test_an_order_that_learns_that_its_prices_include_tax_has_another_total(desk: Desk) -> None:
    order = order_of(desk, "no")
    edit.set_order_metadata(order, "taxes_included", "yes", "ada@example.com")
    assert order.total_key == Decimal("124.95")
    edit.remove_order_metadata(order, "taxes_included", "ada@example.com")
    assert order.total_key == Decimal("144.90")


def test_the_order_says_on_its_page_that_the_tax_is_included(desk: Desk, walker: Walker) -> None:
    order = order_of(desk, True)
    walker.open(f"/orders/{order.id}").see("Tax included $19.95", "Total $124.95")


def test_what_an_order_says_about_tax_is_in_its_files(desk: Desk, viewer: Any) -> None:
    item = {"name": "Poster", "code": "A", "price": 1, "metadata": {"tax_rate": "19", "tax_name": "VAT"}}
    desk.order("1", order_items=[item], order_metadata={"taxes_included": True, "shipping_tax_rate": 7})
    (row,) = as_csv(viewer, f"{desk.address}/exports/items.csv")
    assert (row["Order Metadata: taxes_included"], row["Order Metadata: shipping_tax_rate"]) == ("yes", "7")
    assert (row["Metadata: tax_rate"], row["Metadata: tax_name"]) == ("19", "VAT")


@pytest.mark.parametrize(("text", "rate"), [("19", "19"), (" 5.5 % ", "5.5"), ("0", "0"), ("", None), ("%", None)])
def test_a_rate_is_read_with_or_without_its_percent_sign(text: str, rate: str | None) -> None:
    assert tax_facts.rate({"Tax_Rate": text}, "tax_rate") == (None if rate is None else Decimal(rate))


@pytest.mark.parametrize("text", ["nineteen", "-5", "5,5", "1e3", "1001"])
def test_a_rate_that_can_not_be_read_is_named(text: str) -> None:
    with pytest.raises(
        tax_facts.Unreadable, match=f"tax_rate: “{text}” is not a percentage. Write a number such as 19"
    ):
        tax_facts.rate({"tax_rate": text}, "tax_rate")
