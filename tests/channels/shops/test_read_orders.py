"""Reading a shop: catching up, the watermark, outages, and what holds up nobody else."""

from datetime import timedelta
from math import ceil
from typing import Any

import pytest
from freezegun import freeze_time

from harness.desk import let_it_be_due
from harness.shopify_desk import ShopifyDesk
from zoho_app import jobs
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.channels.shopify.client import operations
from zoho_app.channels.shops import read_orders, take_in
from zoho_app.channels.shops.models import CONNECTED, LOST
from zoho_app.clock import now
from zoho_app.extensions import db

PAGE = 10


def test_two_weeks_without_webhooks_and_poller_are_caught_up(
    shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0 lost, 0 double, ceil(changed / page) + 1 reads of the list."""
    monkeypatch.setattr(operations, "ORDERS_A_PAGE", PAGE)
    shopify.connect()
    shopify.desk.work("shops")
    start = int(now().timestamp())
    numbers = [shopify.place(created_at=start + 1 + day) for day in range(33)]
    shopify.control("settings", {"clock_offset": 14.0 * 86_400})
    before = len(shopify.calls("ChangedOrders"))
    shopify.do(numbers[0], "change", note="again")  # changed while it waited, so that it is the last of the list
    assert shopify.read() == "33 new"
    assert len(shopify.calls("ChangedOrders")) - before <= ceil(33 / PAGE) + 1
    assert sorted(order.order_metadata["shopify_id"] for order in shopify.orders()) == sorted(numbers)
    assert shopify.read() == "nothing new"
    assert len(shopify.orders()) == 33


def test_a_long_reading_gives_its_worker_back_and_goes_on(
    shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "ORDERS_A_PAGE", 3)
    monkeypatch.setattr(read_orders, "SLICE_SECONDS", 0.0)
    shopify.connect()
    for _ in range(7):
        shopify.place()
    assert shopify.read() == "7 new"  # in seven attempts
    assert len(shopify.calls("ChangedOrders")) == 3
    assert len(shopify.calls("Order")) == 7


def test_the_watermark_stays_until_a_whole_pass_is_over(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shopify.desk.work("shops")
    before = shopify.shop.watermark
    shopify.place()
    shopify.control("faults", [{"action": "status", "status": 503, "mentions": "query Order("}])
    assert shopify.read() == "nothing new"  # still what was found before
    shop = shopify.shop
    assert (shop.state, shop.watermark) == (CONNECTED, before)
    assert "status 503" in shop.problem
    shopify.control("faults", [])
    let_it_be_due()
    shopify.desk.work("shops")
    assert (shopify.shop.last_read_found, shopify.shop.problem) == ("1 new", "")


def test_a_page_that_repeats_ends_the_reading(shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "ORDERS_A_PAGE", 1)
    shopify.control("settings", {"scopes": ["read_orders"]})
    shopify.connect()
    shopify.place()
    shopify.place()
    shopify.control("faults", [{"action": "repeat", "mentions": "ChangedOrders"}])
    shopify.read()
    assert len(shopify.calls("ChangedOrders")) < 5


@pytest.mark.parametrize(
    ("shop", "words"),
    [
        ({"state": "frozen"}, "is frozen"),
        ({"state": "refused"}, "does not allow this app"),
        ({"state": "gone"}, "does not exist"),
        ({"state": "locked"}, "is locked"),
        ({"customer_data": "refused"}, "hides data"),
    ],
)
def test_what_only_a_person_can_help_is_told_once(shopify: ShopifyDesk, shop: dict[str, Any], words: str) -> None:
    shopify.connect()
    shopify.desk.work("shops")
    shopify.place()
    shopify.control("settings", shop)
    shopify.read()
    assert (shopify.shop.state, shopify.orders()) == (LOST, [])
    assert words in shopify.shop.problem
    assert db.session.query(Appointment).filter_by(state=FAILED).count() == 1
    jobs.schedule_shops()
    assert shopify.desk.work("shops") == 0  # nobody asks again by himself
    shopify.control("settings", {"state": "open", "customer_data": "full"})
    assert shopify.read() == "1 new"
    assert shopify.shop.state == CONNECTED


def test_a_shop_that_is_down_is_asked_until_it_answers(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shopify.desk.work("shops")
    shopify.place()
    shopify.control("faults", [{"action": "status", "status": 502}])
    shopify.read()
    with freeze_time() as clock:
        for _ in range(12):
            clock.tick(timedelta(hours=1))
            shopify.desk.work("shops")
        assert shopify.shop.state == CONNECTED
        shopify.control("faults", [])
        clock.tick(timedelta(hours=1))
        shopify.desk.work("shops")
    assert len(shopify.orders()) == 1


def test_one_order_that_nobody_foresaw_holds_up_no_other(
    shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shopify.connect()
    bad, good = shopify.place(), shopify.place()
    real = take_in.take_in

    def broken(shop: Any, found: Any) -> str:
        if found.key == bad:
            raise RuntimeError("unforeseen")
        return real(shop, found)

    monkeypatch.setattr(take_in, "take_in", broken)
    assert shopify.read() == "1 new, 1 read again later"
    assert [order.order_metadata["shopify_id"] for order in shopify.orders()] == [good]
    monkeypatch.setattr(take_in, "take_in", real)
    with freeze_time(now() + timedelta(minutes=11)):
        shopify.desk.work("shops")
    assert len(shopify.orders()) == 2


def test_the_timetable_reads_when_the_interval_has_passed_and_checks_daily(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shopify.desk.work("shops")
    jobs.schedule_shops()
    assert shopify.desk.work("shops") == 0
    with freeze_time(now() + timedelta(minutes=6)):
        jobs.schedule_shops()
        assert shopify.desk.work("shops") == 1
    with freeze_time(now() + timedelta(days=1, minutes=1)):
        jobs.schedule_shops()
        assert shopify.desk.work("shops") == 2
