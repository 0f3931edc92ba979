"""What hosts, caches, firewalls and old versions do to the connection."""

from datetime import timedelta
from typing import Any

import pytest

from harness.woo_desk import WooDesk
from zoho_app.channels.shops import kinds
from zoho_app.channels.shops.problems import PersonNeeded
from zoho_app.clock import now
from zoho_app.extensions import db

LIST = "/wp-json/wc/v3/orders"


@pytest.mark.parametrize(
    ("shop", "facts"),
    [
        ({}, {"is_plain": False, "keys": "header"}),
        ({"permalinks": False}, {"is_plain": True, "keys": "header"}),
        ({"authorization_stripped": True}, {"is_plain": False, "keys": "query"}),
        ({"permalinks": False, "authorization_stripped": True}, {"is_plain": True, "keys": "query"}),
        ({"printed_before": "\ufeff"}, {"is_plain": False}),
        ({"printed_before": "<br />\n<b>Warning</b>: Undefined array key in x.php\n"}, {"is_plain": False}),
    ],
    ids=["usual", "plain permalinks", "header stripped", "both", "byte order mark", "warning"],
)
def test_orders_come_in_whatever_way_the_shop_needs(
    woo: WooDesk, shop: dict[str, Any], facts: dict[str, Any]
) -> None:
    woo.set_up(**shop)
    found = woo.connect().facts
    assert {name: found[name] for name in facts} == facts
    woo.place()
    assert woo.read() == "1 new"


def test_the_first_look_says_what_the_shop_has(woo: WooDesk) -> None:
    woo.set_up(plugins=["ast"], fulfillments=True, statuses={"shipped": "Shipped"})
    facts = woo.connect().facts
    assert (facts["shop_name"], facts["currency"]) == ("Sandbox Woo Shop", "USD")
    assert facts["ways"] == ["ast", "shipment-tracking", "fulfillments", "notes"]
    assert facts["statuses"]["shipped"] == "Shipped"
    woo.set_up(root_closed=True, plugins=[], fulfillments=False)
    assert kinds.get("woocommerce").connect(woo.access).facts["ways"] == ["notes"]


@pytest.mark.parametrize(
    ("shop", "credentials", "words"),
    [
        ({"moved_to": "https://www.shop.example.com"}, {}, "redirects to https://www.shop.example.com. Connect"),
        ({}, {"consumer_secret": "cs_wrong"}, "does not accept the keys"),
        ({"https": False}, {}, "does not accept the keys"),
    ],
)
def test_what_only_a_person_can_mend_is_said(
    woo: WooDesk, shop: dict[str, Any], credentials: dict[str, str], words: str
) -> None:
    woo.set_up(**shop)
    access = woo.new_shop()
    access.credentials.update(credentials)
    with pytest.raises(PersonNeeded, match=words):
        kinds.get("woocommerce").connect(access)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"action": "html", "status": 403}, "a firewall in front of the shop refuses Bookdesk"),
        ({"action": "html", "status": 200}, "a page instead of data"),
        ({"action": "html", "status": 502}, "out of order"),
        ({"action": "malformed"}, "a page instead of data"),
        ({"action": "code", "status": 500}, "out of order"),
        ({"action": "drop"}, "broke off"),
        ({"action": "status", "status": 200, "body": [], "headers": {"X-WP-Total": "3"}}, "an empty list"),
    ],
)
def test_no_trouble_is_taken_for_nothing_new(woo: WooDesk, fault: dict[str, Any], words: str) -> None:
    woo.connect()
    woo.read()
    woo.place()
    before = woo.shop.watermark
    woo.fail({"path": LIST, "times": 0, **fault})
    woo.read()
    shop = woo.shop
    assert words in shop.problem
    assert shop.watermark == before
    woo.fail()
    assert woo.read() == "1 new"
    assert woo.shop.problem == ""


def test_a_shop_that_asks_to_wait_is_left_alone_until_then(woo: WooDesk) -> None:
    woo.connect()
    woo.read()
    woo.place()
    woo.fail({"path": LIST, "action": "throttle", "retry_after": 600})
    woo.read()
    count = len(woo.calls())
    woo.desk.work("shops")
    assert len(woo.calls()) == count
    assert woo.orders() == []


def test_long_pages_that_fail_are_asked_for_in_shorter_ones(woo: WooDesk) -> None:
    woo.connect()
    woo.set_up(most_rows=12)
    for _ in range(14):
        woo.place()
    assert woo.read() == "14 new"
    asked = [
        row["query"]["per_page"] for row in woo.calls("GET", LIST) if row["path"] == LIST and "offset" in row["query"]
    ]
    assert asked[:4] == ["100", "50", "25", "10"]
    assert set(asked[4:]) == {"10"}


@pytest.mark.parametrize("version", ["11.2.0", "5.7.1"])
def test_two_hundred_changes_of_one_moment_come_in_once_each_also_from_old_shops(woo: WooDesk, version: str) -> None:
    woo.set_up(version=version, zone="Asia/Tokyo", most_rows=10)
    woo.connect()
    for _ in range(23):
        woo.place()
    woo.read()
    assert len(woo.orders()) == 23
    woo.do(str(woo.orders()[0].order_metadata["woocommerce_id"]), "refund", amount="1")
    assert woo.read() == "1 changed"


def test_every_list_is_asked_for_in_gmt(woo: WooDesk) -> None:
    woo.set_up(zone="Asia/Tokyo")
    woo.connect()
    woo.read()
    woo.place()
    assert woo.read() == "1 new"
    lists = [row["query"] for row in woo.calls("GET", LIST) if "modified_after" in row["query"]]
    assert {row["dates_are_gmt"] for row in lists} == {"true"}


def test_a_week_without_a_look_is_caught_up(woo: WooDesk) -> None:
    woo.connect()
    shop = woo.shop
    shop.since = shop.watermark = now() - timedelta(days=14)
    db.session.commit()
    for day in range(14):
        woo.set_up(clock_offset=-86400.0 * (13 - day))
        woo.place()
    assert woo.read() == "14 new"
    assert len(woo.orders()) == 14
