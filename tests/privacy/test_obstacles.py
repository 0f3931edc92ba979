"""What keeps a customer from being erased is named."""

from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import Books
from harness.desk import Desk
from tests.support.erase import (
    EMAIL,
    KEY,
    QUOTED,
    Post,
    data,
    erase,
    everywhere,
    traces,
)
from zoho_app.accounts import invitations
from zoho_app.alerts.models import AlertSettings
from zoho_app.channels.models import Channel
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import SalesOrder


def test_what_has_still_to_be_sent_is_named_and_nothing_is_erased(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    waiting, doubtful = desk.order(**data("C-1")), desk.order(**data("C-2"))
    actions.submit(waiting, "owner@example.com")
    sent = {"organization_id": "10", "salesorder_number": "S-2", "reference_number": "C-2"}
    db.session.add(SalesOrder(store_id=desk.store_id, order_id=doubtful.id, **sent))
    rule = Rule(
        store_id=desk.store_id, name="Hers", event="Order is Imported", filters=[{"value": EMAIL}], actions=[]
    )
    db.session.add(rule)
    db.session.add(AlertSettings(store_id=desk.store_id, emails=KEY))
    db.session.commit()
    ids, rule_id = [waiting.id, doubtful.id], rule.id
    before = everywhere()
    answer = erase(owner, desk, post)
    page = BeautifulSoup(answer.text, "lxml")
    told = [line.get_text(" ", strip=True) for line in page.select("#obstacles li")]
    assert told[0].startswith(f"Order {ids[0]} is on its way to Zoho Books. Cancel it on its page")
    assert told[1].startswith(f"It is not known whether order {ids[1]} is in Zoho Books.")
    assert told[2].startswith("The rule “Hers” contains the address.")
    assert told[3].startswith("Alerts go to this address.")
    links = [link["href"] for link in page.select("#obstacles a")]
    assert links == [
        f"{desk.address}/orders/{ids[0]}",
        f"{desk.address}/orders/{ids[1]}",
        f"{desk.address}/rules/{rule_id}",
        f"{desk.address}/alerts",
    ]
    assert not page.select("form[action$='/erase']"), "there is nothing to press yet"
    after = everywhere()
    assert {name for name in before if before[name] != after[name] and not name.startswith("sign_ins")} == set()


def test_a_message_that_waits_is_named(desk: Desk, owner: FlaskClient, post: Post, shop: Any) -> None:
    order = desk.order(**data("C-1", order_metadata={"ship_notify_url": shop.url + "/told"}))
    shipments.add(order, {"tracking_number": "1Z9"}, "owner@example.com")
    db.session.commit()
    order_id = order.id
    assert f"about order {order_id} still waits." in erase(owner, desk, post).text
    desk.work("channels")
    assert "The customer was erased" in erase(owner, desk, post).text
    assert traces() == set()


def test_settings_and_open_invitations_that_name_the_customer_are_named(
    desk: Desk, owner: FlaskClient, post: Post
) -> None:
    """Web addresses and actions of rules are encrypted: no search of the database finds them."""
    desk.order(**data("C-1"))
    store_id, url = desk.store_id, f"https://s.example.com/?for={QUOTED}"
    actions_of_rule = [{"action": "Post Order JSON", "values": {"url": url}}]
    rule = Rule(store_id=store_id, name="Hers", event="Order is Imported", filters=[], actions=actions_of_rule)
    channel = Channel(store_id=store_id, source_name="Her shop", url=url, signing_secret="whsec_1")
    db.session.add_all([rule, channel, AlertSettings(store_id=store_id, webhook_url=url)])
    invitations.invite(desk.store, EMAIL, "viewer", "owner@example.com")
    db.session.commit()
    places = [f"/rules/{rule.id}", f"/channels/{channel.id}", "/people", "/alerts"]
    page = BeautifulSoup(erase(owner, desk, post).text, "lxml")
    told = [line.get_text(" ", strip=True) for line in page.select("#obstacles li")]
    assert told == [
        "The rule “Hers” contains the address. Change or delete the rule. Open",
        "The webhook address of the sales channel “Her shop” contains customer data. Change it. Open",
        "This address is invited to this store. Remove the invitation under People. Open",
        "The webhook address for alerts contains customer data. Change it under Alerts. Open",
    ]
    assert [link["href"] for link in page.select("#obstacles a")] == [desk.address + place for place in places]
    assert all(owner.get(desk.address + place).status_code == 200 for place in places)
    assert ("orders.email", KEY) in traces()


def test_a_message_to_a_web_address_with_the_customer_in_it_is_waited_for(
    desk: Desk, owner: FlaskClient, post: Post, shop: Any
) -> None:
    """It is about somebody else's order; without the address it would go elsewhere."""
    order = desk.order("O-1", order_metadata={"ship_notify_url": f"{shop.url}/told?for={QUOTED}"})
    shipments.add(order, {"tracking_number": "1Z9"}, "owner@example.com")
    db.session.commit()
    order_id = order.id
    words = f"about order {order_id} still waits, and its web address contains customer data."
    assert words in erase(owner, desk, post).text
    desk.work("channels")
    assert "The customer was erased" in erase(owner, desk, post).text
    assert traces() == set()
    assert db.session.get_one(Order, order_id).email == "ada@example.com"


def test_somebody_who_works_here_is_no_customer_to_erase(desk: Desk, owner: FlaskClient, post: Post) -> None:
    desk.order("A", email="owner@example.com")
    answer = erase(owner, desk, post, "owner@example.com")
    assert "Somebody signs in to this store with this address." in answer.text
    assert db.session.scalars(select(Order.email)).all() == ["owner@example.com"]
