"""News about shipments that leaves the desk, as its receivers see it, and when they are not well."""

import json
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from harness.desk import Desk, let_it_be_due
from tests.support.channels import NUMBER, appointments, channel, ship
from tests.support.shop import Shop, is_signed
from zoho_app.accounts.models import Store
from zoho_app.appointments.models import DONE, FAILED, SCHEDULED
from zoho_app.channels import postings, settings
from zoho_app.channels.models import Channel
from zoho_app.clock import now
from zoho_app.deliveries import answers
from zoho_app.extensions import db
from zoho_app.orders import shipments

pytestmark = pytest.mark.once


def test_a_sales_channel_is_told_about_a_shipment_with_a_signature_it_can_check(desk: Desk, shop: Shop) -> None:
    secret = channel(desk, shop).signing_secret
    order = desk.order()
    ship(desk, order)
    desk.work()
    (told,) = shop.requests
    assert told.path == "/news"
    assert told.headers["content-type"].startswith("application/json")
    assert is_signed(told, secret)
    content = json.loads(told.body)
    assert content["shipment"]["tracking_number"] == NUMBER
    assert content["order"]["source_id"] == "1001"
    assert [one["tracking_number"] for one in content["order"]["order_shipments"]] == [NUMBER]
    assert f"Bookdesk: Shopify was notified about shipment {NUMBER}." in desk.history(content_id(content))


def content_id(content: dict[str, Any]) -> int:
    return int(content["order"]["id"])


