"""Bulk runs, what needs attention, and alerts as rows of a file, batch by batch."""

from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from zoho_app.accounts.models import Store
from zoho_app.alerts import messages, status
from zoho_app.alerts.kinds import KINDS
from zoho_app.alerts.models import Alert
from zoho_app.bulk import actions, progress
from zoho_app.bulk.models import BulkRun
from zoho_app.channels.shops import changes
from zoho_app.orders import state
from zoho_app.web.downloads import BATCH, Row
from zoho_app.web.exports import batches
from zoho_app.web.remedies import groups
from zoho_app.zoho_books.payload import causes as difference_causes
from zoho_app.zoho_books.reconcile import totals as reconcile_totals
from zoho_app.zoho_books.reconcile import void_orders as standing

RUN_TITLES = (
    *("Run", "What", "State", "Orders", "Done", "Refused", "Left", "Waiting"),
    *("Requested By", "Started At", "Ended At"),
)
CAUSE_TITLES = ("What", "Cause", "Subject", "Count", "Latest At", "Next Step", "Advice", "Fixed")
TOTAL_TITLES = ("Order", "Sales Order", "Paid", "Total In Zoho Books", "Difference", "Currency", "Cause")
VOID_TITLES = (
    *("Order", "Source", "Source Order Number", "At The Source", "Total", "Currency"),
    *("Sales Order", "Status In Zoho Books"),
)
SHOP_CHANGE_TITLES = ("Order", "Source", "Source Order Number", "Changed", "Changed At")
ALERT_TITLES = ("Alert", "Text", "Opened At", "Cleared At")
ALERT_MESSAGE_TITLES = ("Recipient", "What", "Text", "Requested At", "State", "Attempts", "Last Answer")


def runs(store: Store) -> Iterator[list[Row]]:
    """The store's bulk runs, newest first, each with how far it is."""
    zone = ZoneInfo(store.time_zone)
    wanted = select(BulkRun).where(BulkRun.store_id == store.id).order_by(BulkRun.id.desc())
    for batch in batches.in_batches(lambda last: wanted.where(BulkRun.id < last.id) if last else wanted):
        counts = progress.of_many(batch)
        yield [
            (
                *(run.id, actions.title(run), run.state, run.total),
                *(counts[run.id].get(state, 0) for state in ("done", "refused", "left", "waiting")),
                *(run.asked_by, batches.at(run.created_at, zone), batches.at(run.finished_at, zone)),
            )
            for run in batch
        ]


def causes(store: Store) -> Iterator[list[Row]]:
    """What needs attention, grouped by remedy, the largest group first."""
    zone = ZoneInfo(store.time_zone)
    yield [
        (
            *(group.title, group.code, group.subject, group.count, batches.at(group.latest, zone)),
            *(group.remedy.label, group.cause.advice, group.fixed),
        )
        for group in groups.looked_at(store.id, groups.all_of(store.id))
    ]


def totals(store: Store) -> Iterator[list[Row]]:
    """Sales orders whose total in Zoho Books differs from what the customer paid, newest first."""
    read = batches.backwards(lambda before: reconcile_totals.page(store.id, BATCH, before)[1], lambda row: row.id)
    for batch in read:
        yield [
            (
                *(row.order_id, row.salesorder_number, row.expected_total, row.total),
                *((row.total or Decimal()) - (row.expected_total or Decimal()), store.currency_code),
                difference_causes.TITLES.get(row.difference_cause, ""),
            )
            for row in batch
        ]


def void_orders(store: Store) -> Iterator[list[Row]]:
    """Orders that stand in Zoho Books though their source calls them void, newest first."""
    read = batches.backwards(lambda before: standing.page(store.id, BATCH, before)[1], lambda pair: pair[1].id)
    for batch in read:
        yield [
            (
                *(order.id, order.source_name, order.source_id, state.of_order(order).label, order.order_total),
                *(store.currency_code, row.salesorder_number, row.status),
            )
            for order, row in batch
        ]


def shop_changes(store: Store) -> Iterator[list[Row]]:
    """Orders that changed in their shop after they were sent, newest first."""
    zone = ZoneInfo(store.time_zone)
    read = batches.backwards(lambda before: changes.page(store.id, BATCH, before), lambda pair: pair[1].id)
    for batch in read:
        yield [
            (order.id, order.source_name, order.source_id, row.news, batches.at(row.updated_at, zone))
            for order, row in batch
        ]


def alerts(store: Store) -> Iterator[list[Row]]:
    """What is bad now, then what was, newest first."""
    zone = ZoneInfo(store.time_zone)

    def row(alert: Alert) -> Row:
        timestamps = (batches.at(alert.opened_at, zone), batches.at(alert.cleared_at, zone))
        return (KINDS[alert.kind].name, alert.words, *timestamps)

    yield [row(alert) for alert in status.open_alerts(store.id)]
    for batch in batches.backwards(lambda before: status.past(store.id, before, BATCH), lambda alert: alert.id):
        yield [row(alert) for alert in batch]


def alert_messages(store: Store) -> Iterator[list[Row]]:
    """Who was told what of alerts, newest first."""
    zone = ZoneInfo(store.time_zone)
    read = batches.backwards(lambda before: messages.latest(store.id, BATCH, before), lambda pair: pair[0].id)
    for batch in read:
        yield [
            (
                *(message.receiver, message.event, message.words, batches.at(message.created_at, zone)),
                *(sent.state, sent.attempts, sent.answer),
            )
            for message, sent in batch
        ]
