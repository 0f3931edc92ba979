"""What is done with the checked orders of a list: counted and asked about first, then a run, but for a move."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.walker import Walker, fields_of
from tests.support.order_pages import Post, appointment, appointments, connect, orders_in, sales_order
from zoho_app.appointments.models import BULK, PEOPLE
from zoho_app.extensions import db


class Checked:
    """An operator who checks orders of the list and presses a button."""

    def __init__(self, desk: Desk, client: FlaskClient, post: Post) -> None:
        self.client, self.post, self.list = client, post, f"{desk.address}/orders"

    def press(self, do: str, ids: list[int], **more: Any) -> str:
        """What the next page says; `do` is a button's value."""
        answer = self.post(self.client, self.list, f"{self.list}/checked", do=do, order_ids=ids, **more)
        self.soup = BeautifulSoup(answer.text, "lxml")
        return self.words

    def sure(self) -> str:
        """Press the button of the question."""
        form = next(one for one in self.soup.select("main form") if str(one["action"]).endswith("/start"))
        answer = self.client.post(str(form["action"]), data=fields_of(form), follow_redirects=True)
        self.soup = BeautifulSoup(answer.text, "lxml")
        return self.words

    @property
    def words(self) -> str:
        return " ".join(self.soup.get_text(" ").split())


@pytest.fixture
def checked(desk: Desk, operator: FlaskClient, post: Post) -> Checked:
    return Checked(desk, operator, post)


def test_a_move_of_checked_orders_is_a_run_with_undo_in_the_list(
    desk: Desk, checked: Checked, operator: FlaskClient
) -> None:
    first, second, third = (desk.order(number).id for number in ("1", "2", "3"))
    said = checked.press("move", [first, third], folder_id=desk.folder("Prepared").id)
    assert "2 orders moved to Prepared." in said
    assert (orders_in(desk, "Prepared"), orders_in(desk, "New")) == ([first, third], [second])
    walker = Walker(operator, desk.address)
    walker.soup = checked.soup
    walker.press("Undo").see("All Orders", "2 orders moved back.")
    assert orders_in(desk, "New") == [first, second, third]
    walker.open("/runs").see("Move to Prepared", "Move back from Prepared")


def test_moving_the_same_again_after_undoing_it_is_done_again(desk: Desk, checked: Checked, walker: Walker) -> None:
    order_id, prepared = desk.order("1").id, desk.folder("Prepared").id
    checked.press("move", [order_id], folder_id=prepared)
    undo = checked.soup.select_one("main .toast form")
    assert undo is not None
    checked.client.post(str(undo["action"]), data=fields_of(undo))
    assert "1 order moved to Prepared." in checked.press("move", [order_id], folder_id=prepared)
    assert orders_in(desk, "Prepared") == [order_id]


def test_what_was_not_moved_is_said(desk: Desk, checked: Checked) -> None:
    ids = [desk.order("1").id, desk.order("2").id]
    prepared = desk.folder("Prepared").id
    checked.press("move", ids[:1], folder_id=prepared)
    said = checked.press("move", ids, folder_id=prepared)
    assert "1 order moved to Prepared." in said
    assert "1 order not moved: Already in Prepared." in said
    assert "that folder no longer exists" in checked.press("move", ids, folder_id=999)


@pytest.mark.parametrize(("action", "words"), [("submit", "Submit 2 orders"), ("cancel", "Cancel 2 orders")])
def test_nothing_goes_to_zoho_books_before_the_question_is_answered(
    desk: Desk, checked: Checked, action: str, words: str
) -> None:
    connect(desk)
    ids = []
    for number in ("1", "2"):
        order = desk.order(number)
        if action == "cancel":
            order.fulfillment_id = "77"
            db.session.add(sales_order(order))
        ids.append(order.id)
    db.session.commit()
    said = checked.press(action, ids)
    assert "Nothing has happened yet." in said
    assert f"{words} {'to' if action == 'submit' else 'in'} Zoho Books" in said
    assert "About" in said
    assert appointments() == []
    assert "Finished" in checked.sure()
    assert [made.kind for made in appointments()] == [f"zoho_books.{action}"] * 2


def test_refusals_are_counted_before_and_told_by_reason_after(desk: Desk, checked: Checked) -> None:
    connect(desk)
    there, waiting, fresh = desk.order("1"), desk.order("2"), desk.order("3")
    there.fulfillment_id = "77"
    db.session.add_all([sales_order(there), appointment(waiting, "scheduled"), appointment(fresh, "failed")])
    db.session.commit()
    ids = [there.id, waiting.id, fresh.id, desk.order("4").id]
    said = checked.press("submit", ids)
    assert "2 would be scheduled to Zoho Books" in said
    assert "1 is already in Zoho Books." in said
    assert "1 is already being sent." in said
    said = checked.sure()
    assert "2 scheduled to Zoho Books" in said
    assert "2 refused" in said
    made = appointments()[-1]
    assert (made.subject_id, made.priority, made.asked_by) == (ids[3], BULK, "operator@example.com")


def test_one_checked_order_goes_before_bulk_work(desk: Desk, checked: Checked) -> None:
    connect(desk)
    checked.press("submit", [desk.order("1").id])
    checked.sure()
    assert [made.priority for made in appointments()] == [PEOPLE]


def test_checked_orders_that_still_wait_are_withdrawn(desk: Desk, checked: Checked) -> None:
    connect(desk)
    ids = [desk.order("1").id, desk.order("2").id]
    for action in ("submit", "cancel"):
        checked.press(action, ids)
        said = checked.sure()
    assert "Withdrawn before it was sent" in said
    assert [made.state for made in appointments()] == ["canceled", "canceled"]


def test_nothing_checked_says_so(desk: Desk, checked: Checked) -> None:
    desk.order("1")
    assert "Check at least one order first." in checked.press("submit", [])


def test_bulk_work_never_touches_another_stores_order(desk: Desk, checked: Checked) -> None:
    desk.order("1")
    foreign = Desk.open(desk.app, "Other").order("9")
    said = checked.press("move", [foreign.id], folder_id=desk.folder("Closed").id)
    assert "None of these orders exists any longer." in said
    assert orders_in(desk, "Closed") == []


def test_the_way_back_after_bulk_work_stays_on_the_list(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order("1")
    fields = {"do": "move", "order_ids": [order.id], "folder_id": desk.folder("Closed").id}
    address = f"{desk.address}/orders"
    answer = post(operator, address, f"{address}/checked", follow=False, back="https://evil.example/", **fields)
    assert answer.location == address
    wanted = f"{address}?folder={desk.folder('New').id}"
    assert post(operator, address, f"{address}/checked", follow=False, back=wanted, **fields).location == wanted