def test_each_shipment_is_told_once(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    order = desk.order()
    ship(desk, order)
    with pytest.raises(shipments.DuplicateShipment):
        ship(desk, order)
    db.session.rollback()
    ship(desk, order, "1Z999AA10123456785")
    desk.work()
    desk.work()
    told = [json.loads(one.body)["shipment"]["tracking_number"] for one in shop.requests]
    assert told == [NUMBER, "1Z999AA10123456785"]
    assert len({one.headers["webhook-id"] for one in shop.requests}) == 2


def test_an_order_of_another_channel_is_told_to_nobody(desk: Desk, shop: Shop) -> None:
    channel(desk, shop, "Etsy")
    channel(desk, shop, "Shopify", sync=False)
    ship(desk, desk.order())
    assert desk.work("channels") == 0
    assert appointments() == []


def test_another_stores_channel_of_the_same_name_hears_nothing(desk: Desk, shop: Shop) -> None:
    other = Desk.open(desk.app, "Other")
    channel(other, shop)
    ship(desk, desk.order())
    assert appointments() == []


@pytest.mark.parametrize(("typed", "arrives"), [("shopify", "Shopify"), ("Ägypten-Shop", "Ägypten-Shop")])
def test_a_channel_is_found_whatever_the_capitals(desk: Desk, shop: Shop, typed: str, arrives: str) -> None:
    channel(desk, shop, typed)
    ship(desk, desk.order(source_name=arrives))
    desk.work()
    assert len(shop.requests) == 1


def test_the_orders_own_ship_notify_url_is_told_in_order_desks_form(desk: Desk, shop: Shop) -> None:
    order = desk.order(order_metadata={"ship_notify_url": f"{shop.url}/mine?k=1"})
    ship(desk, order)
    desk.work()
    (told,) = shop.requests
    assert told.path == "/mine?k=1"
    assert told.headers["x-order-desk-store-id"] == str(desk.store_id)
    assert is_signed(told, postings.get(desk.store_id).signing_secret)
    content = json.loads(told.body)
    assert content["shipment"]["tracking_number"] == NUMBER
    assert f"Bookdesk: localhost (ship_notify_url) was notified about shipment {NUMBER}." in desk.history(
        content_id(content)
    )


def test_channel_and_ship_notify_url_at_the_same_address_get_one_message(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    ship(desk, desk.order(order_metadata={"ship_notify_url": f"{shop.url}/news"}))
    desk.work()
    assert len(shop.requests) == 1


def test_a_private_ship_notify_url_is_refused_and_the_history_says_so(desk: Desk) -> None:
    order = desk.order(order_metadata={"ship_notify_url": "https://169.254.169.254/latest/meta-data"})
    order_id = order.id
    ship(desk, order)
    desk.work()
    newest = desk.history(order_id)[0]
    assert newest.startswith("Bookdesk: 169.254.169.254 (ship_notify_url) could not be notified about shipment")
    assert "is not on the public internet" in newest
    assert appointments()[0].state == FAILED


# When the receiver is not well


def test_a_channel_that_is_down_is_told_later_under_the_same_id(desk: Desk, shop: Shop) -> None:
    secret = channel(desk, shop).signing_secret
    shop.will_answer(500, text="database is locked")
    order = desk.order()
    order_id = order.id
    ship(desk, order)
    desk.work()
    (waiting,) = appointments()
    assert waiting.state == SCHEDULED
    assert waiting.due_at > now()
    assert waiting.answer == "The receiver answered 500 Internal Server Error: “database is locked”."
    let_it_be_due()
    desk.work()
    first, second = shop.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert is_signed(second, secret)
    assert sum("was notified about" in line for line in desk.history(order_id)) == 1
    assert appointments()[0].state == DONE


def test_after_two_hours_the_history_says_why_and_what_to_press_and_pressing_it_helps(
    desk: Desk, shop: Shop, operator: FlaskClient, post: Callable[..., Any]
) -> None:
    channel(desk, shop)
    order = desk.order()
    order_id = order.id
    ship(desk, order)
    shop.will_answer(503)
    desk.work()
    let_it_be_due(hours_since_first_try=2)
    shop.will_answer(503)
    desk.work()
    (failed,) = appointments()
    assert failed.state == FAILED
    newest = desk.history(order_id)[0]
    assert f"Shopify could not be notified about shipment {NUMBER}" in newest
    assert "503 Service Unavailable" in newest
    assert "press Run now on the Activity page" in newest
    page = f"{desk.address}/appointments"
    post(operator, page, f"{page}/{failed.id}/run")
    desk.work()
    assert desk.history(order_id)[0] == f"Bookdesk: Shopify was notified about shipment {NUMBER}."


def test_410_gone_ends_the_tries_at_once(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    shop.will_answer(410)
    order = desk.order()
    order_id = order.id
    ship(desk, order)
    desk.work()
    assert appointments()[0].state == FAILED
    assert "410 Gone" in desk.history(order_id)[0]


@pytest.mark.parametrize(("wish", "least", "most"), [("1800", 1790, 3600), ("999999999", 3590, 3600), ("x", 0, 130)])
def test_retry_after_is_honored_for_up_to_an_hour(desk: Desk, shop: Shop, wish: str, least: int, most: int) -> None:
    channel(desk, shop)
    shop.will_answer(429, {"Retry-After": wish})
    ship(desk, desk.order())
    desk.work()
    wait = (appointments()[0].due_at - now()).total_seconds()
    assert least <= wait <= most


def test_retry_after_may_be_a_date(desk: Desk) -> None:
    timestamp = answers.asked_to_wait((now() + timedelta(minutes=20)).strftime("%a, %d %b %Y %H:%M:%S GMT"))
    assert timestamp is not None
    assert timedelta(minutes=19) < timestamp - now() <= timedelta(minutes=20)


def test_a_redirect_is_explained_and_not_followed(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    shop.will_answer(301, {"Location": f"{shop.url}/elsewhere"})
    ship(desk, desk.order())
    desk.work()
    assert len(shop.requests) == 1
    assert "a redirect. Bookdesk does not follow redirects" in appointments()[0].answer


def test_a_receiver_that_nobody_reaches_is_tried_again(desk: Desk, shop: Shop) -> None:
    made = channel(desk, shop)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        made.url = f"http://localhost:{closed.getsockname()[1]}/"
    db.session.commit()
    ship(desk, desk.order())
    desk.work()
    (waiting,) = appointments()
    assert (waiting.state, waiting.answer) == (SCHEDULED, "localhost refused the connection.")


def test_a_worker_that_dies_after_sending_sends_the_same_id_again(
    desk: Desk, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel(desk, shop)
    ship(desk, desk.order())
    with monkeypatch.context() as broken:
        broken.setattr(answers, "status_words", lambda *_: 1 / 0)
        desk.work()
    let_it_be_due()
    desk.work()
    first, second = shop.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert appointments()[0].state == DONE


def test_a_waiting_message_goes_to_the_corrected_address_under_the_new_secret(desk: Desk, shop: Shop) -> None:
    made = channel(desk, shop)
    shop.will_answer(404)
    ship(desk, desk.order())
    desk.work()
    made = db.session.scalars(select(Channel)).one()
    settings.change(made, "Shopify", f"{shop.url}/corrected", True)
    secret = settings.rotate_secret(made)
    db.session.commit()
    let_it_be_due()
    desk.work()
    assert [one.path for one in shop.requests] == ["/news", "/corrected"]
    assert is_signed(shop.requests[1], secret)


@pytest.mark.parametrize("end", ["deleted", "switched off"])
def test_a_waiting_message_for_a_channel_that_is_no_more_is_not_sent(desk: Desk, shop: Shop, end: str) -> None:
    channel(desk, shop)
    order = desk.order()
    order_id = order.id
    ship(desk, order)
    made = db.session.scalars(select(Channel)).one()
    if end == "deleted":
        settings.remove(made)
    else:
        settings.change(made, "Shopify", made.url, False)
    db.session.commit()
    desk.work()
    assert shop.requests == []
    assert end in desk.history(order_id)[0]


def test_no_transaction_is_open_while_the_receiver_thinks(desk: Desk, shop: Shop) -> None:
    def write() -> None:
        with desk.app.app_context():
            db.session.execute(update(Store).values(name="Written meanwhile"))
            db.session.commit()

    channel(desk, shop)
    shop.meanwhile = write
    ship(desk, desk.order())
    desk.work()
    db.session.remove()
    assert desk.store.name == "Written meanwhile"
    assert appointments()[0].state == DONE


def test_news_never_waits_in_the_queue_of_zoho_books(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    ship(desk, desk.order())
    assert desk.work("zoho_books") == 0
    assert desk.work("channels") == 1
