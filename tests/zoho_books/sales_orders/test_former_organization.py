"""The store is connected to another organization while something waits for the former one: nobody guesses there."""

import pytest
from flask.testing import FlaskClient
from freezegun import freeze_time

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from harness.sandbox import ORGANIZATION
from harness.walker import SETTINGS, Walker
from harness.zoho_consent import local
from tests.support.attention import PAGE, primary_buttons, states, titles
from zoho_app import kinds
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.preview import dry_run

OTHER = "927270002"
A, B = "Sandbox Trading Co", "Sandbox Trading UK"
LOST_ANSWER = {"action": "drop", "method": "POST", "path": "/books/v3/salesorders"}
CONNECT = "Connect that organization again"


@pytest.fixture
def owned(owner: FlaskClient, desk: Desk, books: Books) -> Walker:
    """The owner of a connected store whose Zoho account has a second organization."""
    books.add_organization()
    currencies = books.call("GET", "/settings/currencies", organization_id=OTHER)["currencies"]
    (dollars,) = (one["currency_id"] for one in currencies if one["currency_code"] == "USD")
    ada = {"contact_name": "Ada Lovelace", "currency_id": dollars}
    ada["contact_persons"] = [{"email": "ada@example.com", "is_primary_contact": True}]
    books.call("POST", "/contacts", ada, organization_id=OTHER)
    return Walker(owner, desk.address)


def connect_to(walker: Walker, books: Books, organization: str) -> None:
    """Disconnect where that is needed, connect, choose the organization and say that it is meant."""
    if walker.open(SETTINGS).soup.find(id="data_center") is None:
        walker.press("Disconnect from Zoho Books")
    walker.go(local(books.consent(walker.client))).see("Choose an organization")
    for one in walker.soup.select("[name=organization_id]"):
        one.attrs.pop("checked", None)
        if one["value"] == organization:
            one["checked"] = ""
    walker.press("Use this organization")
    walker.check(f"Yes, connect this store to {B if organization == OTHER else A}")
    walker.press("Use this organization").see("Connected to Zoho Books.")


def sent_to_a_without_answer(desk: Desk, books: Books, when: str) -> int:
    """An order whose answer is lost, before or after Zoho has made it; its id."""
    books.fail({**LOST_ANSWER, "when": when})
    order_id = submitted(desk)
    assert states() == {"unknown": 1}
    return order_id


def in_b(books: Books) -> list[str]:
    rows = books.call("GET", "/salesorders", organization_id=OTHER)["salesorders"]
    return [row["salesorder_number"] for row in rows]


def asked_of_b(books: Books) -> list[str]:
    """What the desk has sent to organization B, or has looked up there by its number."""
    return [
        f"{entry['method']} {entry['query']}"
        for entry in books.ledger()
        if entry["path"] == "/books/v3/salesorders" and entry["query"].get("organization_id") == OTHER
        if entry["method"] == "POST" or "salesorder_number" in entry["query"]
    ]


def work_on(desk: Desk) -> None:
    with freeze_time(now()) as clock:
        desk.keep_working(clock, 8, every=40)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_outcome_unknown_in_one_organization_is_not_looked_up_in_another(
    desk: Desk, books: Books, owned: Walker, when: str
) -> None:
    order_id = sent_to_a_without_answer(desk, books, when)
    connect_to(owned, books, OTHER)
    books.count_from_here()
    work_on(desk)
    assert in_b(books) == [] and asked_of_b(books) == []
    owned.open(PAGE)
    assert titles(owned) == [f"1 order: No answer came back from {A}"]
    assert primary_buttons(owned) == [CONNECT]
    owned.open(f"/orders/{order_id}").see(
        f"It was sent to {A} as sales order", f"This store is now connected to {B}", f"Reconnect {A}"
    )
    (verdict,) = dry_run.list_verdicts(desk.store_id, [db.session.get_one(Order, order_id)])
    assert verdict.verdict == dry_run.BLOCKED
    owned.open(f"/orders/{order_id}").press("Submit Order to Zoho Books")  # asked for once more
    work_on(desk)
    assert in_b(books) == [] and asked_of_b(books) == []
    # The one thing to do: connect that organization again.
    owned.open(PAGE).click(CONNECT).see(f"Some orders need the organization {A}.")
    connect_to(owned, books, ORGANIZATION)
    work_on(desk)
    assert [row["reference_number"] for row in books.sales_orders()] == ["1001"]
    assert in_b(books) == []
    owned.open(f"/orders/{order_id}").see(f"Reconnected to {A}", "Order Submitted to Zoho Books.")
    assert owned.words.count("Order Submitted to Zoho Books.") == 1
    owned.open(PAGE).see("Nothing needs your attention")


