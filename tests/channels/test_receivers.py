"""A receiver that is out of order: left alone for a while, nothing for it fails meanwhile, and the page says so."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from freezegun import freeze_time
from sqlalchemy import select, update

from harness.desk import Desk, let_it_be_due
from tests.support.channels import appointments, channel, order_desk_hash, ship
from tests.support.shop import Shop, is_signed
from zoho_app.accounts.models import AuditEntry
from zoho_app.appointments.models import FAILED, SCHEDULED, Gate
from zoho_app.channels import postings, settings
from zoho_app.channels.models import Channel, Posting
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.rules.models import Rule

Post = Callable[..., Any]


def ship_many(desk: Desk, count: int, **changes: Any) -> None:
    for number in range(count):
        ship(desk, desk.order(str(2000 + number), **changes), f"1Z{number}")


def be_out_of_order(desk: Desk, shop: Shop, count: int = 6) -> None:
    """Let that many messages go to a receiver that breaks, until it is left alone."""
    ship_many(desk, count)
    for _ in range(count):
        shop.will_answer(503)
    desk.work("channels")


def test_a_receiver_that_breaks_is_left_alone_and_nothing_fails(desk: Desk, shop: Shop, viewer: FlaskClient) -> None:
    channel(desk, shop)
    be_out_of_order(desk, shop)
    assert len(shop.requests) == 4, "three failures may be chance, the fourth leaves it alone"
    assert {one.state for one in appointments()} == {SCHEDULED}
    page = viewer.get(f"{desk.address}/channels").text
    assert "Receivers on hold" in page
    assert "Shopify: The receiver answered 503 Service Unavailable." in page
    assert "Try now" not in page, "a viewer looks"


def test_after_a_while_one_message_tries_and_when_it_arrives_all_others_follow(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    be_out_of_order(desk, shop)
    shop.answers = [(503, {}, "")]
    with freeze_time(now() + timedelta(seconds=16)):
        desk.work("channels")
        assert len(shop.requests) == 5, "one probe, and no more"
    with freeze_time(now() + timedelta(seconds=50)):
        desk.work("channels")
        assert len(shop.requests) == 11
        assert {one.state for one in appointments()} == {"done"}
    assert db.session.scalars(select(Gate)).all() == []


def test_pressing_try_now_tries_at_once(desk: Desk, shop: Shop, operator: FlaskClient, post: Post) -> None:
    channel(desk, shop)
    be_out_of_order(desk, shop)
    shop.answers = []
    page = f"{desk.address}/channels"
    receiver = db.session.scalars(select(Gate.cause)).one()
    assert "Try now" in operator.get(page).text
    answer = post(operator, page, f"{page}/receivers/try", receiver=receiver)
    assert "Bookdesk sends the next message now." in answer.text
    desk.work("channels")
    assert {one.state for one in appointments()} == {"done"}
    assert "on hold" not in operator.get(page).text
    assert "is no longer on hold" in post(operator, page, f"{page}/receivers/try", receiver=receiver).text


def test_a_receiver_of_another_store_can_not_be_tried(
    desk: Desk, shop: Shop, operator: FlaskClient, post: Post
) -> None:
    other = Desk.open(desk.app, "Other")
    channel(other, shop)
    be_out_of_order(other, shop)
    receiver, before = db.session.execute(select(Gate.cause, Gate.closed_until)).one()
    page = f"{desk.address}/channels"
    assert "on hold" not in operator.get(page).text
    post(operator, page, f"{page}/receivers/try", receiver=receiver)
    db.session.remove()
    assert db.session.scalars(select(Gate.closed_until)).one() == before


def test_a_refusal_of_one_message_is_an_answer_and_counts_against_nobody(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    ship_many(desk, 8)
    for _ in range(8):
        shop.will_answer(422, text="unknown order")
    desk.work("channels")
    assert len(shop.requests) == 8


def test_an_answer_in_between_ends_the_row_of_failures(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    ship_many(desk, 9)
    for status in (503, 503, 503, 200, 503, 503, 503, 200, 200):
        shop.will_answer(status)
    desk.work("channels")
    assert len(shop.requests) == 9


def test_another_receiver_of_the_same_store_is_told_meanwhile(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    be_out_of_order(desk, shop)
    shop.answers = []
    ship(desk, desk.order("7", source_name="Etsy", order_metadata={"ship_notify_url": f"{shop.url}/own"}), "1Z7")
    desk.work("channels")
    assert shop.requests[-1].path == "/own"


def test_a_corrected_address_is_tried_at_once(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    be_out_of_order(desk, shop)
    shop.answers = []
    made = db.session.scalars(select(Channel)).one()
    settings.change(made, "Shopify", f"{shop.url}/corrected", True)
    db.session.commit()
    desk.work("channels")
    assert [one.path for one in shop.requests[4:]].count("/corrected") >= 2


def test_what_waits_for_a_dead_receiver_fails_after_a_day_not_after_two_hours(desk: Desk, shop: Shop) -> None:
    channel(desk, shop)
    be_out_of_order(desk, shop, 4)
    for hours, state in ((3, SCHEDULED), (25, FAILED)):
        db.session.execute(update(Gate).values(closed_until=now()))
        let_it_be_due(hours_since_first_try=hours)
        shop.answers = [(503, {}, "")]
        desk.work("channels")
        assert state in {one.state for one in appointments()}
        assert (FAILED in {one.state for one in appointments()}) == (state == FAILED)


def test_only_so_many_tests_a_minute_are_sent(desk: Desk, shop: Shop, owner: FlaskClient, post: Post) -> None:
    made = channel(desk, shop)
    page = f"{desk.address}/channels/{made.id}"
    for _ in range(6):
        assert "is on its way" in post(owner, page, f"{page}/test").text
    assert "at most 6 tests a minute." in post(owner, page, f"{page}/test").text
    alerts = f"{desk.address}/alerts"
    assert "at most 6 tests a minute." in post(owner, alerts, f"{alerts}/test").text
    desk.work("channels")
    assert len(shop.requests) == 6
    with freeze_time(now() + timedelta(seconds=61)):
        assert "is on its way" in post(owner, page, f"{page}/test").text


# How it is signed


def post_rule(desk: Desk, shop: Shop, signature: str) -> None:
    values = {"url": f"{shop.url}/orders", "signature": signature}
    rule = [{"action": "Post Order JSON", "values": values}]
    db.session.add(Rule(store_id=desk.store_id, name="Tell us", event="Order is Imported", actions=rule))
    db.session.commit()


def secret_of(desk: Desk) -> str:
    db.session.remove()
    return db.session.get_one(Posting, desk.store_id).signing_secret


@pytest.mark.parametrize("signature", [postings.STANDARD, postings.ORDER_DESK, postings.OLD])
def test_a_posted_order_is_signed_as_the_rule_says(desk: Desk, shop: Shop, signature: str) -> None:
    post_rule(desk, shop, signature)
    postings.get(desk.store_id).old_key = desk.api_key
    desk.order()
    desk.work()
    (posted,) = shop.requests
    assert is_signed(posted, secret_of(desk)), "with the time, always"
    order = parse_qs(posted.body.decode())["order"][0]
    by_key = order_desk_hash(desk, order)
    by_secret = order_desk_hash(desk, order, secret_of(desk))
    wanted = {postings.STANDARD: None, postings.ORDER_DESK: by_secret, postings.OLD: by_key}
    assert posted.headers.get("x-order-desk-hash") == wanted[signature]


def test_a_new_store_is_not_offered_the_old_signature(desk: Desk, owner: FlaskClient, post: Post) -> None:
    page = f"{desk.address}/channels"
    assert "Old signature" not in owner.get(page).text
    assert "Signature: choose one from the list." in post(owner, page, f"{page}/signing", signature="old").text
    shown = post(
        owner, f"{desk.address}/rules/new", event="Order is Imported", add_action="Post Order JSON", do="add-action"
    )
    assert '<option selected value="standard">' in shown.text and 'value="old"' not in shown.text


def test_a_store_with_the_old_signature_keeps_it_is_told_how_to_change_and_changes(
    desk: Desk, shop: Shop, owner: FlaskClient, post: Post
) -> None:
    found = postings.get(desk.store_id)
    found.ship_notify_signature, found.old_key = postings.OLD, desk.api_key
    db.session.commit()
    page = f"{desk.address}/channels"
    assert "The old signature has no time" in owner.get(page).text
    mine = {"source_name": "Etsy", "order_metadata": {"ship_notify_url": f"{shop.url}/own"}}
    ship(desk, desk.order("1", **mine), "1Z1")
    desk.work("channels")
    assert shop.requests[0].headers["x-order-desk-hash"] == order_desk_hash(desk, shop.requests[0].body.decode())
    shown = post(owner, page, f"{page}/signing/secret").text
    secret = secret_of(desk)
    assert secret in shown.replace("&#43;", "+") and secret not in owner.get(page).text
    post(owner, page, f"{page}/signing", signature="standard")
    ship(desk, desk.order("2", **mine), "1Z2")
    desk.work("channels")
    assert "x-order-desk-hash" not in shop.requests[1].headers
    assert is_signed(shop.requests[1], secret)
    assert json.loads(shop.requests[1].body)["shipment"]["tracking_number"] == "1Z2"
    told = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert [entry.what for entry in told] == [
        "Signature of messages to ship_notify_url changed",
        "Signing secret of posted orders replaced",
    ]
