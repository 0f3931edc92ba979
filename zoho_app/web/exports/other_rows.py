"""Inventory, appointments, differences, changes, people and an order's history as rows of a file, batch by batch."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from zoho_app.accounts import audit, invitations
from zoho_app.accounts import people as members
from zoho_app.accounts.models import AuditEntry, Store
from zoho_app.appointments.models import Appointment
from zoho_app.orders import deleted, inventory
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.input.timestamps import from_text
from zoho_app.orders.models import HistoryEntry, InventoryItem
from zoho_app.orders.refused import refused
from zoho_app.orders.refused.models import RefusedOrder
from zoho_app.privacy.models import Erasure
from zoho_app.web import appointment_subjects, audit_words
from zoho_app.web.downloads import BATCH, Row
from zoho_app.web.exports import batches
from zoho_app.zoho_books.reconcile import findings

INVENTORY_TITLES = (
    *("SKU", "Name", "Price", "Cost", "Weight", "Stock", "Location", "Manufacturer SKU", "Update Source", "Currency"),
    *("Metadata", "Variations", "Date Updated"),
)
APPOINTMENT_TITLES = (
    *("Appointment", "What", "Order", "Order Number", "State", "Requested By", "Requested At", "Due At", "Ended At"),
    *("Attempts", "Cause", "Last Answer"),
)
DIFFERENCE_TITLES = (
    *("Difference", "Sales Order", "Order", "Reference", "Zoho Status", "Zoho Total", "Our Total", "Currency"),
    "Found At",
)
DELETED_TITLES = ("Order", "Source", "Source ID", "Total", "Currency", "Sales Orders", "Deleted By", "Deleted At")
REFUSED_TITLES = ("Source", "Source ID", "What Was Wrong", "Times", "First Refused", "Last Refused", "Body")
ERASURE_TITLES = ("Requested At", "Requested By", "Finished At", "What", "Proof")
CHANGE_TITLES = ("At", "Who", "What", "Changes", "From")
HISTORY_TITLES = ("At", "Who", "What Happened")
PEOPLE_TITLES = ("Email", "Role", "Can Sign In")


def inventory_items(store: Store, query: str) -> Iterator[list[Row]]:
    """The store's inventory in the order of SKUs, narrowed as on its page."""
    zone, currency = ZoneInfo(store.time_zone), store.currency_code
    wanted = inventory.matching(store.id, query).order_by(InventoryItem.code_key)

    def row(item: InventoryItem) -> Row:
        amounts = (item.price, item.cost, item.weight, item.stock)
        origin = (item.location, item.manufacturer_sku, item.update_source, currency)
        named = (_pairs(item.item_metadata), _pairs(item.variation_list))
        return (item.code, item.name, *amounts, *origin, *named, batches.at(item.date_updated, zone))

    for batch in batches.in_batches(
        lambda last: wanted.where(InventoryItem.code_key > last.code_key) if last else wanted
    ):
        yield [row(item) for item in batch]


def appointments(store: Store, state: str, kind: str) -> Iterator[list[Row]]:
    """The store's appointments, newest first; of one state and one kind where they are given."""
    wanted = [Appointment.store_id == store.id]
    if state:
        wanted.append(Appointment.state == state)
    if kind:
        wanted.append(Appointment.kind == kind)
    return appointments_that(store, *wanted)


def appointments_that(store: Store, *conditions: ColumnElement[bool]) -> Iterator[list[Row]]:
    """The store's appointments that fulfill these conditions, newest first."""
    zone = ZoneInfo(store.time_zone)
    wanted = select(Appointment).where(*conditions).order_by(Appointment.id.desc())

    def row(one: Appointment, subject: appointment_subjects.Subject) -> Row:
        timestamps = (
            batches.at(one.created_at, zone),
            batches.at(one.due_at, zone),
            batches.at(one.finished_at, zone),
        )
        what = (subject.label, subject.order_id, subject.source_id)
        return (one.id, *what, one.state, one.asked_by, *timestamps, one.attempts, one.cause, one.answer)

    for batch in batches.in_batches(lambda last: wanted.where(Appointment.id < last.id) if last else wanted):
        subjects = appointment_subjects.find_subjects(store.id, batch)
        yield [row(one, subjects[one.id]) for one in batch]


