"""The timeline of an order: people's notes and what happened, in one list by day, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import request

from zoho_app.orders.history import NOTE_ADDED
from zoho_app.orders.input import source
from zoho_app.orders.listing import parts
from zoho_app.orders.listing.parts import Part
from zoho_app.orders.models import HistoryEntry, Order, OrderNote
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout import times

# How a line of the history is drawn, by what it begins with: icon and tone; others are a dot.
SIGNS = (
    ("Shipment Added", "truck", "good"),
    ("Order Submitted to Zoho Books", "check", "good"),
    ("Order Could Not", "warning", "bad"),
    ("Order Tagged", "tag", ""),
)
UNSIGNED = "Unsigned"
# What the history said of orders without a source, before they were called by the store's name.
IMPORTED = "Order Imported from "
IMPORTED_UNNAMED = f"{IMPORTED}{source.NONE}"
NOTES, HISTORY = "notes_before", "history_before"


@dataclass(frozen=True)
class Event:
    """A note of a person (`note_id`), or one line of the history."""

    at: datetime
    who: str
    words: str
    icon: str = ""
    tone: str = ""
    note_id: int | None = None

    @property
    def initials(self) -> str:
        """The face of who wrote it."""
        return self.who[:2].upper()


@dataclass(frozen=True)
class Timeline:
    """Some events by day; `older` is what the address of the next ones has, None after the oldest."""

    days: list[tuple[str, list[Event]]]
    older: dict[str, int] | None
    is_newest: bool


def get(order: Order) -> Timeline:
    """The newest events, or older ones that the address asks for; two statements."""
    before = {name: request.args.get(name, type=row_id) for name in (NOTES, HISTORY)}
    notes = parts.newest(OrderNote, order.id, before[NOTES], or_newest=False)
    history = parts.newest(HistoryEntry, order.id, before[HISTORY], or_newest=False)
    is_newest = not any(before.values())
    if not (notes.rows or history.rows or is_newest):
        notes, history = parts.newest(OrderNote, order.id), parts.newest(HistoryEntry, order.id)
        before, is_newest = dict.fromkeys(before), True
    shown = _merged(notes, history)
    last = before | {NOTES if isinstance(row, OrderNote) else HISTORY: row.id for row in shown}
    is_all = len(shown) == len(notes.rows) + len(history.rows) and not (notes.older or history.older)
    older = None if is_all else {name: value for name, value in last.items() if value is not None}
    events = (_event(order, row) for row in shown)
    return Timeline(by_day(event for event in events if event), older, is_newest)


def by_day(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """The events under the names of their days, in the order given."""
    days = groupby(events, key=lambda one: times.local_day(one.at))
    return [(times.day_name(day), list(some)) for day, some in days]


def _merged(notes: Part, history: Part) -> list[OrderNote | HistoryEntry]:
    """Both from the newest on, as far as one may go without knowing what follows of either."""
    found: list[OrderNote | HistoryEntry] = []
    left = [(list(part.rows), part.older is not None) for part in (notes, history)]
    while any(rows for rows, _ in left) and all(rows or not has_older for rows, has_older in left):
        newest = max((rows for rows, _ in left if rows), key=lambda rows: _at(rows[0]))
        found.append(newest.pop(0))
    return found


def _at(row: OrderNote | HistoryEntry) -> datetime:
    return row.date_added if isinstance(row, OrderNote) else row.at


def _event(order: Order, row: OrderNote | HistoryEntry) -> Event | None:
    """None for the line that says that a note was added, which stands there itself."""
    if isinstance(row, OrderNote):
        return Event(row.date_added, row.username or UNSIGNED, row.content, note_id=row.id)
    if row.note.startswith(NOTE_ADDED):
        return None
    words = f"{IMPORTED}{order.source}" if row.note == IMPORTED_UNNAMED else row.note
    icon, tone = next(((icon, tone) for begins, icon, tone in SIGNS if row.note.startswith(begins)), ("", ""))
    return Event(row.at, row.who, words, icon, tone)
