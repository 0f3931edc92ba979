"""The setup guide on Home: five steps, ticked by what is there, put away and found again."""

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from harness.zoho_consent import Zoho
from tests.support.connection import zoho
from tests.support.home import appoint
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule

__all__ = ["zoho"]

MOST = 12


def steps(walker: Walker) -> list[str]:
    """The title of each step, with "x" before what is done and ">" before the open one."""
    found = walker.soup.select(".guide-step")
    marks = ["x " if "is-done" in one["class"] else "> " if one.has_attr("open") else "" for one in found]
    return [mark + one.select_one(".guide-title").get_text() for mark, one in zip(marks, found, strict=True)]


def test_a_new_store_is_led_from_step_to_step_until_it_ships(zoho: Zoho, desk: Desk, walker: Walker) -> None:
    walker.open("").see("Set up Acme", "0 of 5 done", "What happens")
    assert not walker.soup.select(".figure, .now")
    assert steps(walker) == [
        "> Connect to Zoho Books",
        "Bring in your first orders",
        "Send one order",
        "See tracking come back",
        "Make your first rule",
    ]
    walker.press("Connect to the sandbox").press("Accept").see(
        "Set up Acme", "1 of 5 done", "Sandbox Trading Co, Sandbox"
    )
    walker.press("Add sample orders").see("6 orders added.", "2 of 5 done", "6 orders in USD")
    walker.see("Try it with order SAMPLE-1003 : Elena Marsh, 3 items, $53.40.", "Elena becomes a contact")
    walker.press("Submit Order to Zoho Books").see("Order scheduled to Zoho Books.", "Set up Acme")
    desk.work()
    assert steps(walker.open(""))[:4] == [
        "x Connect to Zoho Books",
        "x Bring in your first orders",
        "x Send one order",
        "> See tracking come back",
    ]
    walker.see("3 of 5 done", "in the sandbox, type a tracking number", "It moves to Closed.")
    order = db.session.query(Order).filter_by(source_id="SAMPLE-1003").one()
    shipments.add(order, {"tracking_number": "1Z1"}, "Zoho Books")
    db.session.commit()
    walker.open("").see("4 of 5 done").click("Make a rule").see("Event")
    db.session.add(Rule(store_id=desk.store_id, name="R", event="Order is Imported", actions=[]))
    db.session.commit()
    assert not walker.open("").soup.select("#guide"), "all is done"
    walker.press("Show the setup guide").see("5 of 5 done")


def test_it_can_be_put_away_by_one_person_for_all_and_found_again(
    desk: Desk, walker: Walker, viewer: FlaskClient
) -> None:
    walker.open("").press("Put away the setup guide").see("Zoho Books is not connected")
    assert not walker.soup.select("#guide")
    looking = Walker(viewer, desk.address)
    assert not looking.open("").soup.select("#guide, main form")
    walker.press("Show the setup guide").see("Set up Acme")
    assert not looking.open("").see("An owner of the store can do that.").soup.select("main form")


def test_work_that_is_under_way_is_shown_beside_the_guide(desk: Desk, walker: Walker) -> None:
    appoint(desk, "failed", desk.order("1").id)
    db.session.commit()
    walker.open("").see("Set up Acme", "Fix next", "Orders as they came in")
    with statements() as seen:
        walker.open("")
    assert len(seen) <= MOST, seen


@pytest.mark.parametrize(
    ("currency", "countries"), [("CAD", {"CA"}), ("AUD", {"AU"}), ("CHF", {"CH"}), ("SEK", {"SE"})]
)
def test_the_samples_live_where_the_currency_is_used(
    desk: Desk, walker: Walker, currency: str, countries: set[str]
) -> None:
    desk.store.currency_code = currency
    db.session.commit()
    walker.open("").press("Add sample orders").see(f"6 orders in {currency}")
    assert {order.shipping["country"] for order in db.session.query(Order)} == countries