def differences(store: Store) -> Iterator[list[Row]]:
    """The open differences between the desk and Zoho Books, oldest first."""
    zone, last = ZoneInfo(store.time_zone), 0
    while batch := findings.page(store.id, last, BATCH):
        last = batch[-1].id
        yield [
            (
                *(one.kind, one.salesorder_number, one.order_id, one.reference_number),
                *(one.zoho_status, one.zoho_total, one.our_total, one.currency_code, batches.at(one.found_at, zone)),
            )
            for one in batch
        ]


def changes(store: Store, who: str = "", kind: str = "") -> Iterator[list[Row]]:
    """Who changed what in the store, newest first; of one person or kind where they are given."""
    zone, labels = ZoneInfo(store.time_zone), audit_words.labels(store.id)
    wanted = audit.selected(store.id, who, kind)

    def row(entry: AuditEntry) -> Row:
        told = (f"{one.label}: {one.before} -> {one.after}" for one in audit_words.changes(entry, labels))
        return (batches.at(entry.at, zone), entry.who, entry.what, "; ".join(told), entry.address)

    for batch in batches.in_batches(lambda last: wanted.where(AuditEntry.id < last.id) if last else wanted):
        yield [row(entry) for entry in batch]


def deleted_orders(store: Store) -> Iterator[list[Row]]:
    """The orders that were deleted, newest first."""
    zone = ZoneInfo(store.time_zone)

    def row(one: DeletedOrder) -> Row:
        numbers = ", ".join(sent["number"] for sent in one.sales_orders)
        named = (one.order_id, one.source_name, one.source_id, one.total, one.currency_code, numbers)
        return (*named, one.deleted_by, batches.at(one.deleted_at, zone))

    for batch in batches.backwards(lambda before: deleted.page(store.id, "", BATCH, before), lambda one: one.id):
        yield [row(one) for one in batch]


def refused_orders(store: Store) -> Iterator[list[Row]]:
    """The refused orders that wait for somebody, newest first."""
    zone = ZoneInfo(store.time_zone)

    def row(one: RefusedOrder) -> Row:
        times = (batches.at(one.first_at, zone), batches.at(one.last_at, zone))
        return (one.source_name, one.source_id, one.words, one.times, *times, one.body)

    for batch in batches.backwards(lambda before: refused.page(store.id, BATCH, before), lambda one: one.id):
        yield [row(one) for one in batch]


def deleted_history(store: Store, order: DeletedOrder) -> Iterator[list[Row]]:
    """What had happened to a deleted order, newest first."""
    zone = ZoneInfo(store.time_zone)
    yield [(batches.at(from_text(line["at"]), zone), line["who"], line["note"]) for line in order.history]


def erasures(store: Store) -> Iterator[list[Row]]:
    """That customers were erased, newest first."""
    zone = ZoneInfo(store.time_zone)
    wanted = select(Erasure).where(Erasure.store_id == store.id).order_by(Erasure.id.desc())

    def row(one: Erasure) -> Row:
        timestamps = (batches.at(one.asked_at, zone), one.asked_by, batches.at(one.finished_at, zone))
        return (*timestamps, _pairs(one.counts), one.proof)

    for batch in batches.in_batches(lambda last: wanted.where(Erasure.id < last.id) if last else wanted):
        yield [row(one) for one in batch]


def people(store: Store) -> Iterator[list[Row]]:
    """Who belongs to the store, and who is only invited and can't sign in to it yet."""
    yield [(one.user.email, one.role, True) for one in members.list_members(store)]
    yield [(one.email, one.role, False) for one in invitations.pending(store.id)]


def history(store: Store, order_id: int) -> Iterator[list[Row]]:
    """What happened to an order of the store, newest first."""
    zone = ZoneInfo(store.time_zone)
    wanted = select(HistoryEntry).where(HistoryEntry.order_id == order_id).order_by(HistoryEntry.id.desc())
    for batch in batches.in_batches(lambda last: wanted.where(HistoryEntry.id < last.id) if last else wanted):
        yield [(batches.at(entry.at, zone), entry.who, entry.note) for entry in batch]


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())