def test_who_has_looked_there_sends_it_to_the_other_organization(desk: Desk, books: Books, owned: Walker) -> None:
    order_id = sent_to_a_without_answer(desk, books, "before")
    connect_to(owned, books, OTHER)
    work_on(desk)
    owned.open(PAGE).see(f"Send it to {B} anyway", f"Look in {A} first")
    stale = owned.soup
    owned.press(f"It is not in {A}: send it to {B}").see("1 order is under way")
    owned.soup = stale
    owned.press(f"It is not in {A}: send it to {B}").see("Nothing is left to do here")
    work_on(desk)
    assert len(in_b(books)) == 1
    assert books.sales_orders() == []
    owned.open(f"/orders/{order_id}").see(
        f"Confirmed: not in {A}; send it to {B}", "owner@example.com", "Order Submitted to Zoho Books."
    )
    owned.open(PAGE).see("Nothing needs your attention")


def test_a_decision_for_one_organization_does_not_send_to_the_next(desk: Desk, books: Books, owned: Walker) -> None:
    sent_to_a_without_answer(desk, books, "before")
    connect_to(owned, books, OTHER)
    work_on(desk)
    owned.open(PAGE)
    stale = owned.soup
    for one in stale.select("[name=organization_id]"):
        one["value"] = "1"  # what the page knew when it was opened
    owned.press(f"It is not in {A}: send it to {B}").see(f"This store is connected to {B} now.")
    work_on(desk)
    assert in_b(books) == []
    owned.open(PAGE)
    assert primary_buttons(owned) == [CONNECT]


def test_a_cancellation_of_what_is_in_the_former_organization_waits_for_it(
    desk: Desk, books: Books, owned: Walker
) -> None:
    order_id = submitted(desk)
    connect_to(owned, books, OTHER)
    owned.open(f"/orders/{order_id}").click("Cancel Order in Zoho Books").press("Cancel Order in Zoho Books")
    work_on(desk)
    owned.open(PAGE)
    assert titles(owned) == [f"1 cancellation: The sales order is in {A}"]
    assert primary_buttons(owned) == [CONNECT]
    assert [row["status"] for row in books.sales_orders()] != ["void"]
    connect_to(owned, books, ORGANIZATION)
    work_on(desk)
    assert [row["status"] for row in books.sales_orders()] == ["void"]
    assert order_of(order_id).folder.name == "Canceled"
    owned.open(PAGE).see("Nothing needs your attention")


@pytest.mark.parametrize("is_in_doubt", [False, True])
def test_who_has_looked_there_marks_it_as_canceled_and_may_send_it_here(
    desk: Desk, books: Books, owned: Walker, is_in_doubt: bool
) -> None:
    order_id = sent_to_a_without_answer(desk, books, "before") if is_in_doubt else submitted(desk)
    connect_to(owned, books, OTHER)
    work_on(desk)
    owned.open(f"/orders/{order_id}").click("Cancel Order in Zoho Books").press("Cancel Order in Zoho Books")
    work_on(desk)
    owned.open(PAGE).see(f"It is no longer in {A}").press("Mark it as canceled").see("1 order counts as canceled.")
    owned.open(PAGE).see("Nothing needs your attention")
    assert order_of(order_id).folder.name == "Canceled"
    owned.open(f"/orders/{order_id}").see(f"Confirmed: no longer in {A}")
    owned.press("Submit Order to Zoho Books")
    work_on(desk)
    assert len(in_b(books)) == 1


def test_a_viewer_decides_nothing(desk: Desk, books: Books, owned: Walker, viewer: FlaskClient) -> None:
    sent_to_a_without_answer(desk, books, "before")
    connect_to(owned, books, OTHER)
    work_on(desk)
    seen = Walker(viewer, desk.address).open(PAGE).see("No answer came back")
    assert seen.soup.select("main form") == []
    form = {"kind": kinds.SUBMIT.name, "cause": "other_organization", "about": A, "organization_id": OTHER}
    answer = viewer.post(f"{desk.address}{PAGE}/group/elsewhere", data={**form, "csrf_token": seen.token})
    assert answer.status_code == 403
    assert states()["failed"] == 1 and "scheduled" not in states()
