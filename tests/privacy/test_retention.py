"""What is old goes by itself, slice by slice; what is open, unsettled or young stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from freezegun import freeze_time
from sqlalchemy import UpdateBase, event, func, insert, select, update

from harness.books import Books
from harness.desk import Desk
from zoho_app import jobs, kinds
from zoho_app.accounts.models import AuditEntry
from zoho_app.alerts.models import Alert, AlertMessage
from zoho_app.appointments.models import CANCELED, DONE, FAILED, SCHEDULED, Appointment
from zoho_app.bulk.models import FINISHED, RUNNING, BulkItem, BulkRun
from zoho_app.channels.models import Delivery
from zoho_app.clock import now
from zoho_app.deliveries import rates
from zoho_app.deliveries.models import Use
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.models import HistoryEntry, Order
from zoho_app.privacy import retention
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, CachedItem, ChosenContact
from zoho_app.zoho_books.connection import connect
from zoho_app.zoho_books.models import Connection, SalesOrder

Post = Callable[..., Any]
OLD, YOUNG = timedelta(days=181), timedelta(days=179)


def appointment(desk: Desk, state: str, age: timedelta, **more: Any) -> int:
    ended = None if state == SCHEDULED else now() - age
    asked = {"kind": kinds.SUBMIT.name, "queue": "zoho_books", "subject_id": 1, "asked_by": "Auto"}
    row = Appointment(store_id=desk.store_id, state=state, finished_at=ended, **{**asked, **more})
    db.session.add(row)
    db.session.flush()
    return row.id


def forget() -> None:
    db.session.commit()
    db.session.remove()
    jobs.forget()
    db.session.remove()


def ids(table: Any) -> list[int]:
    return list(db.session.scalars(select(table.id).order_by(table.id)))


def test_ended_appointments_go_after_180_days_and_what_needs_somebody_stays(desk: Desk) -> None:
    gone = [
        appointment(desk, DONE, OLD),
        appointment(desk, CANCELED, OLD),
        appointment(desk, FAILED, OLD, is_dismissed=True),
    ]
    stays = [
        appointment(desk, FAILED, OLD),
        appointment(desk, SCHEDULED, OLD, subject_id=2),
        appointment(desk, DONE, YOUNG),
        appointment(desk, DONE, OLD),  # the newest of all: no later one may get its id
    ]
    forget()
    assert ids(Appointment) == stays
    assert not set(gone) & set(ids(Appointment))


def test_messages_go_with_their_alerts_and_what_is_still_to_be_sent_stays(desk: Desk) -> None:
    order = desk.order()
    about = {"store_id": desk.store_id, "order_id": order.id, "format": "webhook", "recipient": "x", "subject": "y"}

    def delivery(key: str, age: timedelta) -> int:
        row = Delivery(**about, message_key=key, url="u", body="{}", created_at=now() - age)
        db.session.add(row)
        db.session.flush()
        return row.id

    told, waiting, failed, young = (
        delivery(key, age) for key, age in zip("abcd", (OLD, OLD, OLD, YOUNG), strict=True)
    )
    deliver = {"kind": kinds.DELIVER_MESSAGE.name, "queue": "channels"}
    appointment(desk, DONE, OLD, **deliver, subject_id=told)
    appointment(desk, SCHEDULED, OLD, **deliver, subject_id=waiting)
    appointment(desk, FAILED, OLD, **deliver, subject_id=failed)
    over = Alert(store_id=desk.store_id, kind="poll", words="x", opened_at=now() - OLD, cleared_at=now() - OLD)
    still = Alert(store_id=desk.store_id, kind="quota", words="x", opened_at=now() - OLD)
    db.session.add_all([over, still])
    db.session.flush()
    for alert in (over, still):
        message = {"event": "opened", "receiver": "ops@example.com", "words": "x", "created_at": now() - OLD}
        db.session.add(AlertMessage(store_id=desk.store_id, alert_id=alert.id, **message))
    open_alert = still.id
    forget()
    assert ids(Delivery) == [waiting, failed, young]
    assert ids(Alert) == [open_alert]
    assert ids(AlertMessage) == []


def test_runs_go_with_their_lines_and_orders_stay(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    orders = [desk.order(str(number)).id for number in range(5)]
    runs = []
    for state, age in ((FINISHED, OLD), (FINISHED, YOUNG), (RUNNING, OLD)):
        ended = None if state == RUNNING else now() - age
        run = BulkRun(store_id=desk.store_id, action="tag", asked_by="x", state=state, total=5, finished_at=ended)
        db.session.add(run)
        db.session.flush()
        db.session.add_all([BulkItem(run_id=run.id, order_id=one) for one in orders])
        runs.append(run.id)
    forget()
    assert ids(BulkRun) == runs[1:]
    assert set(db.session.scalars(select(BulkItem.run_id))) == set(runs[1:])
    assert ids(Order) == orders


def test_deleted_orders_go_after_a_year_and_the_audit_log_still_tells(desk: Desk) -> None:
    for number in ("1", "2"):
        edit.delete_order(desk.order(number), "owner@example.com")
    db.session.flush()
    first, second = ids(DeletedOrder)
    for one, days in ((first, 366), (second, 364)):
        db.session.execute(
            update(DeletedOrder).where(DeletedOrder.id == one).values(deleted_at=now() - timedelta(days=days))
        )
    forget()
    assert ids(DeletedOrder) == [second]
    told = db.session.scalars(select(AuditEntry.what).where(AuditEntry.what.startswith("Deleted order"))).all()
    assert len(told) == 2


def test_history_and_what_was_sent_are_kept_unless_the_owner_says_otherwise(
    desk: Desk, owner: FlaskClient, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    payload = {"salesorder_number": "S", "customer_id": "7", "notes": "Ring twice", "line_items": [{"rate": 1}]}
    for number in range(5):
        order = desk.order(str(number))
        sent = {"organization_id": "10", "salesorder_number": f"S-{number}", "reference_number": "r"}
        known = {"salesorder_id": "" if number == 4 else f"9{number}", "payload": payload}
        at = now() - timedelta(days=400 if number != 3 else 10)
        db.session.add(SalesOrder(store_id=desk.store_id, order_id=order.id, created_at=at, **sent, **known))
    db.session.execute(update(HistoryEntry).values(at=now() - timedelta(days=5000)))
    forget()
    assert all("notes" in one for one in db.session.scalars(select(SalesOrder.payload)))
    assert db.session.scalar(select(func.count(HistoryEntry.id))) == 5
    page = f"{desk.address}/privacy"
    days = dict.fromkeys(retention.FIELDS, "180") | {"payloads_days": "90"}
    assert "Saved." in post(owner, page, f"{page}/retention", **days).text
    forget()
    kept = {
        row.salesorder_number: "notes" in row.payload
        for row in db.session.execute(select(SalesOrder.salesorder_number, SalesOrder.payload))
    }
    # S-3 is young; nobody knows what became of S-4, so that it is still compared with what Zoho has.
    assert kept == {"S-0": False, "S-1": False, "S-2": False, "S-3": True, "S-4": True}
    assert all(one["line_items"] for one in db.session.scalars(select(SalesOrder.payload)))
    assert db.session.scalar(select(func.count(HistoryEntry.id))) == 5


def test_zero_keeps_for_good_and_a_change_stands_in_the_audit_log(desk: Desk, owner: FlaskClient, post: Post) -> None:
    old, newest = appointment(desk, DONE, timedelta(days=3000)), appointment(desk, DONE, YOUNG)
    db.session.commit()
    page = f"{desk.address}/privacy"
    shown = BeautifulSoup(owner.get(page).text, "lxml")
    days = {name: shown.select_one(f"#{name}")["value"] for name in retention.FIELDS}
    assert days == {
        "appointments_days": "180",
        "messages_days": "180",
        "runs_days": "180",
        "deleted_orders_days": "365",
        "payloads_days": "0",
        "contacts_days": "30",
    }
    post(owner, page, f"{page}/retention", **days | {"appointments_days": "0"})
    forget()
    assert ids(Appointment) == [old, newest]
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.who, entry.changes) == ("owner@example.com", {"appointments_days": [180, 0]})


@pytest.mark.parametrize("typed", ["", "-1", "6", "x", "4000", "7.5", "²"])
def test_a_number_of_days_that_is_none_is_refused_by_name(
    desk: Desk, owner: FlaskClient, post: Post, typed: str
) -> None:
    page = f"{desk.address}/privacy"
    days = dict.fromkeys(retention.FIELDS, "180")
    answer = post(owner, page, f"{page}/retention", **days | {"runs_days": typed})
    summary = BeautifulSoup(answer.text, "lxml").select_one(".error-summary")
    assert "Bulk runs: give 0, or a number of days from 7 to 3,650." in summary.text
    assert retention.get(desk.store_id).runs_days == 180


def test_what_is_old_goes_in_small_transactions(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 100)
    same = {"store_id": desk.store_id, "kind": kinds.SUBMIT.name, "queue": "zoho_books", "asked_by": "Auto"}
    old = {**same, "state": DONE, "subject_id": 1, "finished_at": now() - OLD}
    db.session.execute(insert(Appointment), [old] * 1_050)
    newest = appointment(desk, DONE, YOUNG)
    taken: list[int] = []
    real = retention.rows_changed

    def counted(statement: UpdateBase) -> int:
        taken.append(real(statement))
        return taken[-1]

    monkeypatch.setattr(retention, "rows_changed", counted)
    commits: list[int] = []
    listener = lambda session: commits.append(sum(taken) - sum(commits))  # noqa: E731
    db.session.commit()
    event.listen(db.session, "after_commit", listener)
    try:
        jobs.forget()
    finally:
        event.remove(db.session, "after_commit", listener)
    db.session.remove()
    assert ids(Appointment) == [newest]
    assert max(commits) == 100, "so much at most between two commits"


def test_other_stores_keep_as_they_have_set(desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    retention.save(other.store_id, dict.fromkeys(retention.FIELDS, 0), "x")
    mine, theirs = appointment(desk, DONE, OLD), appointment(other, DONE, OLD)
    newest = appointment(desk, DONE, YOUNG)
    forget()
    assert ids(Appointment) == [theirs, newest]
    assert mine not in ids(Appointment)


# --- What is remembered of Zoho's contacts and items ---


def remember(desk: Desk, count: int = 5) -> None:
    for number in range(count):
        key = str(number)
        db.session.add(CachedContact(store_id=desk.store_id, contact_id=key, name="Ada"))
        db.session.add(CachedEmail(store_id=desk.store_id, email_key=f"{key}@example.com", contact_id=key))
        db.session.add(CachedItem(store_id=desk.store_id, item_id=f"i{key}", sku=key, sku_key=key, name="Mug"))
    choice = {"email_key": "0@example.com", "contact_id": "0", "chosen_by": "x"}
    db.session.add(ChosenContact(store_id=desk.store_id, **choice))
    connection = db.session.get_one(Connection, desk.store_id)
    connection.contacts_filled_at = connection.contacts_synced_at = connection.items_filled_at = now()
    db.session.commit()


def remembered() -> int:
    tables = (CachedContact, CachedEmail, CachedItem, ChosenContact)
    return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def disconnected_since(desk: Desk, age: timedelta) -> None:
    connect.disconnect(desk.store_id, "owner@example.com")
    db.session.get_one(Connection, desk.store_id).disconnected_at = now() - age
    db.session.commit()


def test_contacts_and_items_are_forgotten_30_days_after_disconnecting(
    desk: Desk, books: Books, owner: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoho_app.zoho_books.cache.forget.AT_ONCE", 2)
    remember(desk)
    disconnected_since(desk, timedelta(days=29))
    before = remembered()
    page = owner.get(f"{desk.address}/integrations/zoho-books").text
    assert "Bookdesk keeps its copy of the contacts and items in Zoho Books until" in page
    forget()
    assert remembered() == before, "a disconnection by mistake loses nothing"
    db.session.get_one(Connection, desk.store_id).disconnected_at = now() - timedelta(days=31)
    forget()
    assert remembered() == 0
    connection = db.session.get_one(Connection, desk.store_id)
    assert (connection.access_token, connection.refresh_token) == (None, None)
    assert connection.contacts_filled_at is connection.items_filled_at is None, "nothing may be believed complete"
    assert connection.organization_id, "which organization it was stays known"
    assert "keeps its copy" not in owner.get(f"{desk.address}/integrations/zoho-books").text


def test_a_store_that_was_connected_again_forgets_nothing(desk: Desk, books: Books) -> None:
    remember(desk)
    before = remembered()
    disconnected_since(desk, timedelta(days=29))
    books.connect_store(desk)
    db.session.expire_all()
    assert db.session.get_one(Connection, desk.store_id).disconnected_at is None
    connect.disconnect(desk.store_id, "owner@example.com")
    forget()
    assert remembered() == before, "the days of grace begin with the last disconnection"


def test_a_connected_store_forgets_nothing(desk: Desk, books: Books) -> None:
    remember(desk)
    db.session.get_one(Connection, desk.store_id).disconnected_at = now() - timedelta(days=400)
    before = remembered()
    forget()
    assert remembered() == before


def test_what_was_counted_for_a_limit_goes_after_a_day(desk: Desk) -> None:
    assert rates.allow("alerts.confirm:1:abc", 3, rates.DAY)
    with freeze_time(now() + timedelta(hours=23)):
        assert rates.allow("test:1", 6, rates.MINUTE)
    with freeze_time(now() + timedelta(hours=25)):
        forget()
    assert db.session.scalars(select(Use.what)).all() == ["test:1"]
