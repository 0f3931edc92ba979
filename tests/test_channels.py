"""News that leaves the desk: sales channels and posted orders, as their receivers see it."""

import hashlib
import hmac
import json
import re
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.shop_support import Shop, is_signed
from tests.support import Desk
from zoho_app.accounts import audit
from zoho_app.accounts.models import Store
from zoho_app.appointments.models import DONE, FAILED, SCHEDULED, Appointment
from zoho_app.channels import answers, settings
from zoho_app.channels.models import Channel, Delivery
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule

NUMBER = "1Z999AA10123456784"


def channel(desk: Desk, shop: Shop, source_name: str = "Shopify", sync: bool = True) -> Channel:
    made = settings.add(desk.store_id, source_name, f"{shop.url}/news", sync)
    db.session.commit()
    return made


def ship(desk: Desk, order: Order, number: str = NUMBER) -> None:
    shipments.add(desk.reload(order), {"tracking_number": number, "carrier_code": "UPS"}, "Zoho Books")
    db.session.commit()


def appointments() -> list[Appointment]:
    db.session.remove()
    wanted = select(Appointment).where(Appointment.kind == "channels.deliver").order_by(Appointment.id)
    return list(db.session.scalars(wanted))


def let_it_be_due(hours_since_first_try: float = 0) -> None:
    """Move the waiting appointments' clocks on."""
    db.session.execute(
        update(Appointment)
        .where(Appointment.state == SCHEDULED)
        .values(due_at=now(), first_tried_at=now() - timedelta(hours=hours_since_first_try))
    )
    db.session.commit()


def order_desk_hash(desk: Desk, signed: str) -> str:
    return hmac.new(desk.store.api_key.encode(), signed.encode(), hashlib.sha256).hexdigest()


