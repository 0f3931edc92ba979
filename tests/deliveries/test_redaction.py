"""What a receiver answers is shown without secrets, although it may repeat all that it was told."""

import json

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk, let_it_be_due
from tests.support.channels import appointments, channel, ship
from tests.support.shop import Shop
from zoho_app.deliveries import redaction
from zoho_app.extensions import db
from zoho_app.rules.models import Rule

KEY, PART = "s3cret-api-key", "B0c4d5e6f7g8h9i0j1"


def everywhere(desk: Desk, owner: FlaskClient, order_id: int) -> str:
    """All pages and files on which the answer stands."""
    pages = ("appointments", "channels", f"orders/{order_id}", "appointments.csv", "appointments.json", "attention")
    return "\n".join(owner.get(f"{desk.address}/{page}").text for page in pages)


def test_a_channel_that_repeats_its_address_and_the_signing_secret(
    desk: Desk, shop: Shop, owner: FlaskClient
) -> None:
    receiver = channel(desk, shop)
    receiver.url, secret = f"{shop.url}/hooks/{PART}?key={KEY}", receiver.signing_secret
    db.session.commit()
    shop.will_answer(401, text=f"Unknown key {KEY} at /hooks/{PART}, signed with {secret} alias {secret[6:]}")
    order = desk.order()
    order_id = order.id
    ship(desk, order)
    desk.work()
    assert appointments()[0].answer == (
        "The receiver answered 401 Unauthorized: “Unknown key [secret] at /hooks/[secret], signed with [secret] "
        "alias [secret]”."
    )
    shop.answers.append((410, {}, KEY))
    let_it_be_due()
    desk.work()
    shown = everywhere(desk, owner, order_id)
    assert [one for one in (KEY, PART, secret) if one in shown] == []


def test_a_receiver_of_posted_orders_that_repeats_the_stores_api_key(
    desk: Desk, shop: Shop, owner: FlaskClient
) -> None:
    posting = [{"action": "Post Order JSON", "values": {"url": f"{shop.url}/orders"}}]
    db.session.add(Rule(store_id=desk.store_id, name="Tell us", event="Order is Imported", actions=posting))
    db.session.commit()
    api_key = desk.api_key
    shop.will_answer(500, text=json.dumps({"signed_with": api_key, "hint": "try later"}))
    order_id = desk.order().id
    desk.work()
    assert "[secret]" in appointments()[0].answer and "try later" in appointments()[0].answer
    assert api_key not in everywhere(desk, owner, order_id)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Authorization: Bearer abc.def-1 refused", "Authorization: Bearer [secret] refused"),
        ('{"api_key": "abc", "ok": false}', '{"api_key": "[secret]", "ok": false}'),
        ("token=abc&page=2", "token=[secret]&page=2"),
        ("SECRET: abc", "SECRET: [secret]"),
        ("key=a%2Bb+c and A+B C", "key=[secret] and [secret]"),
        ("page 12 of the list, database is locked", "page 12 of the list, database is locked"),
        ("no shipment-notifications at /hooks", "no shipment-notifications at /hooks"),
    ],
)
def test_what_is_blanked(said: str, shown: str) -> None:
    url = "https://shop.example.com/hooks/shipment-notifications?page=12&key=a%2Bb+c"
    assert redaction.blanked(said, url) == shown


def test_a_secret_at_the_end_of_what_is_kept_is_not_shown_in_part(desk: Desk, shop: Shop) -> None:
    receiver = channel(desk, shop)
    receiver.url = f"{shop.url}/hooks?key={KEY}"
    db.session.commit()
    shop.will_answer(500, text="x " * 95 + KEY)
    ship(desk, desk.order())
    desk.work()
    assert "s3cret" not in appointments()[0].answer
