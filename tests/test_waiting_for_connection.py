"""What rules ask for while a store is not connected to Zoho Books is not lost: it waits until the store is."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.books_support import Books
from tests.sandbox_support import SandboxProcess
from tests.support import Desk
from zoho_app.extensions import db
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import connecting, settings

OWNER = "owner@example.com"


@pytest.mark.parametrize("was_connected", [True, False])
def test_an_order_that_a_rule_sends_goes_as_soon_as_the_store_is_connected(
    desk: Desk, zoho_process: SandboxProcess, app: Flask, operator: FlaskClient, was_connected: bool
) -> None:
    app.config["ZOHO_SANDBOX_URL"] = zoho_process.url
    settings.enable(desk.store, OWNER)
    if was_connected:
        Books(zoho_process, desk)
        connecting.disconnect(desk.store_id, OWNER)
    submit = {"action": "Submit Order to Zoho Books", "values": {}}
    db.session.add(Rule(store_id=desk.store_id, name="Send", event="Order is Imported", filters=[], actions=[submit]))
    db.session.commit()
    page = f"{desk.address}/orders/{desk.order().id}"
    desk.work()
    shown = operator.get(page).text
    assert "Order Scheduled to be sent to Zoho Books" in shown
    assert "connected" in shown
    books = Books(zoho_process, desk)
    desk.work()
    assert "Order Submitted to Zoho Books." in operator.get(page).text
    assert len(books.sales_orders()) == 1