# Shipment news


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
    assert f"Bookdesk: Shopify was told about shipment {NUMBER}." in desk.history(content_id(content))


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
    assert told.headers["x-order-desk-hash"] == order_desk_hash(desk, told.body.decode())
    content = json.loads(told.body)
    assert content["shipment"]["tracking_number"] == NUMBER
    assert f"Bookdesk: localhost (ship_notify_url) was told about shipment {NUMBER}." in desk.history(
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
    assert newest.startswith("Bookdesk: 169.254.169.254 (ship_notify_url) could not be told about shipment")
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
    assert sum("was told about" in line for line in desk.history(order_id)) == 1
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
    assert f"Shopify could not be told about shipment {NUMBER}" in newest
    assert "503 Service Unavailable" in newest
    assert "press Run now on the Appointments page" in newest
    page = f"{desk.address}/appointments"
    post(operator, page, f"{page}/{failed.id}/run")
    desk.work()
    assert desk.history(order_id)[0] == f"Bookdesk: Shopify was told about shipment {NUMBER}."


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
    moment = answers.asked_to_wait((now() + timedelta(minutes=20)).strftime("%a, %d %b %Y %H:%M:%S GMT"))
    assert moment is not None
    assert timedelta(minutes=19) < moment - now() <= timedelta(minutes=20)


def test_a_redirect_is_explained_and_not_followed(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    shop.will_answer(301, {"Location": f"{shop.url}/elsewhere"})
    ship(desk, desk.order())
    desk.work()
    assert len(shop.requests) == 1
    assert "a redirect. Bookdesk follows none" in appointments()[0].answer


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
        broken.setattr(answers, "is_accepted", lambda *_: 1 / 0)
        desk.work()
    let_it_be_due()
    desk.work()
    first, second = shop.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert appointments()[0].state == DONE


def test_a_waiting_message_goes_to_the_mended_address_under_the_new_secret(desk: Desk, shop: Shop) -> None:
    made = channel(desk, shop)
    shop.will_answer(404)
    ship(desk, desk.order())
    desk.work()
    made = db.session.scalars(select(Channel)).one()
    settings.change(made, "Shopify", f"{shop.url}/mended", True)
    secret = settings.rotate_secret(made)
    db.session.commit()
    let_it_be_due()
    desk.work()
    assert [one.path for one in shop.requests] == ["/news", "/mended"]
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


def test_news_never_waits_in_the_lane_of_zoho_books(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    ship(desk, desk.order())
    assert desk.work("zoho_books") == 0
    assert desk.work("channels") == 1


# The rule action


def post_rule(desk: Desk, url: str, event: str = "Order is Imported") -> None:
    actions = [{"action": "Post Order JSON", "values": {"url": url}}]
    db.session.add(Rule(store_id=desk.store_id, name="Tell us", event=event, actions=actions))
    db.session.commit()


def test_post_order_json_posts_a_form_signed_as_order_desk_signs_it(desk: Desk, shop: Shop) -> None:
    post_rule(desk, f"{shop.url}/orders")
    order_id = desk.order().id
    desk.work()
    (posted,) = shop.requests
    assert posted.headers["content-type"].startswith("application/x-www-form-urlencoded")
    form = parse_qs(posted.body.decode(), strict_parsing=True)
    assert list(form) == ["order"]
    assert json.loads(form["order"][0])["id"] == str(order_id)
    assert posted.headers["x-order-desk-store-id"] == str(desk.store_id)
    assert posted.headers["x-order-desk-hash"] == order_desk_hash(desk, form["order"][0])
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


# The page


def test_an_owner_adds_a_channel_and_sees_its_secret_once(
    desk: Desk, shop: Shop, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    desk.order()
    page = f"{desk.address}/channels"
    assert '<option value="Shopify">' in owner.get(f"{page}/new").text
    shown = post(owner, f"{page}/new", source_name="Shopify", url=f"{shop.url}/news", sync_tracking_numbers="y")
    secret = re.findall(r"whsec_[A-Za-z0-9+/=]+", shown.text.replace("&#43;", "+"))[0]
    made = db.session.scalars(select(Channel)).one()
    assert secret == made.signing_secret
    for again in (page, f"{page}/{made.id}", f"{page}/new"):
        assert "whsec_" not in owner.get(again).text.replace("<code>whsec_</code>", "")
    ship(desk, db.session.scalars(select(Order)).one())
    desk.work()
    assert is_signed(shop.requests[0], secret)
    assert "Done" in owner.get(page).text


@pytest.mark.parametrize(
    ("name", "url", "words"),
    [
        ("", "https://shop.example.com/", "Source name: give the name"),
        ("Shopify", "", "Webhook address: give the address"),
        ("Shopify", "https://10.0.0.1/hook", "Webhook address: 10.0.0.1 is not on the public internet"),
        ("Shopify", "http://shop.example.com/hook", "Webhook address: The address must start with https://"),
        ("etsy", "https://shop.example.com/hook", "Source name: etsy has a sales channel already"),
        ("x" * 101, "https://shop.example.com/hook", "Source name: at most 100 characters"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any], name: str, url: str, words: str
) -> None:
    settings.add(desk.store_id, "Etsy", "https://etsy.example.com/hook", True)
    db.session.commit()
    answer = post(owner, f"{desk.address}/channels/new", source_name=name, url=url)
    assert answer.status_code == 200
    assert words in answer.text
    assert f'value="{url}"' in answer.text
    assert len(settings.channels(desk.store_id)) == 1


def test_a_channel_is_changed_its_secret_replaced_and_the_audit_log_knows_it(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    made = settings.add(desk.store_id, "Etsy", "https://etsy.example.com/hook?key=s3cret", True)
    db.session.commit()
    old_secret, page = made.signing_secret, f"{desk.address}/channels/{made.id}"
    post(owner, page, source_name="Etsy", url="https://new.example.com/hook?key=s3cret")
    shown = post(owner, page, f"{page}/secret")
    db.session.remove()
    (changed,) = settings.channels(desk.store_id)
    assert (changed.url, changed.sync_tracking_numbers) == ("https://new.example.com/hook?key=s3cret", False)
    assert changed.signing_secret != old_secret
    assert "whsec_" in shown.text
    entries = audit.latest(desk.store_id)
    assert [entry.what for entry in entries[:2]] == [
        "Signing secret of sales channel Etsy replaced",
        "Sales channel Etsy changed",
    ]
    assert entries[1].changes["host"] == ["etsy.example.com", "new.example.com"]
    assert "s3cret" not in str([entry.changes for entry in entries])


def test_a_test_message_is_sent_also_when_tracking_numbers_are_not_synced(
    desk: Desk, shop: Shop, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    made = channel(desk, shop, sync=False)
    secret, page = made.signing_secret, f"{desk.address}/channels/{made.id}"
    post(owner, page, f"{page}/test")
    desk.work()
    (told,) = shop.requests
    assert json.loads(told.body)["test"] is True
    assert is_signed(told, secret)
    assert "Accepted with 200 OK." in owner.get(f"{desk.address}/channels").text


def test_messages_that_were_not_accepted_are_listed_with_the_answer(
    desk: Desk, shop: Shop, viewer: FlaskClient
) -> None:
    channel(desk, shop)
    shop.will_answer(422, text="unknown order")
    ship(desk, desk.order())
    desk.work()
    page = viewer.get(f"{desk.address}/channels").text
    assert "Messages that were not accepted" in page
    assert "422 Unprocessable" in page
    assert "unknown order" in page


def test_a_channel_is_deleted_and_the_delivered_messages_stay(
    desk: Desk, shop: Shop, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    made = channel(desk, shop)
    page = f"{desk.address}/channels/{made.id}"
    ship(desk, desk.order())
    desk.work()
    post(owner, page, f"{page}/delete")
    db.session.remove()
    assert settings.channels(desk.store_id) == []
    assert db.session.scalars(select(Delivery)).one().delivered_at is not None


def test_who_is_no_owner_sees_the_channels_but_neither_paths_nor_forms(
    desk: Desk, viewer: FlaskClient, operator: FlaskClient
) -> None:
    made = settings.add(desk.store_id, "Etsy", "https://etsy.example.com/hook?key=s3cret", True)
    db.session.commit()
    edit = f"{desk.address}/channels/{made.id}"
    for client in (viewer, operator):
        page = client.get(f"{desk.address}/channels").text
        assert "etsy.example.com" in page
        assert "s3cret" not in page
        assert client.get(edit).status_code == 403
        assert client.get(f"{desk.address}/channels/new").status_code == 403


def test_another_stores_channel_is_not_found(desk: Desk, owner: FlaskClient) -> None:
    other = Desk.open(desk.app, "Other")
    theirs = settings.add(other.store_id, "Etsy", "https://etsy.example.com/hook", True)
    db.session.commit()
    edit = f"{desk.address}/channels/{theirs.id}"
    assert owner.get(edit).status_code == 404
    assert "etsy.example.com" not in owner.get(f"{desk.address}/channels").text
