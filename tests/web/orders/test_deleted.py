"""An order that is deleted leaves a trace: who deleted what, when, and what had happened to it; for owners."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import Books
from harness.desk import Desk
from tests.support.api_client import Api
from zoho_app.accounts.models import AuditEntry
from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import deleted, edit, history
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import SalesOrder

Post = Callable[..., Any]


def delete(client: FlaskClient, desk: Desk, post: Post, order_id: int) -> Any:
    page = f"{desk.address}/orders/{order_id}"
    return post(client, page, f"{page}/delete")


def test_who_deleted_which_order_when_stands_in_the_audit_log_with_its_numbers(
    desk: Desk, books: Books, owner: FlaskClient, operator: FlaskClient, post: Post
) -> None:
    order = desk.order()
    actions.submit(order, "operator@example.com")
    db.session.commit()
    order_id = order.id
    desk.work()
    number = db.session.scalars(select(SalesOrder.salesorder_number)).one()
    began_at = now()
    delete(operator, desk, post, order_id)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.who == "operator@example.com"
    assert began_at <= entry.at <= now()
    # 2 mugs at 12.50, a bag at 19.90, 5.00 for shipping
    assert entry.what == (
        f"Deleted order {order_id} (Shopify 1001), total $49.90, sales order in Zoho Books: {number}"
    )
    page = owner.get(f"{desk.address}/audit-log").text
    assert f"Deleted order {order_id} (Shopify 1001)" in page
    assert "ada@example.com" not in entry.what


def test_the_history_of_a_deleted_order_can_still_be_read(desk: Desk, owner: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit.add_note(order, "Call before delivery", "owner@example.com")
    db.session.commit()
    order_id = order.id
    told = desk.history(order_id)
    delete(owner, desk, post, order_id)
    assert owner.get(f"{desk.address}/orders/{order_id}").status_code == 404
    listed = owner.get(f"{desk.address}/deleted-orders").text
    assert f"Order {order_id}" in listed
    assert "owner@example.com" in listed
    deleted_id = db.session.scalars(select(DeletedOrder.id)).one()
    page = owner.get(f"{desk.address}/deleted-orders/{deleted_id}").text
    assert "Call before delivery" in page
    assert "Order Imported from Shopify" in page
    kept = db.session.get_one(DeletedOrder, deleted_id)
    assert [f"{line['who']}: {line['note']}" for line in kept.history] == told
    rows = owner.get(f"{desk.address}/exports/deleted-orders/{deleted_id}/history.json").json
    assert [f"{row['who']}: {row['what_happened']}" for row in rows] == told


def test_an_order_that_a_program_deletes_leaves_the_same_trace(desk: Desk) -> None:
    order_id = desk.order().id
    assert Api(desk).delete(f"/orders/{order_id}").status_code == 200
    kept = db.session.scalars(select(DeletedOrder)).one()
    assert (kept.order_id, kept.source_id, kept.deleted_by) == (order_id, "1001", "API")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.who == "API"
    assert entry.what.startswith(f"Deleted order {order_id} (Shopify 1001)")


def test_no_address_of_a_deleted_order_stays_in_its_appointments(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    order = desk.order(order_items=[{"name": "No such", "code": "NONE", "price": 1, "quantity": 1}])
    actions.submit(order, "owner@example.com")
    db.session.commit()
    order_id = order.id
    desk.work()
    appointment = db.session.scalars(select(Appointment).where(Appointment.subject_id == order_id)).one()
    appointment.details, appointment.answer = ["ada@example.com"], "No contact has ada@example.com."
    db.session.commit()
    delete(owner, desk, post, order_id)
    found = db.session.scalars(select(Appointment).where(Appointment.subject_id == order_id)).one()
    assert (found.state, found.is_dismissed, found.details, found.answer) == ("failed", True, [], "")
    assert "ada@example.com" not in owner.get(f"{desk.address}/appointments").text


def test_a_refused_deletion_leaves_no_trace(desk: Desk, owner: FlaskClient, post: Post, books: Books) -> None:
    order = desk.order()
    actions.submit(order, "owner@example.com")
    db.session.commit()
    assert "on its way to Zoho Books" in delete(owner, desk, post, order.id).text
    assert db.session.scalars(select(DeletedOrder)).all() == []


def test_a_very_long_history_keeps_its_newest_lines(
    desk: Desk, owner: FlaskClient, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleted, "LINES_KEPT", 3)
    order = desk.order()
    for number in range(9):
        history.add(order, "owner@example.com", f"Line {number}")
    db.session.commit()
    delete(owner, desk, post, order.id)
    kept = db.session.scalars(select(DeletedOrder)).one()
    assert [line["note"] for line in kept.history] == ["Line 8", "Line 7", "Line 6"]
    page = owner.get(f"{desk.address}/deleted-orders/{kept.id}").text
    assert "10 lines, of which the newest 3 were kept." in page


def test_deleted_orders_are_found_by_either_number_and_read_page_by_page(
    app: Flask, desk: Desk, owner: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoho_app.web.orders.deleted.PAGE_SIZE", 2)
    ids = []
    for number in range(5):
        order = desk.order(f"S-{number}")
        ids.append(order.id)
        edit.delete_order(order, "owner@example.com")
    other = Desk.open(app, "Other")
    edit.delete_order(other.order("S-1"), "owner@example.com")
    db.session.commit()
    here = f"{desk.address}/deleted-orders"
    first = owner.get(here).text
    assert [f"Order {one}<" in first for one in ids] == [False, False, False, True, True]
    before = db.session.scalars(select(DeletedOrder.id).where(DeletedOrder.order_id == ids[3])).one()
    second = owner.get(f"{here}?before={before}").text
    assert [f"Order {one}<" in second for one in ids] == [False, True, True, False, False]
    for query in ("S-1", str(ids[1]), f"%23{ids[1]}"):
        found = owner.get(f"{here}?q={query}").text
        assert [f"Order {one}<" in found for one in ids] == [False, True, False, False, False]
    foreign = db.session.scalars(select(DeletedOrder.id).where(DeletedOrder.store_id == other.store_id)).one()
    assert owner.get(f"{here}/{foreign}").status_code == 404
    for odd in ("99999999999999999999", "%00", "' OR 1=1", "²"):
        assert owner.get(f"{here}?q={odd}").status_code == 200
    assert owner.get(f"{here}?before=99999999999999999999").status_code in (200, 302)


def test_operators_and_viewers_do_not_see_deleted_orders(desk: Desk, sign_in: Callable[[str], FlaskClient]) -> None:
    edit.delete_order(desk.order(), "owner@example.com")
    db.session.commit()
    kept = db.session.scalars(select(DeletedOrder.id)).one()
    for role in ("operator", "viewer"):
        for path in ("", f"/{kept}"):
            assert sign_in(role).get(f"{desk.address}/deleted-orders{path}").status_code == 403
    assert db.session.scalars(select(Order)).all() == []
