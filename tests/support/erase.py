"""A customer who is everywhere: planted by what people, programs and workers do, and by hand where that is rare."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Column, Date, Float, Integer, select

from harness.books import Books
from harness.desk import Desk
from zoho_app import kinds
from zoho_app.accounts import audit, invitations, preferences, throttle
from zoho_app.alerts import recipients
from zoho_app.alerts.models import Alert, AlertMessage
from zoho_app.appointments import gates
from zoho_app.appointments.models import CANCELED, DONE, FAILED, Appointment
from zoho_app.bulk.models import FINISHED, REFUSED, BulkItem, BulkRun
from zoho_app.channels.models import Delivery
from zoho_app.clock import now
from zoho_app.columns import Money, UtcDateTime
from zoho_app.extensions import db
from zoho_app.orders import edit, history, shipments
from zoho_app.orders.models import Order, SavedView
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, ChosenContact, EmailLease
from zoho_app.zoho_books.contacts import choice as contact_choice
from zoho_app.zoho_books.models import Connection, Finding, SalesOrder

EMAIL = "Canary.Ada@Example.com"
KEY = "canary.ada@example.com"
FIRST, LAST, PHONE, STREET = "Canaryada", "Canarylove", "+44 7700 900461", "46 Canarywharf Lane"
# What must be nowhere, ignoring case.
QUOTED = "canary.ada%40example.com"
TRACES = (KEY, QUOTED, FIRST, LAST, PHONE, STREET, "canary-greeting", "canary-note", "canary-former")
EVERYTHING = f"{FIRST} {LAST}, {STREET}, {PHONE}, {EMAIL}"
WHO = "owner@example.com"


def data(source_id: str, **changes: Any) -> dict[str, Any]:
    """The JSON of an order of the customer, with them in every field that a channel may fill."""
    address = {"first_name": FIRST, "last_name": LAST, "address1": STREET, "city": "London", "country": "GB"}
    return {
        "source_id": source_id,
        "source_name": "Shopify",
        "email": EMAIL,
        "customer_id": f"c-{KEY}",
        "ip_address": "203.0.113.77",
        "shipping_method": f"Courier for {FIRST} {LAST}",
        "shipping": {**address, "phone": PHONE},
        "customer": {**address, "phone": PHONE},
        "return_address": {"name": f"{FIRST} {LAST}", "address1": STREET, "phone": PHONE},
        "checkout_data": {"Gift message": f"canary-greeting from {FIRST}"},
        "order_metadata": {"notes": f"canary-note: ring {PHONE}"},
        "order_notes": [{"content": f"canary-note by {EVERYTHING}", "username": EMAIL}],
        "discount_list": [{"name": f"Code of {FIRST} {LAST}", "code": KEY, "amount": "1.00"}],
        "tag_name": KEY,
        "order_items": [
            {
                "name": "Stoneware mug",
                "code": "BD-MUG-01",
                "price": 12.5,
                "quantity": 2,
                "variation_list": {"Engraving": f"For {FIRST}", "Size": "L"},
                "metadata": {"ordered by": EVERYTHING},
            }
        ],
        **changes,
    }


def plant(desk: Desk, books: Books) -> dict[str, int]:
    """Bring the customer into every table; returns the ids of their orders, and of somebody else's."""
    sent = desk.order(**data("C-1"))
    changes = {"email": "canary-former@example.com"}
    edit.update_details(sent, changes, WHO)
    edit.update_details(sent, {"email": EMAIL}, WHO)
    edit.update_address(sent, "shipping", {"first_name": "canary-former", "country": "GB"}, WHO)
    edit.update_address(sent, "shipping", data("")["shipping"], WHO)
    edit.add_note(sent, "canary-note of a person", WHO)
    history.add(sent, "API: helpdesk", f"Called about canary-greeting, {EVERYTHING}")
    actions.submit(sent, WHO)
    db.session.commit()
    sent_id = sent.id
    desk.work()
    sent = db.session.get_one(Order, sent_id)
    assert sent.fulfillment_id, desk.history(sent_id)
    row = db.session.scalars(select(SalesOrder).where(SalesOrder.order_id == sent_id)).one()
    row.payload = {**row.payload, "notes": EVERYTHING}
    row.tracking = {"words": EVERYTHING}
    shipments.add(sent, {"tracking_number": "1Z1", "tracking_url": f"https://t.example.com/?to={KEY}"}, WHO)
    failed, gone = desk.order(**data("C-2")), desk.order(**data("C-3"))
    other = desk.order("O-1", checkout_data={"Referred by": EMAIL})
    ids = {"sent": sent.id, "failed": failed.id, "gone": gone.id, "other": other.id}
    _plant_work(desk, ids)
    _plant_elsewhere(desk, other, sent.id)
    _plant_doors(desk, other)
    edit.delete_order(gone, WHO)
    db.session.commit()
    return ids


