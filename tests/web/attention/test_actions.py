"""Needs attention: exactly what was meant tries again or is dismissed, once, by those who may, however many."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from harness.books import WHO, Books
from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from tests.support.attention import PAGE, add_failed, items, operated, ordered, send, states, titles
from zoho_app import kinds
from zoho_app.appointments.models import BULK, DONE, FAILED, PEOPLE, SCHEDULED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order

pytestmark = pytest.mark.slow(20)

__all__ = ["operated"]


def test_exactly_the_group_tries_again_behind_all_other_work(desk: Desk, operated: Walker) -> None:
    ids = [ordered(desk, str(number)) for number in range(4)]
    add_failed(desk, "try_later", [], *ids[:2])
    add_failed(desk, "internal", [], ids[2])
    add_failed(desk, "try_later", [], ids[3], kind=kinds.CANCEL.name)
    operated.open(PAGE).press("Send these 2 orders again : Zoho Books did not answer for two hours")
    db.session.remove()
    begun = db.session.scalars(select(Appointment).where(Appointment.state == SCHEDULED)).all()
    assert [(one.subject_id, one.priority, one.asked_by) for one in begun] == [
        (order_id, BULK, "operator@example.com") for order_id in ids[:2]
    ]
    operated.press("Send this order again : Something unexpected went wrong in Bookdesk")
    operated.press("Try this cancellation again : Zoho Books did not answer for two hours")
    db.session.remove()
    later = db.session.scalars(select(Appointment).where(Appointment.subject_id.in_(ids[2:]))).all()
    assert [(one.state, one.priority) for one in later] == [(SCHEDULED, PEOPLE)] * 2
    assert desk.history(ids[3])[0] == "operator@example.com: Order Scheduled to be canceled again"


def test_what_was_begun_anew_otherwise_is_not_sent_again(desk: Desk, operated: Walker) -> None:
    order_id = ordered(desk, "1")
    add_failed(desk, "internal", [], order_id)
    operated.open(PAGE)
    stale = operated.soup
    add_failed(desk, "", [], order_id)
    later = db.session.scalars(select(Appointment).order_by(Appointment.id.desc())).first()
    assert later is not None
    later.state = DONE
    db.session.commit()
    operated.soup = stale
    operated.press("Send this order again : Something unexpected went wrong in Bookdesk")
    operated.see("Nothing is left to do here")
    assert SCHEDULED not in states()


def test_a_double_click_lets_it_try_once(desk: Desk, operated: Walker) -> None:
    add_failed(desk, "internal", [], ordered(desk, "1"))
    operated.open(PAGE)
    first = operated.soup
    for _ in range(2):
        operated.soup = first
        operated.press("Send this order again : Something unexpected went wrong in Bookdesk")
    operated.see("Nothing is left to do here")
    assert states() == {SCHEDULED: 1}


def test_dismissing_takes_a_group_off_and_the_orders_say_so(desk: Desk, operated: Walker) -> None:
    ids = [ordered(desk, "1"), ordered(desk, "2")]
    add_failed(desk, "invalid_sku", ["GIFT"], *ids)
    operated.open(PAGE).click("Choose the item").press("Dismiss all 2").see(
        "2 orders dismissed.", "Nothing needs your attention"
    )
    assert desk.history(ids[0])[0] == (
        "operator@example.com: Failure Dismissed: Zoho Books has no active item with SKU GIFT"
    )


def test_what_fails_again_after_a_dismissal_needs_attention_again(desk: Desk, books: Books, operated: Walker) -> None:
    send(desk, ordered(desk, "1", order_items=items("NOPE")))
    operated.open(PAGE).click("Choose the item").press("Dismiss it")
    operated.open("/appointments").press("Run now Submit Order to Zoho Books")
    desk.work()
    operated.open(PAGE)
    assert titles(operated) == ["1 order: Zoho Books has no active item with SKU NOPE"]


def test_a_deleted_order_needs_nobody(desk: Desk, operated: Walker) -> None:
    order_id = ordered(desk, "1")
    add_failed(desk, "internal", [], order_id)
    operated.open(f"/orders/{order_id}").click("Delete order").press("Delete order 1 for good")
    operated.open(PAGE).see("Nothing needs your attention")


# Who may see and do what


def test_a_viewer_sees_the_groups_and_no_button(desk: Desk, viewer: FlaskClient) -> None:
    add_failed(desk, "invalid_sku", ["AB-1"], ordered(desk, "1"))
    walker = (
        Walker(viewer, desk.address)
        .open(PAGE)
        .see("1 order Zoho Books has no active item with SKU AB-1")
        .click("See them")
        .see("It did not")
    )
    assert walker.soup.select("main form") == []
    where = {"kind": kinds.SUBMIT.name, "cause": "invalid_sku", "about": "AB-1"}
    for action in ("send", "skip", "dismiss", "item", "contact", "create-contacts"):
        answer = viewer.post(
            f"{desk.address}{PAGE}/group/{action}", data={**where, "csrf_token": walker_token(viewer, desk)}
        )
        assert answer.status_code == 403
    assert states() == {FAILED: 1}


def walker_token(client: FlaskClient, desk: Desk) -> str:
    return Walker(client, desk.address).token


def test_another_stores_failures_are_neither_seen_nor_touched(desk: Desk, operated: Walker) -> None:
    other = Desk.open(desk.app, "Other")
    add_failed(other, "invalid_sku", ["AB-1"], ordered(other, "1"))
    operated.open(PAGE).see("Nothing needs your attention")
    operated.open(f"{PAGE}/group?kind=zoho_books.submit&cause=invalid_sku&about=AB-1").see(
        "Nothing is left to do here"
    )
    data = {"kind": kinds.SUBMIT.name, "cause": "invalid_sku", "about": "AB-1", "csrf_token": operated.token}
    operated.client.post(f"{desk.address}{PAGE}/group/send", data=data)
    assert states() == {FAILED: 1}


def test_an_empty_page_says_so_kindly(desk: Desk, operated: Walker) -> None:
    operated.open(PAGE).see("Nothing needs your attention").click("Show all orders").see("All Orders")


def test_ten_thousand_failures_are_quick_to_see_and_to_begin_anew(desk: Desk, operated: Walker) -> None:
    first = ordered(desk, "0")
    order = db.session.get_one(Order, first)
    like = {name: getattr(order, name) for name in ("store_id", "folder_id", "source_name", "email")}
    db.session.execute(insert(Order), [{**like, "id": first + n, "source_id": f"m{n}"} for n in range(1, 10_000)])
    failure = {"store_id": desk.store_id, "kind": kinds.SUBMIT.name, "queue": "zoho_books", "asked_by": WHO}
    failure |= {"state": FAILED, "finished_at": now()}
    causes = [
        ("contact_missing", [f"{n}@x.yz"]) if n % 2 else ("invalid_sku", [f"SKU-{n % 40}"]) for n in range(10_000)
    ]
    rows = [
        {**failure, "subject_id": first + n, "cause": cause, "details": details}
        for n, (cause, details) in enumerate(causes)
    ]
    db.session.execute(insert(Appointment), rows)
    db.session.commit()
    db.session.remove()
    with statements() as seen:
        operated.open(PAGE)
    assert len(seen) <= 12, "\n\n".join(seen)
    assert len(titles(operated)) == 21
    with statements() as seen:
        operated.click("Choose existing contacts").see("5,000 orders")
    assert len(seen) <= 12, "\n\n".join(seen)
    with statements() as seen:
        operated.press("Send these 5,000 orders again").see("5,000 orders are under way again.")
    assert states() == {SCHEDULED: 5000, FAILED: 5000}
    assert len(seen) < 30, "as many for ten as for ten thousand"


def test_the_next_causes_continue_where_the_page_ended_though_some_were_dismissed_meanwhile(
    desk: Desk, operated: Walker
) -> None:
    order_id = desk.order("1").id
    for number in range(30):
        add_failed(desk, "invalid_sku", [f"SKU-{number:02}"], *[order_id] * (2 if number == 7 else 1))
    first = titles(operated.open(PAGE).see("1 to 25 of 30 causes"))
    assert (len(first), first[0]) == (25, "2 orders: Zoho Books has no active item with SKU SKU-07")
    for one in db.session.scalars(select(Appointment)):
        one.is_dismissed = one.details == ["SKU-07"]
    db.session.commit()
    rest = titles(operated.click("Next").see("25 to 29 of 29 causes"))
    assert sorted({*first, *rest}) == sorted([*first, *rest])
    assert len(rest) == 5
    operated.click("First").see("1 to 25 of 29 causes")
