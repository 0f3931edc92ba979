"""Orders that a rule posts as JSON, as their receivers see them."""

import json
import socket
from urllib.parse import parse_qs

import pytest

from harness.desk import Desk, let_it_be_due
from tests.support.channels import appointments
from tests.support.shop import Shop
from zoho_app.appointments.models import DONE
from zoho_app.extensions import db
from zoho_app.rules.models import Rule

pytestmark = pytest.mark.once


def post_rule(desk: Desk, url: str, event: str = "Order is Imported") -> None:
    actions = [{"action": "Post Order JSON", "values": {"url": url}}]
    db.session.add(Rule(store_id=desk.store_id, name="Tell us", event=event, actions=actions))
    db.session.commit()


def test_post_order_json_posts_a_form(desk: Desk, shop: Shop) -> None:
    post_rule(desk, f"{shop.url}/orders")
    order_id = desk.order().id
    desk.work()
    (posted,) = shop.requests
    assert posted.headers["content-type"].startswith("application/x-www-form-urlencoded")
    form = parse_qs(posted.body.decode(), strict_parsing=True)
    assert list(form) == ["order"]
    assert json.loads(form["order"][0])["id"] == str(order_id)
    assert posted.headers["x-order-desk-store-id"] == str(desk.store_id)
    assert posted.headers["x-order-desk-appointment-id"] == str(appointments()[0].id)
    assert desk.history(order_id)[0] == "Auto: The order was posted as JSON to localhost."


def test_the_posted_order_is_as_it_was_when_the_rule_ran(desk: Desk, shop: Shop) -> None:
    post_rule(desk, shop.url)
    order = desk.reload(desk.order())
    order.shipping_method = "Changed since"
    db.session.commit()
    desk.work()
    sent = json.loads(parse_qs(shop.requests[0].body.decode())["order"][0])
    assert sent["shipping_method"] == "Standard"


def test_only_200_and_201_count_as_posted(desk: Desk, shop: Shop) -> None:
    post_rule(desk, shop.url)
    desk.order()
    for status in (202, 204, 201):
        shop.will_answer(status)
        desk.work()
        let_it_be_due()
    assert len(shop.requests) == 3
    assert appointments()[0].state == DONE


def test_a_rule_can_post_the_same_order_again(desk: Desk, shop: Shop) -> None:
    post_rule(desk, shop.url)
    post_rule(desk, shop.url)
    desk.order()
    desk.work()
    assert len(shop.requests) == 2


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://127.0.0.1/x", "127.0.0.1 is not on the public internet"),
        ("http://shop.example.com/", "must start with https://"),
        ("nonsense", "must start with https://"),
    ],
)
def test_a_forbidden_address_in_a_rule_is_refused_with_clear_words(desk: Desk, url: str, words: str) -> None:
    post_rule(desk, url)
    line = desk.history(desk.order().id)[0]
    assert line.startswith("Auto: Rule “Tell us”, Post Order JSON:")
    assert words in line
    assert appointments() == []


def test_a_public_name_that_leads_inside_is_refused_when_it_is_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_rule(desk, "https://rebound.example.com/")
    order_id = desk.order().id
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", 443))]
    with monkeypatch.context() as name_server:
        name_server.setattr(socket, "getaddrinfo", lambda *_, **__: inside)
        desk.work("channels")
    line = desk.history(order_id)[0]
    assert "The order could not be posted as JSON to rebound.example.com" in line
    assert "is not on the public internet" in line
