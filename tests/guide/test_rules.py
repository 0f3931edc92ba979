"""The guide, promise by promise: the seven events and two actions in the Rule Builder, word for word."""

from collections.abc import Callable

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import SETTINGS, Walker
from tests.support.guide import ACTIONS, EVENTS

pytestmark = pytest.mark.once

SUBMIT, CANCEL = "Submit Order to Zoho Books", "Cancel Order in Zoho Books"


def make_rule(walker: Walker, event: str, action: str, **fields: str) -> None:
    """Build a rule as a person does; `fields` are the action's, by label."""
    walker.click("Rule Builder").click("New Rule").type("Event", event)
    walker.type("Find an action", action).press("Add action")
    for label, text in fields.items():
        walker.type(label, text)
    walker.press("Save rule").see(event)


def completed_from(walker: Walker, label: str, typed: str) -> set[str]:
    """What a browser offers while somebody types into the box."""
    return {name for name in walker.options(label) if typed.lower() in name.lower()}


# --- Finding them ---------------------------------------------------------------------------------------------


def test_typing_zoho_finds_the_seven_events(books: Books, walker: Walker) -> None:
    """The Event dropdown of the Rule Builder has them under the guide's very names."""
    walker.click("Rule Builder").click("New Rule")
    assert completed_from(walker, "Event", "Zoho") == EVENTS


def test_searching_zoho_finds_the_two_actions(books: Books, walker: Walker) -> None:
    """So has the Actions dropdown."""
    walker.click("Rule Builder").click("New Rule")
    assert completed_from(walker, "Find an action", "zoho") == ACTIONS


def test_they_come_beside_the_general_ones_and_not_on_the_integrations_page(books: Books, walker: Walker) -> None:
    """The general events and actions stay available; the integration's own page offers none."""
    walker.click("Rule Builder").click("New Rule")
    assert {"Order is Imported", "Folder is Changed"} <= set(walker.options("Event"))
    assert {"Change Folder", "Tag Order", "Add Order Note"} <= set(walker.options("Find an action"))
    assert not any(name in walker.open(SETTINGS).words for name in EVENTS | ACTIONS)


# --- Each event in its situation ------------------------------------------------------------------------------

Situation = Callable[[Desk, Walker, Books], object]


def canceled_here(desk: Desk, walker: Walker, books: Books) -> None:
    walker.send(desk).click(CANCEL).press(CANCEL)
    desk.work()


def voided_in_zoho(desk: Desk, walker: Walker, books: Books) -> None:
    order = walker.send(desk).address
    books.call("POST", f"/salesorders/{books.sales_orders()[0]['salesorder_id']}/status/void")
    walker.open(SETTINGS).press("Check for shipments now")
    desk.work()
    walker.go(order)


def submitted(desk: Desk, walker: Walker, books: Books) -> None:
    walker.send(desk)


def with_an_unknown_sku(desk: Desk, walker: Walker, books: Books) -> None:
    walker.send(desk, order_items=[{"name": "Kite", "code": "NO-SUCH-SKU", "price": 1, "quantity": 1}])


def without_an_address(desk: Desk, walker: Walker, books: Books) -> None:
    walker.send(desk, email="")


def with_nothing_left_to_send(desk: Desk, walker: Walker, books: Books) -> None:
    walker.open(SETTINGS).type("Product Code Skip", "BD-MUG-01, BD-BAG-01").press("Save settings")
    walker.send(desk)


@pytest.mark.parametrize(
    ("event", "situation"),
    [
        ("Order Canceled in Zoho Books", canceled_here),
        ("Order Canceled in Zoho Books", voided_in_zoho),
        ("Order Scheduled to Zoho Books", submitted),
        ("Before Order Submitted to Zoho Books", submitted),
        ("After Order Submitted to Zoho Books", submitted),
        ("Order Not Submitted to Zoho Books Because of Invalid SKU", with_an_unknown_sku),
        ("Order Not Submitted to Zoho Books Because of General Error", without_an_address),
        ("Order Not Submitted to Zoho Books Because No Products Available", with_nothing_left_to_send),
    ],
)
def test_each_event_runs_the_rules_that_wait_for_it(
    desk: Desk, books: Books, walker: Walker, event: str, situation: Situation
) -> None:
    """A rule on the event tags the order in that situation, and rules on the other events do not."""
    for number, name in enumerate(sorted(EVENTS), 1):
        make_rule(walker, name, "Add Order Note", Note=f"noticed {number}: {name}.")
    situation(desk, walker, books)
    walker.go(walker.address)
    noticed = {name for name in EVENTS if f": {name}." in walker.words}
    always = {"Order Scheduled to Zoho Books"}
    before = {"Before Order Submitted to Zoho Books"}
    after = {"After Order Submitted to Zoho Books"} if books.sales_orders() else set()
    assert noticed == always | before | after | {event}


def test_scheduled_runs_at_once(desk: Desk, books: Books, walker: Walker) -> None:
    """Right after scheduling: the rule has run before any worker has done anything."""
    make_rule(walker, "Order Scheduled to Zoho Books", "Tag Order", Tag="on-its-way")
    walker.open(f"/orders/{desk.order().id}").press(SUBMIT).see("on-its-way")
    assert books.sales_orders() == []


def test_after_runs_only_after_success(desk: Desk, books: Books, walker: Walker) -> None:
    """An order that Zoho Books did not take has not been submitted."""
    make_rule(walker, "After Order Submitted to Zoho Books", "Tag Order", Tag="arrived")
    with_an_unknown_sku(desk, walker, books)
    assert "arrived" not in walker.words


def test_what_before_changes_is_in_what_is_sent(desk: Desk, books: Books, walker: Walker) -> None:
    """Last-minute updates arrive in Zoho Books."""
    make_rule(
        walker,
        "Before Order Submitted to Zoho Books",
        "Set Order Metadata",
        **{"Field name": "notes", "Value (optional)": "Packed by Ada"},
    )
    walker.send(desk, order_metadata={"notes": "old words"})
    assert books.sales_orders()[0]["notes"] == "Packed by Ada"


# --- The two actions ------------------------------------------------------------------------------------------


def test_a_rule_sends_orders_by_itself(desk: Desk, books: Books, walker: Walker) -> None:
    """Submit Order to Zoho Books: nobody presses anything, and the order arrives."""
    make_rule(walker, "Order is Imported", SUBMIT)
    walker.open(f"/orders/{desk.order().id}")
    desk.work()
    walker.go(walker.address).see("Auto", "Order Submitted to Zoho Books.")
    assert len(books.sales_orders()) == 1


def test_a_rule_cancels_an_order_that_was_sent(desk: Desk, books: Books, walker: Walker) -> None:
    """Cancel Order in Zoho Books: the sales order that was sent before is voided."""
    order = walker.send(desk).address
    make_rule(walker, "Folder is Changed", CANCEL)
    walker.go(order).type("Move to", "Canceled").press("Move")
    desk.work()
    walker.go(order).see("Order Canceled in Zoho Books.")
    assert books.sales_orders()[0]["status"] == "void"


def test_canceling_is_an_attempt(desk: Desk, books: Books, walker: Walker) -> None:
    """What Zoho Books does not let go stays there, and the order says why."""
    order = walker.send(desk).address
    books.invoice(books.sales_orders()[0]["salesorder_id"])
    make_rule(walker, "Folder is Changed", CANCEL)
    walker.go(order).type("Move to", "Closed").press("Move")
    desk.work()
    walker.go(order).see("Order Could Not Be Canceled in Zoho Books.")
    assert books.sales_orders()[0]["status"] != "void"
