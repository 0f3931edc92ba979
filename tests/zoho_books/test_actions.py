"""What rules ask for while a store is not connected to Zoho Books is not lost: it waits until the store is."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from freezegun import freeze_time

from harness.books import Books, submitted
from harness.desk import Desk
from harness.sandbox import ORGANIZATION, SandboxProcess
from harness.walker import Walker
from tests.support.attention import states
from tests.support.connection import row
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.connection import connect

OWNER = "owner@example.com"


@pytest.mark.parametrize("was_connected", [True, False])
def test_an_order_that_a_rule_sends_goes_as_soon_as_the_store_is_connected(
    desk: Desk, zoho_process: SandboxProcess, app: Flask, operator: FlaskClient, was_connected: bool
) -> None:
    app.config["ZOHO_SANDBOX_URL"] = zoho_process.url
    settings.enable(desk.store, OWNER)
    if was_connected:
        Books(zoho_process, desk)
        connect.disconnect(desk.store_id, OWNER)
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


def test_a_colleague_reconnects_after_a_revocation_and_all_that_waited_goes_on_by_itself(
    desk: Desk,
    books: Books,
    zoho_process: SandboxProcess,
    operator: FlaskClient,
    sign_in: Callable[[str], FlaskClient],
) -> None:
    """Another person, whose Zoho account sees a second organization, too; a send is in doubt at that moment."""
    books.add_organization()
    to_cancel, before = submitted(desk, "1"), row(desk).refresh_token
    books.fail({"action": "drop", "method": "POST", "path": "/books/v3/salesorders", "when": "after"})
    in_doubt = submitted(desk, "2")
    books.fail({"action": "revoke_tokens", "path": "/books/"})
    waiting = desk.order("3").id
    walker = Walker(operator, desk.address)
    walker.open(f"/orders/{waiting}").press("Submit Order to Zoho Books")
    walker.open(f"/orders/{to_cancel}").click("Cancel Order in Zoho Books").press("Cancel Order in Zoho Books")
    walker.open("/integrations/zoho-books").press("Check for shipments now")
    with freeze_time(now()) as clock:
        desk.keep_working(clock, 4, every=60)
    assert row(desk).state == "lost"
    assert (states().get("failed"), states()["unknown"]) == (None, 1)
    later = desk.order("4").id  # sent while the connection is lost
    walker.open(f"/orders/{later}").press("Submit Order to Zoho Books")

    colleague = desk.person("viewer")
    colleague.memberships[0].role = "owner"
    db.session.commit()
    assert "Connected to Zoho Books." in books.connect(sign_in("viewer")).text
    assert (row(desk).connected_by, row(desk).organization_id) == ("viewer@example.com", ORGANIZATION)
    assert row(desk).refresh_token != before
    with freeze_time(now()) as clock:
        desk.keep_working(clock, 8, every=40)

    assert set(states()) == {"done"}
    books.headers = zoho_process.connect()
    found = sorted((one["reference_number"], one["status"] == "void") for one in books.sales_orders())
    assert found == [("1", True), ("2", False), ("3", False), ("4", False)]
    for order_id in (in_doubt, waiting, later):
        walker.open(f"/orders/{order_id}").see("Order Submitted to Zoho Books.")
        assert walker.words.count("Order Submitted to Zoho Books.") == 1
    walker.open("/attention").see("Nothing needs your attention")
