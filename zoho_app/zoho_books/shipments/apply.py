"""Apply listed sales orders of Zoho: those that are ours and have news, a page in few statements."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from zoho_app import kinds
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.rules import engine
from zoho_app.zoho_books import timestamps
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.errors import NotFound, Refused
from zoho_app.zoho_books.models import DELETED, VOID, VOID_STATUSES, Connection, SalesOrder
from zoho_app.zoho_books.pushes import doors, reliability
from zoho_app.zoho_books.sales_orders import cancel, records, repository
from zoho_app.zoho_books.shipments import custom_fields, packages
from zoho_app.zoho_books.shipments.tracking import ADDED, Tracking, follow

# Counted when a whole sales order tells a tracking number that its row in the list did not.
HIDDEN = "Hidden in the list"
# Read so soon after a change, a sales order may have had another one in the same second.
EARLY = timedelta(seconds=2)

Json = dict[str, Any]


@dataclass(frozen=True)
class _Change:
    """What Zoho says of one of our sales orders now."""

    answer: Json
    said: Tracking
    is_news: bool  # for the order: other tracking than before, or void


def take_over(task: Task, gateway: Gateway, rows: list[Json], proves: bool = False) -> Counter[str]:
    """Bring our sales orders among the rows up to date, and the orders whose tracking is new or other.

    However many rows are not ours or bring no news, they cost one transaction together; news has one each.
    With `proves`, one changed sales order whose row tells no tracking number is read whole, to see whether rows
    still carry it. Returns how many shipments were added, corrected, removed; and HIDDEN.
    """
    if not rows:
        return Counter()
    with task.step():
        ours = _ours(task.store_id, rows)
        kept = {row.salesorder_id: (Tracking.kept(row.tracking), row.last_modified_time) for row in ours}
        learned = db.session.get_one(Connection, task.store_id).rows_carry_fields
    reader = _Reader(gateway, learned or any(_tells_number(row) and not _is_whole(row) for row in rows), proves)
    seen = [reader.change(row, *kept[_id(row)]) for row in rows if _id(row) in kept]
    with task.step():
        _refresh(task.store_id, [change for change in seen if not change.is_news])
        if reader.carried != learned:
            db.session.get_one(Connection, task.store_id).rows_carry_fields = reader.carried
    hidden = Counter({HIDDEN: int(learned and not reader.carried)})
    return sum((_apply(task, change) for change in seen if change.is_news), hidden)


def confirm_deleted(task: Task, gateway: Gateway, salesorder_id: str) -> None:
    """Read a sales order that Zoho does not list; one that can't be read was deleted there."""
    try:
        gateway.sales_order(salesorder_id)
    except NotFound:
        deleted(task, salesorder_id)


def deleted(task: Task, salesorder_id: str) -> None:
    """Note that a sales order was deleted in Zoho, and follow the settings."""
    with task.step():
        ours = repository.by_zoho_id(task.store_id, salesorder_id)
        if ours is not None and ours.is_live:
            words = f"Sales order {ours.salesorder_number} was deleted in Zoho Books."
            cancel.canceled(ours, DELETED, words)


def changed_among(task: Task, rows: list[Json]) -> list[Json]:
    """The rows that may say something new: changed at another time than the desk has kept, void, or with tracking.

    Zoho's times are whole seconds, so that the time alone does not tell.
    """
    with task.step():
        known = {row.salesorder_id: row.last_modified_time for row in _ours(task.store_id, rows)}
    return [row for row in rows if _id(row) in known and _may_be_news(row, known[_id(row)])]


def _may_be_news(row: Json, known_time: datetime | None) -> bool:
    has_other_time = timestamps.timestamp(row.get("last_modified_time")) != known_time
    return has_other_time or _is_void(row) or custom_fields.read(row) is not None


