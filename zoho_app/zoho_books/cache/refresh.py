"""Refresh the cache of contacts and items: read everything once, page by page, then only changes.

Contacts can be listed by their last change (Zoho Books API: sort_column=last_modified_time); items can't, so they
are read again every night and when somebody asks for it. Reading whole goes on where it was interrupted.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.appointments import for_store
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import Appointment
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import timestamps
from zoho_app.zoho_books.api import client, retry_policy, unreadable
from zoho_app.zoho_books.api.client import CONTACT_PERSONS, Gateway
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.cache import taxes as cached_taxes
from zoho_app.zoho_books.errors import Forbidden, NotFound, Refused
from zoho_app.zoho_books.models import CONNECTED, Connection, ZohoBooksSettings

CONTACTS, PERSONS, ITEMS = "contacts", "contact persons", "items"

# An address that is not cached after a refresh this recent is a new customer.
FRESH_FOR_STRANGERS = timedelta(seconds=60)
# Clocks differ, and a list may lag.
OVERLAP = timedelta(minutes=2)
# More changed contacts than this are not read one by one: that would take the calls of many orders.
MOST_DETAILS = 50
READ_ITEMS_EVERY = timedelta(hours=24)

Json = dict[str, Any]
Page = Callable[[int], tuple[list[Json], bool]]


def knows_all_contacts(task: Task, gateway: Gateway) -> bool:
    """Bring the memory of contacts up to date with what changed since it was last: one call, none when just done.

    False when not all have been read yet, and after very many changes, till all have been read anew: then who is
    not known may well be in Zoho.
    """
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        if connection.contacts_filled_at is None:
            return False
        if connection.contacts_synced_at and now() - connection.contacts_synced_at < FRESH_FOR_STRANGERS:
            return True
        since = (connection.contacts_watermark or now()) - OVERLAP
    started_at = now()
    changed, page, more = [], 1, True
    while more:
        rows, more = gateway.latest_contacts(page)
        changed += [row for row in rows if _time(row) >= since]
        more, page = more and len(rows) > 0 and _time(rows[-1]) >= since, page + 1
    with task.step():
        unchanged = cached_contacts.unchanged(task.store_id, changed)
    news = [row for row in changed if str(row["contact_id"]) not in unchanged]
    if len(news) > MOST_DETAILS:
        _begin_anew(task, news)
        return False
    _read_one_by_one(task, gateway, news)
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        connection.contacts_synced_at = started_at
        connection.contacts_watermark = max([_time(row) for row in changed], default=connection.contacts_watermark)
    return True


def are_persons_unreadable(connection: Connection) -> bool:
    """Whether Zoho does not list all contact persons, so that the cache of contacts is never complete."""
    return CONTACT_PERSONS in (connection.unreadable or {})


def read_now(store_id: int, asked_by: str) -> Appointment:
    """Read all items, and the contacts that have changed, at once."""
    expect_changes(db.session.get_one(Connection, store_id))
    return for_store.at_once(store_id, kinds.REFRESH.name, asked_by)


def expect_changes(connection: Connection) -> None:
    """Make the next look-up of a contact ask Zoho for changes, however recent the last refresh is."""
    if connection.contacts_synced_at:
        connection.contacts_synced_at = min(connection.contacts_synced_at, now() - FRESH_FOR_STRANGERS)


def _begin_anew(task: Task, changed: list[Json]) -> None:
    with task.step():
        cached_contacts.forget(task.store_id, [str(row["contact_id"]) for row in changed])
        connection = db.session.get_one(Connection, task.store_id)
        connection.contacts_filled_at = None
        connection.filling = {what: at for what, at in (connection.filling or {}).items() if what == ITEMS}
        for_store.by_itself(task.store_id, kinds.REFRESH.name)


def _read_one_by_one(task: Task, gateway: Gateway, rows: list[Json]) -> None:
    for row in rows:
        try:
            detail = gateway.contact(str(row["contact_id"]))
        except NotFound:
            continue  # deleted a moment ago
        with task.step():
            cached_contacts.keep_whole(task.store_id, detail)


def schedule_due() -> int:
    """Appointments for the stores that were connected lately or whose items were last read a day ago."""
    rows = db.session.execute(
        select(Connection)
        .join(ZohoBooksSettings, ZohoBooksSettings.store_id == Connection.store_id)
        .where(Connection.state == CONNECTED)
    ).scalars()
    due = [
        row.store_id for row in rows if row.items_filled_at is None or now() - row.items_filled_at > READ_ITEMS_EVERY
    ]
    return sum(for_store.by_itself(store_id, kinds.REFRESH.name) for store_id in due)


@handler(kinds.REFRESH)
def read_whole(task: Task) -> None:
    """Do the appointment "read contacts and items"; the subject is the store."""
    retry_policy.attempt(task, lambda: _read_whole(task, Gateway.for_task(task)))


def _read_whole(task: Task, gateway: Gateway) -> None:
    try:
        items = read_items(task, gateway)
    except Forbidden:  # it is a finding by now, and contacts can be read all the same
        items = 0
    _read_taxes(task, gateway)
    with task.step():
        is_complete = db.session.get_one(Connection, task.store_id).contacts_filled_at is not None
    if not (is_complete and knows_all_contacts(task, gateway)):
        _read_contacts(task, gateway)
    with task.done(f"Items: {items}"):
        pass


def _read_taxes(task: Task, gateway: Gateway) -> None:
    try:
        cached_taxes.learn(task, gateway)
    except Refused:
        return  # without them totals are foreseen by the order's own tax


def _read_contacts(task: Task, gateway: Gateway) -> None:
    """All customers, then all their contact persons; the newest change among them is where changes are read from."""
    started_at = now()

    def keep(store_id: int, rows: list[Json]) -> None:
        cached_contacts.keep(store_id, rows)
        connection = db.session.get_one(Connection, store_id)
        times = [_time(row) for row in rows] + [connection.contacts_watermark or _time({})]
        connection.contacts_watermark = max(times)

    _read_pages(task, CONTACTS, gateway.contacts_page, keep)
    try:
        with unreadable.noted(task, CONTACT_PERSONS):
            _read_pages(task, PERSONS, gateway.contact_persons_page, _with_contact)
    except Refused:
        return  # without them the memory is not complete, and each new customer is looked up
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        connection.contacts_filled_at = connection.contacts_synced_at = started_at


def _with_contact(store_id: int, persons: list[Json]) -> None:
    if any(not person.get("contact_id") for person in persons):
        raise Refused("Zoho Books does not say which contact a contact person belongs to.")
    cached_contacts.keep_persons(store_id, persons)


def read_items(task: Task, gateway: Gateway) -> int:
    """Read all items; what Zoho no longer lists is forgotten. Returns how many were read."""
    with unreadable.noted(task, client.ITEMS):
        count, begun_at = _read_pages(task, ITEMS, gateway.items_page, cached_items.keep)
    with task.step():
        db.session.get_one(Connection, task.store_id).items_filled_at = begun_at
        cached_items.forget_unseen(task.store_id, begun_at)
    return count


def _read_pages(task: Task, what: str, read: Page, keep: Callable[[int, list[Json]], None]) -> tuple[int, datetime]:
    """Read page after page, each kept in a transaction of its own; goes on where an earlier attempt has ended.

    Returns how many rows were read by this attempt, and when the first of all attempts began.
    """
    with task.step():
        filling = dict(db.session.get_one(Connection, task.store_id).filling or {})
        page, begun = filling.get(what) or [1, now().isoformat()]
    count, more = 0, True
    while more:
        rows, more = read(page)
        count, page = count + len(rows), page + 1
        with task.step():
            keep(task.store_id, rows)
            db.session.get_one(Connection, task.store_id).filling = {**filling, what: [page, begun] if more else None}
    return count, datetime.fromisoformat(begun)


def _time(row: Json) -> datetime:
    return timestamps.timestamp(row.get("last_modified_time")) or timestamps.EARLIEST
