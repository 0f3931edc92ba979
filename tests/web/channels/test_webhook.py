"""The page of the sales channels: an owner adds, changes, tests and deletes them; others look."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from tests.support.channels import channel, ship
from tests.support.shop import Shop, is_signed
from zoho_app.accounts import audit
from zoho_app.channels import settings
from zoho_app.channels.models import Channel, Delivery
from zoho_app.extensions import db
from zoho_app.orders.models import Order

pytestmark = pytest.mark.once


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
    for retry in (page, f"{page}/{made.id}", f"{page}/new"):
        assert "whsec_" not in owner.get(retry).text.replace("<code>whsec_</code>", "")
    ship(desk, db.session.scalars(select(Order)).one())
    desk.work()
    assert is_signed(shop.requests[0], secret)
    assert "Done" in owner.get(page).text


@pytest.mark.parametrize(
    ("name", "url", "words"),
    [
        ("", "https://shop.example.com/", "Source name: give the source name"),
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
    assert entries[1].changes["address"] == [
        "https://etsy.example.com/hook?[secret]",
        "https://new.example.com/hook?[secret]",
    ]
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
    assert "Messages that failed" in page
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
