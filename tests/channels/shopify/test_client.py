"""Talking to Shopify: one token for all, never more points than there are, and no secret to another host."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from harness.shopify_desk import ShopifyDesk
from zoho_app.channels.shopify import orders_in, scopes, webhooks
from zoho_app.channels.shopify.client import addresses, gateway, operations, token
from zoho_app.channels.shops import attempt, outside
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.problems import PersonNeeded, TryLater
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.sandbox.shopify.seed import ADMIN_TOKEN, CLIENT_SECRET

WORKERS = 64


def access_of(shopify: ShopifyDesk) -> Access:
    found = attempt.access_to(shopify.shop)
    db.session.remove()
    return found


def test_64_workers_renew_a_token_once(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shop = shopify.shop
    shop.token_expires_at = now() + timedelta(seconds=30)
    db.session.commit()
    access, app, before = access_of(shopify), shopify.desk.app, shopify.token_calls()

    def work(_: int) -> str:
        with app.app_context():
            return token.access_token(access).value

    with ThreadPoolExecutor(WORKERS) as pool:
        tokens = set(pool.map(work, range(WORKERS)))
    assert (len(tokens), shopify.token_calls() - before) == (1, 1)


def test_a_token_that_shopify_refuses_is_renewed_once_and_the_call_made_again(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shop = shopify.shop
    shop.access_token = "expired"
    db.session.commit()
    before = shopify.token_calls()
    assert gateway.call(access_of(shopify), operations.PREFLIGHT)["shop"]["name"] == "Sandbox Shop"
    assert shopify.token_calls() - before == 1


def test_an_existing_token_needs_no_renewal_and_a_person_when_it_is_refused(shopify: ShopifyDesk) -> None:
    shopify.connect(access_token=ADMIN_TOKEN, client_secret=CLIENT_SECRET)
    shopify.place()
    assert shopify.read() == "1 new"
    assert shopify.token_calls() == 0
    wrong = replace(access_of(shopify), credentials={"access_token": "shpat_wrong"})
    with pytest.raises(PersonNeeded, match="Connect the shop again"):
        gateway.call(wrong, operations.PREFLIGHT)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [("app_not_installed", "is not installed"), ("shop_not_permitted", "different organizations")],
)
def test_refusals_of_tokens_say_what_to_do_and_show_no_page(shopify: ShopifyDesk, refusal: str, words: str) -> None:
    shopify.control("settings", {"token_refusal": refusal})
    with pytest.raises(PersonNeeded, match=words) as told:
        shopify.connect()
    assert "<" not in str(told.value)


def test_no_operation_costs_more_than_it_says_and_none_is_throttled(shopify: ShopifyDesk) -> None:
    """A small bucket, and far more calls than it holds: all wait, none is refused."""
    shopify.control("settings", {"bucket_size": 300.0, "restore_rate": 300.0})
    shopify.connect()
    for _ in range(8):
        shopify.place()
    assert shopify.read() == "8 new"
    access = access_of(shopify)
    webhooks.subscribe(access, "http://localhost:8000/webhooks/shopify/x")
    webhooks.unsubscribe(access, "x")
    orders_in.begin_fill(access, now() - timedelta(days=1))
    calls = [call for call in shopify.calls() if call.get("operation")]
    assert not [call for call in calls if call.get("throttled") or "Throttled" in str(call)]
    stated = {one.name: one.cost for one in vars(operations).values() if isinstance(one, operations.Operation)}
    assert {
        name: cost
        for name, cost in {call["operation"]: call["requested"] for call in calls}.items()
        if cost > stated[name]
    } == {}


def test_a_throttled_call_says_when_to_come_back(shopify: ShopifyDesk) -> None:
    shopify.connect()
    access = access_of(shopify)
    shopify.control("faults", [{"action": "throttle", "requested": 110, "available": 10, "restore_rate": 50}])
    with pytest.raises(TryLater) as told:
        gateway.call(access, operations.PREFLIGHT)
    assert timedelta(seconds=1) < told.value.until - now() < timedelta(seconds=3)


def test_a_secret_goes_to_no_other_host(shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(outside.outgoing, "send", lambda method, url, *rest, **more: sent.append(url))
    shopify_access = Access(1, 1, "shopify", "A", "", False, "USD", {}, {}, {"access_token": "x"})
    for address in ("evil.example", "acme.myshopify.com.evil.example", "localhost", "acme.myshopify.com/../x", ""):
        with pytest.raises(PersonNeeded):
            gateway.call(replace(shopify_access, address=address), operations.PREFLIGHT)
    assert sent == []
    assert addresses.base(replace(shopify_access, address="acme.myshopify.com")) == "https://acme.myshopify.com"


def test_a_first_fill_of_more_than_a_thousand_comes_as_one_file(
    shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders_in, "MOST_ONE_BY_ONE", 5)
    shopify.control("settings", {"bulk_seconds": 0.0})
    shopify.connect()
    for number in range(8):
        shopify.place(lines=[{"title": f"Thing {number}", "price": "10"}] * 2, shipping=[{"price": "1"}])
    before = len(shopify.calls("Order"))
    assert shopify.read() == "8 new"
    assert len(shopify.calls("Order")) - before <= 8  # only what was changed within the overlap is read again
    assert {order.order_total for order in shopify.orders()} == {Decimal("22.68")}  # 2 x 10.00 + 1.00 + 8 %
    assert all(len(order.items) == 2 for order in shopify.orders())


def test_orders_with_more_lines_than_a_page_come_in_whole(
    shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "LINES_A_PAGE", 2)
    shopify.connect()
    shopify.place(lines=[{"sku": f"SKU-{number}", "title": "Thing", "price": "1"} for number in range(5)])
    shopify.read()
    assert [item.code for item in shopify.orders()[0].items] == [f"SKU-{number}" for number in range(5)]


def test_webhooks_are_made_anew_when_they_are_gone(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shopify.desk.work("shops")
    assert shopify.shop.facts["webhooks"] is True
    access = access_of(shopify)
    webhooks.unsubscribe(access, shopify.shop.public_id)
    address = f"http://localhost:8000/webhooks/shopify/{shopify.shop.public_id}"
    for _ in range(2):  # the second time there is nothing to do
        webhooks.subscribe(access, address)
    assert len(shopify.calls("Subscribe")) == 2 * len(webhooks.TOPICS)


def test_what_a_missing_scope_hides_is_named() -> None:
    assert [need.scopes[0] for need in scopes.missing(scopes.ALL)] == []
    without = {need.scopes[0]: need.without for need in scopes.missing(["read_orders"])}
    assert "60 days" in without["read_all_orders"]
    assert set(without) == {*scopes.ALL} - {"read_orders"}
