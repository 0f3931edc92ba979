"""Orders that the API had to refuse: listed with what was wrong, corrected, tried again, and told by an alert."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk, order_data
from harness.walker import Walker
from tests.support.api_client import Api
from zoho_app.alerts import watch
from zoho_app.alerts.models import Alert
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.orders.refused import refused

BAD = {**order_data("77"), "order_items": [{"name": "Mug", "code": "M", "price": "1,234", "quantity": 1}]}


def walker(client: FlaskClient, desk: Desk) -> Walker:
    return Walker(client, desk.address)


def test_a_refused_order_is_corrected_and_comes_in(desk: Desk, operator: FlaskClient) -> None:
    api = Api(desk)
    assert api.post("/orders", BAD).status_code == 400
    assert api.post("/orders", BAD).status_code == 400
    person = walker(operator, desk).open("/orders").see("1 order was refused within a day.")
    person.click("See the refused orders").see("1 refused order", "77", "Shopify", "2 times", "must be a number")
    person.click("77").see("order_items[0].price", f"ends with {desk.api_key[-4:]}")
    person.press("Try again").see("The order still can't be imported", "must be a number like 12.50")
    body = json.loads(str(person.field("Body").string))
    body["order_items"][0]["price"] = "1234.00"
    person.type("Body", json.dumps(body)).press("Try again").see("imported.")
    db.session.remove()
    order = db.session.scalars(select(Order)).one()
    assert (order.source_id, str(order.order_total)) == ("77", "1239.0000")
    assert refused.count(desk.store_id) == 0


def test_one_that_is_sent_again_correctly_needs_nobody(desk: Desk) -> None:
    api = Api(desk)
    api.post("/orders", BAD)
    assert refused.count(desk.store_id) == 1
    assert api.post("/orders", order_data("77")).status_code == 201
    assert refused.count(desk.store_id) == 0


def test_what_is_no_json_is_kept_as_it_is_and_can_be_dismissed(desk: Desk, operator: FlaskClient) -> None:
    Api(desk).post("/orders", raw=b'{"source_id": "8", \xff\x00')
    person = walker(operator, desk).open("/refused-orders").click("No order number")
    person.see("The body is not valid JSON.").press("Dismiss this order").see("No refused orders")
    assert refused.count(desk.store_id) == 0


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '"x"', "{}", '{"order_items": []}', "9" * 5000])
def test_whatever_is_typed_is_refused_in_words(desk: Desk, operator: FlaskClient, body: str) -> None:
    Api(desk).post("/orders", BAD)
    person = walker(operator, desk).open("/refused-orders").click("77").type("Body", body).press("Try again")
    person.see("The order still can't be imported")


def test_who_has_no_key_leaves_nothing(desk: Desk) -> None:
    assert Api(desk).post("/orders", BAD, headers={"ORDERDESK-API-KEY": "wrong"}).status_code == 401
    assert refused.count(desk.store_id) == 0


def test_another_store_sees_none_of_it(desk: Desk, operator: FlaskClient) -> None:
    other = Desk.open(desk.app, "Other")
    Api(other).post("/orders", BAD)
    assert "No refused orders" in operator.get(f"{desk.address}/refused-orders").text
    row = refused.page(other.store_id, 1)[0].id
    assert operator.get(f"{desk.address}/refused-orders/{row}").status_code == 404


def test_an_alert_tells_of_it_and_clears(desk: Desk) -> None:
    Api(desk).post("/orders", BAD)
    watch.look()
    db.session.commit()
    alert = db.session.scalars(select(Alert)).one()
    assert alert.words == "1 order that programs sent was refused within a day."


def test_of_a_card_no_more_than_the_last_four_digits_is_kept(desk: Desk) -> None:
    Api(desk).post("/orders", {**BAD, "cc_number": "4242 4242 4242 4321", "cc_cvv": "123"})
    body = json.loads(refused.page(desk.store_id, 1)[0].body)
    assert (body["cc_number"], body["cc_cvv"]) == ("4321", "")
