"""The page of a store's appointments: what had to be done outside, how far it has come, and pressing on."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.walker import Walker
from zoho_app import kinds
from zoho_app.appointments.models import CANCELED, DONE, FAILED, RUNNING, SCHEDULED, UNKNOWN, Appointment
from zoho_app.channels.messages import ORDER_JSON
from zoho_app.channels.models import Delivery
from zoho_app.clock import now
from zoho_app.extensions import db

pytestmark = pytest.mark.once


def put(desk: Desk, state: str = SCHEDULED, subject_id: int = 1, **more: Any) -> int:
    """An appointment as the machinery would leave it; returns its id."""
    more = {"kind": kinds.SUBMIT.name, "queue": "zoho_books", "asked_by": "ada@example.com", **more}
    if state in (DONE, FAILED, CANCELED):
        more.setdefault("finished_at", now())
    appointment = Appointment(store_id=desk.store_id, state=state, subject_id=subject_id, **more)
    db.session.add(appointment)
    db.session.commit()
    return appointment.id


def state_of(appointment_id: int) -> str:
    db.session.remove()
    return db.session.get_one(Appointment, appointment_id).state


def rows(client: FlaskClient, address: str) -> list[str]:
    """The words of each row of the page's table."""
    soup = BeautifulSoup(client.get(address, follow_redirects=True).text, "lxml")
    return [" ".join(row.get_text(" ").split()) for row in soup.select("main tbody tr")]


def test_the_page_says_what_for_how_far_who_asked_and_what_was_answered(desk: Desk, viewer: FlaskClient) -> None:
    order_id = desk.order("1001").id
    put(desk, FAILED, order_id, answer="SKU BD-MUG-01 is not in Zoho Books.", cause="sku", attempts=3)
    page = viewer.get(f"{desk.address}/appointments")
    assert f'href="{desk.address}/orders/{order_id}"' in page.text
    (row,) = rows(viewer, f"{desk.address}/appointments")
    assert row.startswith(f"Submit Order to Zoho Books Order {order_id} (1001) Failed Ended")
    assert row.endswith(
        "SKU BD-MUG-01 is not in Zoho Books. 3 attempts, requested by ada@example.com · How to fix it"
    )


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (SCHEDULED, "Waiting"),
        (RUNNING, "Running"),
        (UNKNOWN, "Outcome unknown"),
        (DONE, "Done"),
        (FAILED, "Failed"),
        (CANCELED, "Canceled"),
    ],
)
def test_each_state_has_a_word_an_icon_and_a_filter(desk: Desk, viewer: FlaskClient, state: str, word: str) -> None:
    for number, one in enumerate((SCHEDULED, RUNNING, UNKNOWN, DONE, FAILED, CANCELED)):
        put(desk, one, subject_id=number)
    page = f"{desk.address}/appointments?state={state}"
    (row,) = rows(viewer, page)
    assert word in row
    badge = BeautifulSoup(viewer.get(page).text, "lxml").select_one("main tbody .state")
    assert badge is not None
    assert badge.select_one("svg") is not None
    assert len(rows(viewer, f"{desk.address}/appointments")) == 6


def test_the_kinds_are_told_in_words(desk: Desk, viewer: FlaskClient) -> None:
    order_id = desk.order().id
    message = Delivery(
        store_id=desk.store_id,
        order_id=order_id,
        message_key="k",
        format=ORDER_JSON,
        recipient="erp.example.com",
        subject="the order",
        url="https://erp.example.com/?key=s3cret",
        body="{}",
    )
    db.session.add(message)
    db.session.flush()
    put(desk, kind=kinds.DELIVER_MESSAGE.name, queue="channels", subject_id=message.id)
    put(desk, kind=kinds.CANCEL.name, subject_id=order_id)
    put(desk, kind="zoho_books.some_other_work", subject_id=desk.store_id)
    other, cancel, posting = rows(viewer, f"{desk.address}/appointments")
    assert other.startswith("Some other work")
    assert cancel.startswith(f"Cancel Order in Zoho Books Order {order_id}")
    assert posting.startswith(f"Post Order JSON to erp.example.com Order {order_id}")
    assert "s3cret" not in viewer.get(f"{desk.address}/appointments").text


def test_many_appointments_are_paged_newest_first_without_a_gap(desk: Desk, viewer: FlaskClient) -> None:
    made = [put(desk, DONE, subject_id=number, answer=f"Number {number}.") for number in range(120)]
    assert len(made) == 120
    seen, address = [], f"{desk.address}/appointments?state=done"
    for _ in range(3):
        seen += [int(found) for row in rows(viewer, address) for found in re.findall(r"Number (\d+)\.", row)]
        soup = BeautifulSoup(viewer.get(address).text, "lxml")
        following = soup.select_one('a[rel="next"]')
        address = str(following["href"]) if following else address
    assert seen == list(range(119, -1, -1))
    assert following is None
    previous = BeautifulSoup(viewer.get(address).text, "lxml").select_one('a[rel="prev"]')
    assert previous is not None
    middle = rows(viewer, str(previous["href"]))
    assert "Number 69." in middle[0]
    assert "Number 20." in middle[-1]


