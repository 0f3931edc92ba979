"""A customer is erased: nothing that tells who it was is left in any table, and what the books need stays."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import Books
from harness.desk import Desk
from tests.support.erase import (
    EMAIL,
    KEY,
    Post,
    data,
    erase,
    look,
    plant,
    traces,
)
from zoho_app.accounts import preferences
from zoho_app.accounts.models import AuditEntry, Invitation
from zoho_app.alerts.models import AlertRecipient
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.channels.models import Delivery
from zoho_app.extensions import db
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.models import Order, SavedView
from zoho_app.privacy import anonymize as privacy_anonymize
from zoho_app.privacy import proof
from zoho_app.privacy.models import Erasure
from zoho_app.privacy.scrub import Scrubber
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import Connection, SalesOrder


def test_no_trace_of_an_erased_customer_is_in_any_table(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    ids = plant(desk, books)
    planted = {column for column, _ in traces()}
    assert len(planted) > 45, "the customer was to be everywhere"
    total = db.session.get_one(Order, ids["sent"]).order_total

    answer = erase(owner, desk, post)

    assert "The customer was erased in this store." in answer.text
    assert traces() == set()
    order = db.session.get_one(Order, ids["sent"])
    assert (order.source_id, order.order_total, order.email) == ("C-1", total, "")
    assert (order.customer["first_name"], order.customer["country"]) == ("Erased", "GB")
    assert [(item.name, item.code, item.quantity, item.price) for item in order.items] == [
        ("Stoneware mug", "BD-MUG-01", 2, Decimal("12.5"))
    ]
    assert order.items[0].variation_list == {"Engraving": "For [erased]", "Size": "L"}
    sent = db.session.scalars(select(SalesOrder).where(SalesOrder.order_id == order.id)).one()
    assert sent.salesorder_id == order.fulfillment_id != ""
    assert sent.payload["line_items"]
    assert sent.payload["salesorder_number"] == sent.salesorder_number
    assert [one.tracking_number for one in order.shipments] == ["1Z1"]
    notes = desk.history(order.id)
    assert notes[0].startswith("owner@example.com: Customer erased")
    assert any(sent.salesorder_number in note for note in notes), "that it was sent stays known"
    assert "owner@example.com: Order Details Changed: [erased]" in notes
    other = db.session.get_one(Order, ids["other"])
    assert other.email == "ada@example.com"
    assert other.checkout_data == {"Referred by": "[erased]"}
    told = select(Delivery.url).where(Delivery.order_id == other.id)
    assert set(db.session.scalars(told)) == {"https://s.example.com/?for=[erased]&key=4711"}
    assert db.session.scalars(select(AlertRecipient)).all() == []
    assert db.session.scalars(select(Invitation)).all() == []
    assert other.notes[-1].content == "Ask [erased] first"
    assert preferences.recent_searches(desk.person("owner"), desk.store_id) == ["mug"]
    assert db.session.scalars(select(DeletedOrder.order_id)).all() == [ids["gone"]]


def test_the_look_before_counts_what_is_held_and_a_second_run_finds_nothing(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    plant(desk, books)
    held = look(owner, desk, post)
    assert held["orders"] == "2"
    assert held["deleted orders"] == "1"
    assert held["saved views"] == "1"
    assert held["recent searches of members"] == "1"
    assert held["sales orders that were sent for these orders"] == "1"
    assert held["lines of bulk runs with these orders"] == "1"
    assert held["messages to sales channels about these orders"] == "2"
    assert int(held["copied contacts from Zoho Books"]) >= 1
    assert held["other appointments with the address"] == "1"
    assert held["other orders with the address"] == "1"
    assert held["other addresses that messages went to with the address"] == "2"
    assert held["requests to confirm alerts"] == "1"
    assert held["invitations to this store"] == "1"
    assert held["other lines of the audit log with the address"] == "4"
    assert db.session.scalars(select(Erasure)).all() == [], "looking erases nothing"
    assert traces()
    erase(owner, desk, post)
    page = f"{desk.address}/privacy"
    retry = post(owner, page, f"{page}/look", email=EMAIL)
    assert "This store has no data about this customer." in retry.text
    assert "This address was erased by owner@example.com. Nothing was left." in retry.text
    assert "This store has no data about that customer." in erase(owner, desk, post).text
    assert len(db.session.scalars(select(Erasure)).all()) == 1


def test_the_proof_tells_that_it_was_done_and_not_who_it_was(desk: Desk, owner: FlaskClient, post: Post) -> None:
    desk.order(**data("C-1"))
    erase(owner, desk, post)
    done = db.session.scalars(select(Erasure)).one()
    assert done.finished_at is not None
    assert (done.asked_by, done.counts["orders"]) == ("owner@example.com", 1)
    assert done.proof == proof.for_address(desk.store_id, KEY)
    other = Desk.open(desk.app, "Other")
    assert done.proof != proof.for_address(other.store_id, KEY), "a store's own key"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.what.startswith("Erased a customer"))).one()
    assert (entry.who, done.proof in entry.what) == ("owner@example.com", True)
    assert KEY not in entry.what
    assert done.proof in owner.get(f"{desk.address}/privacy").text


def test_a_customer_of_another_store_is_not_touched(desk: Desk, owner: FlaskClient, post: Post) -> None:
    other = Desk.open(desk.app, "Other")
    order_id = other.order(**data("C-1")).id
    assert "has no data about" in erase(owner, desk, post).text
    order = db.session.get_one(Order, order_id)
    assert order.email == EMAIL
    assert order.notes


def test_an_address_that_only_ends_alike_is_another_customers(desk: Desk, owner: FlaskClient, post: Post) -> None:
    """ada@example.com is in lovelada@example.com, and in ada@example.com.au."""
    plain = desk.order("A", checkout_data={"cc": "lovelada@example.com, ada@example.com.au, (ada@example.com)."})
    plain_id = plain.id
    others = [desk.order(name, email=name).id for name in ("lovelada@example.com", "ada@example.com.au")]
    erase(owner, desk, post, "ada@example.com")
    assert [db.session.get_one(Order, one).email for one in others] == ["lovelada@example.com", "ada@example.com.au"]
    assert db.session.get_one(Order, plain_id).email == ""
    scrubber = Scrubber(["ada@example.com"])
    text = "lovelada@example.com, ada@example.com.au, (ada@example.com)."
    assert scrubber.clean(text) == "lovelada@example.com, ada@example.com.au, ([erased])."


def test_letters_beyond_ascii_are_found_in_texts_and_in_json(desk: Desk, owner: FlaskClient, post: Post) -> None:
    address = "jörg@müller.example"
    ids = [desk.order("1", email=address).id, desk.order("2", checkout_data={"cc": f"an {address}"}).id]
    erase(owner, desk, post, address)
    assert db.session.get_one(Order, ids[0]).email == ""
    assert db.session.get_one(Order, ids[1]).checkout_data == {"cc": "an [erased]"}


@pytest.mark.parametrize("role", ["operator", "viewer"])
def test_only_owners_may_erase(desk: Desk, sign_in: Callable[[str], FlaskClient], post: Post, role: str) -> None:
    client = sign_in(role)
    desk.order(**data("C-1"))
    assert client.get(f"{desk.address}/privacy").status_code == 403
    assert post(client, "/account", f"{desk.address}/privacy/erase", email=EMAIL).status_code == 403
    assert ("orders.email", KEY) in traces()


def test_nothing_is_sent_for_an_erased_order_any_more(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    order_id = desk.order(
        **data("C-1", order_items=[{"name": "No such", "code": "NONE", "price": 1, "quantity": 1}])
    ).id
    page = f"{desk.address}/orders/{order_id}"
    post(owner, page, f"{page}/submit")
    desk.work()
    erase(owner, desk, post)
    books.count_from_here()
    assert db.session.scalars(select(Appointment.is_dismissed).where(Appointment.state == FAILED)).all() == [True]
    appointment = db.session.scalars(select(Appointment.id).where(Appointment.subject_id == order_id)).one()
    post(owner, f"{desk.address}/orders", f"{desk.address}/appointments/{appointment}/run")
    desk.work()
    assert not [call for call in books.desk_calls() if call.startswith("POST")]


def test_no_second_contact_is_made_because_the_memory_of_one_was_erased(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    """Zoho still has the contact: who orders again under the address is that contact."""
    first = desk.order(**data("C-1"))
    actions.submit(first, "owner@example.com")
    db.session.commit()
    desk.work()
    contacts = len(books.contacts())
    erase(owner, desk, post)
    assert db.session.get_one(Connection, desk.store_id).contacts_filled_at is None
    actions.submit(desk.order(**data("C-9")), "owner@example.com")
    db.session.commit()
    desk.work()
    assert len(books.contacts()) == contacts


@pytest.mark.parametrize("typed", ["", "nobody", "@", "a b@example.com", "x" * 300 + "@e.com"])
def test_what_is_no_address_is_refused(desk: Desk, owner: FlaskClient, post: Post, typed: str) -> None:
    page = f"{desk.address}/privacy"
    for action in ("look", "erase"):
        answer = post(owner, page, f"{page}/{action}", email=typed)
        assert answer.status_code == 200
        assert (
            "E-mail address of the customer: " in BeautifulSoup(answer.text, "lxml").select_one(".error-summary").text
        )


def test_an_interrupted_erasure_goes_on(
    desk: Desk, owner: FlaskClient, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        desk.order(**data(f"C-{number}"))
    db.session.add(SavedView(store_id=desk.store_id, user_id=None, name="Hers", query="q=canary.ada%40example.com"))
    db.session.commit()
    monkeypatch.setattr("zoho_app.privacy.erase.AT_ONCE", 1)
    anonymize = privacy_anonymize.anonymize
    done: list[int] = []

    def dies(order: Order, who: str) -> None:
        if done:
            raise RuntimeError("the power went")
        done.append(order.id)
        anonymize(order, who)

    with monkeypatch.context() as patch:
        patch.setattr(privacy_anonymize, "anonymize", dies)
        with pytest.raises(RuntimeError):
            erase(owner, desk, post)
    assert db.session.get_one(Order, done[0]).email == ""
    assert db.session.scalars(select(Erasure.finished_at)).all() == [None]
    assert ("orders.email_key", KEY) in traces()
    assert "Interrupted" in owner.get(f"{desk.address}/privacy").text
    erase(owner, desk, post)
    assert traces() == set()
