"""Checking for shipments: what changed in Zoho Books since the last successful check comes back to the orders.

Order Desk's guide: the tracking comes from the custom fields tracking_number, carrier and shipping_method of the
sales order. Where the guide looks back four hours, the desk goes by a watermark, so that a missed check loses
nothing; the four hours remain as the look-back of the very first check.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from zoho_app.appointments import backoff
from zoho_app.appointments.lane import Task, handler
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import shipments as order_shipments
from zoho_app.rules import engine
from zoho_app.zoho_books import canceling, custom_fields, records, submitting
from zoho_app.zoho_books.errors import ConnectionLost, NotFound, OutcomeUnknown, Refused, TryLater
from zoho_app.zoho_books.gateway import IDS_A_CALL, Gateway
from zoho_app.zoho_books.models import Connection, SalesOrder, ZohoBooksSettings

KIND = "zoho_books.check_for_shipments"
FIRST_LOOK_BACK = timedelta(hours=4)
# Clocks differ, and a list may lag: this much before the watermark is read again.
OVERLAP = timedelta(minutes=10)
# Deleted sales orders are in no list of changes; once a day all ids are asked for.
ASK_FOR_IDS_EVERY = timedelta(days=1)

Json = dict[str, Any]


@handler(KIND, lane=submitting.LANE)
def check(task: Task) -> None:
    """Do the appointment "check for shipments"; the subject is the store."""
    try:
        _check(task, Gateway(task.store_id, task.priority))
    except Refused as error:
        with task.failed(error.cause, error.words):
            pass
    except ConnectionLost as error:
        with task.again(now(), error.cause, error.words):
            pass  # a closed gate holds it back until somebody reconnects
    except (OutcomeUnknown, TryLater) as error:
        _try_again(task, error)


def _check(task: Task, gateway: Gateway) -> None:
    started_at = now()
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        since = (connection.watermark or _beginning(connection)) - OVERLAP
        is_anything_out = records.any_live(connection)
        asks_for_ids = _asks_for_ids(task, connection)
        looks_at_fields = connection.missing_custom_fields is None or bool(connection.missing_custom_fields)
    found = 0
    if is_anything_out:
        if looks_at_fields:
            _look_at_custom_fields(task, gateway)
        found = _read_changes(task, gateway, since)
        if asks_for_ids:
            _look_for_deleted(task, gateway)
    with task.done(f"New shipments: {found}"):
        connection = db.session.get_one(Connection, task.store_id)
        connection.last_poll_at = started_at
        connection.last_poll_found = f"New shipments: {found}"
        if not is_anything_out:
            connection.watermark = started_at
        if asks_for_ids and is_anything_out:
            connection.ids_asked_at = started_at


def _beginning(connection: Connection) -> datetime:
    return (connection.connected_at or now()) - FIRST_LOOK_BACK


def _asks_for_ids(task: Task, connection: Connection) -> bool:
    is_by_person = "@" in task.asked_by
    return is_by_person or connection.ids_asked_at is None or now() - connection.ids_asked_at > ASK_FOR_IDS_EVERY


def _look_at_custom_fields(task: Task, gateway: Gateway) -> None:
    """Find out which custom fields are missing; Zoho does not document this list, so a failure says nothing."""
    try:
        missing = custom_fields.missing(gateway.custom_field_definitions())
    except (Refused, TryLater):
        return
    with task.step():
        db.session.get_one(Connection, task.store_id).missing_custom_fields = missing


def _read_changes(task: Task, gateway: Gateway, since: datetime) -> int:
    """Read all changes by keyset on the time of change; the watermark follows what is committed.

    Always the first page from the last row's time on: page numbers would skip a row when one on an earlier page
    changes meanwhile. Only within a second that fills a whole page are page numbers used.
    """
    found, page, seen = 0, 1, set[tuple[str, str]]()
    while True:
        rows, has_more = gateway.changed_sales_orders(since, page)
        fresh = [row for row in rows if _version(row) not in seen]
        seen.update(map(_version, rows))
        found += _take_over(task, gateway, fresh)
        times = [time for row in rows if (time := records.moment(row.get("last_modified_time")))]
        newest = max(times, default=since)
        if times:
            with task.step():
                connection = db.session.get_one(Connection, task.store_id)
                connection.watermark = max(newest, connection.watermark or newest)
        if not has_more:
            return found
        since, page = (newest, 1) if newest > since else (since, page + 1)


def _version(row: Json) -> tuple[str, str]:
    return str(row.get("salesorder_id")), str(row.get("last_modified_time"))


def _take_over(task: Task, gateway: Gateway, rows: list[Json]) -> int:
    """Bring our sales orders among the rows up to date; returns how many shipments are new."""
    with task.step():
        ours = _ours(task.store_id, rows)
        learned = db.session.get_one(Connection, task.store_id).rows_carry_fields
    carried = learned or any(custom_fields.read(row) is not None for row in rows)
    found = 0
    for row in rows:
        salesorder_id = str(row.get("salesorder_id"))
        if salesorder_id not in ours:
            continue
        fields = custom_fields.read(row)
        if fields is None and not carried:
            fields = custom_fields.read(gateway.sales_order(salesorder_id))
        found += _apply(task, row, fields or {})
    if carried and not learned:
        with task.step():
            db.session.get_one(Connection, task.store_id).rows_carry_fields = True
    return found


def _ours(store_id: int, rows: list[Json]) -> set[str]:
    ids = [str(row.get("salesorder_id")) for row in rows]
    return set(
        db.session.scalars(
            select(SalesOrder.salesorder_id).where(
                SalesOrder.store_id == store_id,
                SalesOrder.salesorder_id.in_(ids),
                SalesOrder.salesorder_id != "",
            )
        )
    )


def _apply(task: Task, row: Json, fields: dict[str, str]) -> int:
    """Bring one sales order and its order up to date, in one transaction."""
    with task.step(), engine.resume(task.payload.get("rule_chain", [])):
        ours = records.by_zoho_id(task.store_id, str(row["salesorder_id"]))
        if ours is None or ours.status in (records.VOID, records.DELETED):
            return 0
        if str(row.get("status")) in records.VOID_STATUSES:
            canceling.canceled(ours, records.VOID, f"Sales order {ours.salesorder_number} was voided in Zoho Books.")
            return 0
        records.refresh(ours, row)
        return _add_shipments(ours, fields)


def _add_shipments(ours: SalesOrder, fields: dict[str, str]) -> int:
    """Add what the custom fields name and the order lacks; then follow "After Shipment, Move To"."""
    order = records.order(ours.store_id, ours.order_id)
    added = 0
    for number in _numbers(fields.get("tracking_number", "")):
        data = {
            "tracking_number": number,
            "carrier_code": fields.get("carrier", ""),
            "shipment_method": fields.get("shipping_method", ""),
            "date_shipped": now().date().isoformat(),
        }
        try:
            order_shipments.add(order, data, records.FULFILLMENT_NAME)
            added += 1
        except order_shipments.DuplicateShipment:
            continue
    if added:
        settings = db.session.get(ZohoBooksSettings, ours.store_id)
        records.move(order, settings.after_shipment_folder_id if settings else None)
    return added


def _numbers(text: str) -> list[str]:
    """Several tracking numbers may stand in the one field, separated by commas, semicolons or lines."""
    return list(dict.fromkeys(number for part in re.split(r"[,;\n]", text) if (number := part.strip())))


def _look_for_deleted(task: Task, gateway: Gateway) -> None:
    """Ask for all live sales orders by id; one that is not listed and can't be read was deleted in Zoho."""
    with task.step():
        ids = records.live_ids(db.session.get_one(Connection, task.store_id))
    for start in range(0, len(ids), IDS_A_CALL):
        batch = ids[start : start + IDS_A_CALL]
        listed = {str(row["salesorder_id"]): row for row in gateway.sales_orders_with_ids(batch)}
        for row in listed.values():
            if str(row.get("status")) in records.VOID_STATUSES:
                _apply(task, row, {})
        for salesorder_id in batch:
            if salesorder_id not in listed:
                _confirm_deleted(task, gateway, salesorder_id)


def _confirm_deleted(task: Task, gateway: Gateway, salesorder_id: str) -> None:
    try:
        gateway.sales_order(salesorder_id)
    except NotFound:
        with task.step():
            ours = records.by_zoho_id(task.store_id, salesorder_id)
            words = f"Sales order {ours.salesorder_number} was deleted in Zoho Books." if ours else ""
            canceling.canceled(ours, records.DELETED, words)


def _try_again(task: Task, error: OutcomeUnknown | TryLater) -> None:
    until = error.until if isinstance(error, TryLater) else None
    due_at = until or backoff.next_try(task.first_tried_at, task.attempts)
    if due_at is None:  # the timetable makes a new appointment
        with task.failed(error.cause, error.words):
            pass
        return
    with task.again(due_at, error.cause, error.words):
        pass