def _plant_work(desk: Desk, ids: dict[str, int]) -> None:
    """Appointments, messages and lines of runs about the orders."""
    submit = {"store_id": desk.store_id, "kind": kinds.SUBMIT.name, "queue": "zoho_books", "asked_by": WHO}
    told = {
        "answer": EVERYTHING,
        "details": [EMAIL, EVERYTHING],
        "payload": {"for": EVERYTHING},
        "finished_at": now(),
    }
    for order_id, state in ((ids["sent"], DONE), (ids["failed"], FAILED), (ids["gone"], FAILED)):
        db.session.add(Appointment(**submit, **told, subject_id=order_id, state=state, cause="contact_missing"))
    # Of an order that was deleted before its traces were kept.
    db.session.add(
        Appointment(**{**submit, "asked_by": KEY}, **told | {"answer": KEY}, subject_id=999, state=CANCELED)
    )
    body = {
        "body": EVERYTHING,
        "subject": EVERYTHING,
        "recipient": EVERYTHING,
        "url": f"https://s.example.com/?q={KEY}",
    }
    for number, delivered_at in enumerate((now(), None)):
        key = {"message_key": f"m-{number}", "format": "ship_notify"}
        message = Delivery(store_id=desk.store_id, order_id=ids["sent"], delivered_at=delivered_at, **key, **body)
        db.session.add(message)
        db.session.flush()
        deliver = {**submit, "kind": kinds.DELIVER_MESSAGE.name, "queue": "channels", "subject_id": message.id}
        db.session.add(Appointment(**deliver, **told, state=DONE if delivered_at else FAILED))
    run = BulkRun(
        store_id=desk.store_id, action="tag", details={"tag_name": KEY}, asked_by=WHO, state=FINISHED, total=1
    )
    db.session.add(run)
    db.session.flush()
    line = {"state": REFUSED, "words": EVERYTHING, "result": {"cause": EVERYTHING}}
    db.session.add(BulkItem(run_id=run.id, order_id=ids["sent"], **line))


def _plant_elsewhere(desk: Desk, other: Order, sent_id: int) -> None:
    """Where nothing but the address tells whose it is."""
    store_id = desk.store_id
    edit.add_note(other, f"Ask {EMAIL} first", WHO)
    history.add(other, f"API: {EMAIL}", f"Forwarded to {EMAIL}")
    other.items[0].item_metadata = {"mail": f"for <{EMAIL}>"}
    contact = CachedContact(store_id=store_id, contact_id="901", name=f"{FIRST} {LAST}", company=f"{LAST} Ltd")
    db.session.add_all([contact, CachedEmail(store_id=store_id, email_key=KEY, contact_id="901")])
    db.session.flush()
    contact_choice.choose(store_id, EMAIL, "901", WHO)
    assert db.session.get(ChosenContact, (store_id, KEY)) is not None
    db.session.add(EmailLease(store_id=store_id, email_key=KEY, busy_until=now()))
    db.session.add(SavedView(store_id=store_id, user_id=None, name="Hers", query="q=canary.ada%40example.com"))
    preferences.keep_searches(desk.person("owner"), store_id, [KEY, f"{FIRST} {LAST}", "mug"])
    alert = Alert(store_id=store_id, kind="failures", words=f"Order of {EMAIL} failed")
    db.session.add(alert)
    db.session.flush()
    told = {"event": "opened", "receiver": "ops@example.com", "words": f"Order of {EMAIL} failed"}
    db.session.add(AlertMessage(store_id=store_id, alert_id=alert.id, **told))
    gates.close(store_id, "zoho_books", "outage", f"Zoho did not answer about {EMAIL}")
    connection = db.session.get_one(Connection, store_id)
    connection.last_poll_found, connection.preflight = f"One order of {EMAIL}", [{"words": KEY}]
    audit.note(store_id, WHO, f"Wrote to {EMAIL}", {"mail": ["", EMAIL]})
    finding = {"organization_id": "10", "kind": "total", "salesorder_id": "1", "salesorder_number": "X"}
    db.session.add(Finding(store_id=store_id, reference_number=KEY, order_id=sent_id, **finding))
    db.session.flush()


def _plant_doors(desk: Desk, other: Order) -> None:
    """Invited once, asked about alerts, and named in web addresses that the store's receivers have."""
    store_id = desk.store_id
    invitation, _ = invitations.invite(desk.store, EMAIL, "viewer", WHO)
    invitations.decline(invitation)
    assert throttle.may_mail_invitation(store_id, KEY)
    assert recipients.may_ask(store_id, KEY)
    db.session.add(AlertMessage(store_id=store_id, alert_id=None, event="confirm", receiver=KEY, words=""))
    other.order_metadata = {"ship_notify_url": f"https://s.example.com/?for={QUOTED}&key=4711"}
    sent = {
        "order_id": other.id,
        "delivered_at": now(),
        "recipient": "A shop",
        "subject": "shipment 1Z2",
        "body": "{}",
    }
    for number, name in enumerate((EMAIL, QUOTED)):
        key = {"message_key": f"other-{number}", "format": "ship_notify"}
        url = f"https://s.example.com/?for={name}&key=4711"
        db.session.add(Delivery(store_id=store_id, **sent, **key, url=url))
    db.session.flush()


Post = Callable[..., Any]


def may_be_text(column: Column[Any]) -> bool:
    """Whether it may hold words, encrypted or not: whatever is no number and no time."""
    return not isinstance(column.type, Integer | Float | Boolean | Date | UtcDateTime | Money)


def everywhere() -> dict[str, str]:
    """Every text and JSON of every table, by "table.column"; what is encrypted there is decrypted here."""
    db.session.remove()
    found = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if may_be_text(column):
                found[f"{table.name}.{column.name}"] = repr(db.session.scalars(select(column)).all()).lower()
    db.session.remove()
    return found


def traces() -> set[tuple[str, str]]:
    texts = everywhere().items()
    return {(column, trace) for column, text in texts for trace in TRACES if trace.lower() in text}


def erase(owner: FlaskClient, desk: Desk, post: Post, email: str = EMAIL) -> Any:
    page = f"{desk.address}/privacy"
    return post(owner, page, f"{page}/erase", email=email)


def look(owner: FlaskClient, desk: Desk, post: Post, email: str = EMAIL) -> dict[str, str]:
    page = BeautifulSoup(
        post(owner, f"{desk.address}/privacy", f"{desk.address}/privacy/look", email=email).text, "lxml"
    )
    held = [line.get_text(" ", strip=True).split(" ", 1) for line in page.select("#held li")]
    return {what: count for count, what in held}