def test_a_page_that_is_no_more_leads_to_the_first(desk: Desk, viewer: FlaskClient) -> None:
    appointment_id = put(desk, DONE)
    for beyond in (f"before={appointment_id}", "after=999999999", "state=nonsense"):
        assert len(rows(viewer, f"{desk.address}/appointments?{beyond}")) == 1


def test_run_now_makes_a_failed_appointment_due_at_once(
    desk: Desk, operator: FlaskClient, post: Callable[..., Any]
) -> None:
    appointment_id = put(desk, FAILED, desk.order().id)
    page = f"{desk.address}/appointments"
    answer = post(operator, page, f"{page}/{appointment_id}/run", state="failed")
    assert "Submit Order to Zoho Books: started." in answer.text
    db.session.remove()
    appointment = db.session.get_one(Appointment, appointment_id)
    assert appointment.state == SCHEDULED
    assert appointment.due_at <= now()


def test_run_now_of_what_has_ended_says_that_there_is_nothing_to_run(
    desk: Desk, operator: FlaskClient, post: Callable[..., Any]
) -> None:
    put(desk, SCHEDULED, 8)
    appointment_id = put(desk, DONE, 7)
    page = f"{desk.address}/appointments"
    assert "there is nothing to run" in post(operator, page, f"{page}/{appointment_id}/run").text
    assert state_of(appointment_id) == DONE


def test_canceling_takes_a_waiting_appointment_back_and_the_order_knows_who_did_it(
    desk: Desk, operator: FlaskClient, post: Callable[..., Any]
) -> None:
    order_id = desk.order().id
    appointment_id = put(desk, SCHEDULED, order_id)
    page = f"{desk.address}/appointments"
    assert "canceled" in post(operator, page, f"{page}/{appointment_id}/cancel").text
    assert state_of(appointment_id) == CANCELED
    assert desk.history(order_id)[0] == "operator@example.com: Appointment Canceled: Submit Order to Zoho Books"


def test_a_running_appointment_cant_be_canceled(desk: Desk, operator: FlaskClient, post: Callable[..., Any]) -> None:
    order_id = desk.order().id
    put(desk, SCHEDULED, 999)
    appointment_id = put(desk, RUNNING, order_id, lease_until=now())
    page = f"{desk.address}/appointments"
    assert "too late to cancel" in post(operator, page, f"{page}/{appointment_id}/cancel").text
    assert state_of(appointment_id) == RUNNING
    assert not any("Canceled" in line for line in desk.history(order_id))


def test_a_viewer_sees_no_buttons_and_may_press_none(desk: Desk, viewer: FlaskClient) -> None:
    appointment_id = put(desk, SCHEDULED)
    assert "Run now" not in viewer.get(f"{desk.address}/appointments").text
    desk.app.config["WTF_CSRF_ENABLED"] = False
    for verb in ("run", "cancel"):
        assert viewer.post(f"{desk.address}/appointments/{appointment_id}/{verb}").status_code == 403
    assert state_of(appointment_id) == SCHEDULED


def test_another_stores_appointments_are_neither_shown_nor_touched(desk: Desk, operator: FlaskClient) -> None:
    other = Desk.open(desk.app, "Other")
    theirs = put(other, SCHEDULED)
    assert rows(operator, f"{desk.address}/appointments") == []
    desk.app.config["WTF_CSRF_ENABLED"] = False
    for verb in ("run", "cancel"):
        assert operator.post(f"{desk.address}/appointments/{theirs}/{verb}").status_code == 404
    assert state_of(theirs) == SCHEDULED


def test_without_appointments_the_page_says_what_will_appear(desk: Desk, viewer: FlaskClient) -> None:
    assert "No activity yet" in viewer.get(f"{desk.address}/appointments").text
    assert "Show all activity" in viewer.get(f"{desk.address}/appointments?state=failed").text


def test_the_list_is_narrowed_to_a_kind_and_a_state(desk: Desk, operator: FlaskClient) -> None:
    order_id = desk.order("1001").id
    put(desk, FAILED, order_id, cause="internal")
    put(desk, SCHEDULED, order_id, kind=kinds.CANCEL.name)
    walker = Walker(operator, desk.address).open("/appointments").type("Kind", "Cancellations").press("Show")
    assert [row.text for row in walker.soup.select("tbody th") if "Cancel Order" not in row.text] == []
    walker.click("Waiting").see("Cancel Order in Zoho Books").press("Run now Cancel Order in Zoho Books")
    assert "state=scheduled" in walker.address
    assert "kind=zoho_books.cancel" in walker.address
    walker.click("Failed").see("Nothing found").click("Kind: Cancellations")
    assert [row.text for row in walker.soup.select("tbody th") if "Submit Order" not in row.text] == []
    assert "state=failed" in walker.address
    assert operator.get(f"{desk.address}/appointments?kind=nonsense").status_code == 302


def test_a_failure_leads_to_its_remedy(desk: Desk, operator: FlaskClient) -> None:
    put(desk, FAILED, desk.order("1001").id, cause="invalid_sku", details=["AB-1", "CD-2"])
    Walker(operator, desk.address).open("/appointments").click("How to fix it").see(
        "Zoho Books has no active item with SKU AB-1"
    )
