"""Amounts of the JSON for Zoho Books have the digits of the organization's currency."""

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.submit import change_settings
from zoho_app.extensions import db
from zoho_app.zoho_books.models import Connection

pytestmark = pytest.mark.once


def test_a_japanese_order_is_sent_in_whole_yen(desk: Desk, books: Books, walker: Walker) -> None:
    """The bundle of 2,401 yen is two pieces: 1,201 and 1,200. The coupon takes off 200 yen."""
    desk.store.currency_code = "JPY"
    db.session.get_one(Connection, desk.store_id).price_precision = 0
    change_settings(desk, product_code_match="PAIR=BD-MUG-01,BD-MUG-01")
    order = desk.order(
        "1",
        order_items=[{"name": "Two mugs", "code": "PAIR", "price": 2401}],
        discount_list=[{"name": "Coupon", "amount": 200}],
    )
    walker.open(f"/orders/{order.id}/preview").see('"rate": 1201', '"rate": 1200', '"discount": "200"')


def test_a_discount_is_sent_as_text_with_the_cents_of_the_currency(desk: Desk, books: Books, walker: Walker) -> None:
    order = desk.order("1", discount_list=[{"name": "Coupon", "amount": 2}])
    walker.open(f"/orders/{order.id}/preview").see('"discount": "2.00"')
