"""The settings of a store."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk
from zoho_app.extensions import db


def test_store_settings_are_saved_and_the_change_is_on_record(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    page = post(
        owner, f"{desk.address}/settings", name="Acme & Sons", currency_code="JPY", time_zone="Asia/Tokyo"
    ).text
    assert "Store settings saved." in page
    assert "Acme &amp; Sons" in page
    log = BeautifulSoup(owner.get(f"{desk.address}/audit-log").text, "lxml").get_text(" ", strip=True)
    assert "Add Inventory Details to Order Items" in " ".join(log.split())
    db.session.expire_all()
    assert (desk.store.currency_code, desk.store.time_zone) == ("JPY", "Asia/Tokyo")
    assert desk.store.add_inventory_details is False


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", "", "Store name: give the store a name."),
        ("name", "x" * 201, "Store name: at most 200 characters."),
        ("currency_code", "EURO", "Currency: choose one from the list."),
        ("time_zone", "Mars/Olympus", "Time zone: choose one from the list."),
    ],
)
def test_a_setting_that_can_not_be_is_named(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any], field: str, value: str, problem: str
) -> None:
    fields = {"name": "Acme", "currency_code": "USD", "time_zone": "UTC", field: value}
    answer = post(owner, f"{desk.address}/settings", **fields)
    assert answer.status_code == 200
    assert problem in answer.text


def test_a_store_with_orders_keeps_its_currency_and_its_page_says_how_to_sell_in_another(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    desk.order("1")
    fields = {"name": "Acme", "time_zone": "UTC"}
    answer = post(owner, f"{desk.address}/settings", **fields, currency_code="EUR")
    assert "Currency: this store has orders in USD" in answer.text
    assert "flask store create NAME --currency EUR" in answer.text
    assert "It stays USD, because this store has orders." in answer.text
    db.session.expire_all()
    assert desk.store.currency_code == "USD"
    assert "Store settings saved." in post(owner, f"{desk.address}/settings", **fields, currency_code="USD").text