class _Reader:
    """Reads the tracking of rows; what seems to be gone is believed only when the whole sales order says so too.

    `carried`: rows are known to carry the tracking number where there is one. Zoho leaves empty fields out, and may
    leave out a field that the list does not show.
    """

    def __init__(self, gateway: Gateway, carried: bool, proves: bool) -> None:
        self._gateway, self._proves = gateway, proves
        self.carried = carried
        self._missing: list[str] | None = None  # not asked yet

    def change(self, row: Json, before: Tracking, known_time: datetime | None) -> _Change:
        """What a row says, and its sales order where the row can't be believed alone."""
        if _is_void(row):
            return _Change(row, before, is_news=True)
        said = Tracking.said(custom_fields.read(row) or {}, before.packages)
        if _is_whole(row):
            row, said = self._judge(row, row, before)
        elif said.lacks(before) or self._is_unsure(row, said, before, known_time):
            row, said = self._whole(row, before)
        return _Change(row, said, is_news=_is_void(row) or said != before)

    def _is_unsure(self, row: Json, said: Tracking, before: Tracking, known_time: datetime | None) -> bool:
        """Whether there may be a number, or a package, that the row of a list does not tell."""
        has_other_time = timestamps.timestamp(row.get("last_modified_time")) != known_time
        if packages.may_have_news(row) and not before.packages:
            return True
        if before.packages and (has_other_time or before.is_too_early):
            return True
        return not (said.text or self._is_empty(row, known_time))

    def _is_empty(self, row: Json, known_time: datetime | None) -> bool:
        """Whether it may be believed that a sales order whose row tells no tracking number has none."""
        if not self.carried or custom_fields.read(row) is not None:  # a carrier alone: the number may be left out
            return False
        is_proof = self._proves and timestamps.timestamp(row.get("last_modified_time")) != known_time
        self._proves = self._proves and not is_proof
        return not is_proof

    def _whole(self, row: Json, before: Tracking) -> tuple[Json, Tracking]:
        try:
            detail = self._gateway.sales_order(_id(row))
        except NotFound:  # deleted since; the look at all ids sees to it
            return row, before
        return self._judge(row, detail, before)

    def _judge(self, row: Json, detail: Json, before: Tracking) -> tuple[Json, Tracking]:
        """What a whole sales order says; `row` is that of the list."""
        packed = packages.read(detail, before.packages)
        packed = before.packages if packed is None else packed
        fields = custom_fields.read(detail)
        self.carried = self.carried and (_tells_number(row) or not _tells_number(detail))
        if fields is None and not {"custom_fields", "custom_field_hash"} & detail.keys():
            return detail, Tracking.said(before.fields(), packed, self._is_too_early(detail))
        said = fields or {}
        for name, text in before.fields().items():
            if text and not said.get(name) and name in self._switched_off():
                said[name] = text
        return detail, Tracking.said(said, packed, self._is_too_early(detail))

    def _is_too_early(self, detail: Json) -> bool:
        """Whether it was read in the second in which it was changed; Zoho's times are whole seconds."""
        changed_at = timestamps.timestamp(detail.get("last_modified_time"))
        ahead = self._gateway.zoho_is_ahead or timedelta()
        return changed_at is not None and now() + ahead < changed_at + EARLY

    def _switched_off(self) -> list[str]:
        """The fields that the organization has no more, which says nothing of an order; all, if Zoho won't tell."""
        if self._missing is None:
            try:
                self._missing = custom_fields.missing(self._gateway.custom_field_definitions())
            except Refused:
                self._missing = list(custom_fields.NAMES)
        return self._missing


def _tells_number(answer: Json) -> bool:
    return bool((custom_fields.read(answer) or {}).get("tracking_number"))


def _ours(store_id: int, rows: list[Json]) -> list[SalesOrder]:
    ids = [_id(row) for row in rows if _id(row)]
    wanted = select(SalesOrder).where(SalesOrder.store_id == store_id, SalesOrder.salesorder_id.in_(ids))
    wanted = wanted.where(SalesOrder.is_live)
    return list(db.session.scalars(wanted.options(defer(SalesOrder.payload)))) if ids else []


def _refresh(store_id: int, seen: list[_Change]) -> None:
    rows = {row.salesorder_id: row for row in _ours(store_id, [change.answer for change in seen])}
    for change in seen:
        if (row := rows.get(_id(change.answer))) is not None and not _is_older(change.answer, row):
            records.update(row, change.answer)
            if (row.tracking or {}).get("is_too_early"):
                row.tracking = change.said.to_keep()


def _apply(task: Task, change: _Change) -> Counter[str]:
    """Bring one sales order and its order up to date, in one transaction."""
    with task.step(), engine.resume([]):  # no rule has led here
        ours = repository.by_zoho_id_alone(task.store_id, _id(change.answer))
        if ours is None or not ours.is_live or _is_older(change.answer, ours):
            return Counter()
        if _is_void(change.answer):
            cancel.canceled(ours, VOID, f"Sales order {ours.salesorder_number} was voided in Zoho Books.")
            return Counter()
        records.update(ours, change.answer)
        found = follow(ours, change.said)
        if found[ADDED]:
            _note_who_told(task, ours)
        return found


def _note_who_told(task: Task, ours: SalesOrder) -> None:
    """Count for the reliability of pushes whether one has told what was found."""
    if (door := doors.get(task.store_id)) is None:
        return
    if task.kind == kinds.READ_PUSHED.name:
        reliability.note_push(door)
    else:
        reliability.note_check(door, ours.salesorder_id, ours.last_modified_time)


def _id(row: Json) -> str:
    return str(row.get("salesorder_id") or "")


def _is_whole(answer: Json) -> bool:
    """Whether it is a whole sales order, and no row of a list."""
    return "line_items" in answer


def _is_older(answer: Json, row: SalesOrder) -> bool:
    """Whether somebody else has read the sales order later and has been quicker."""
    return timestamps.is_older(timestamps.timestamp(answer.get("last_modified_time")), row.last_modified_time)


def _is_void(row: Json) -> bool:
    return str(row.get("status")) in VOID_STATUSES
