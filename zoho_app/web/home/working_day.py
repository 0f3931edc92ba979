"""What Home shows of a working day: the sentence, the figures, the chart, what to fix next, shipments."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for

from zoho_app import kinds
from zoho_app.appointments.models import OPEN_STATES, RUNNING
from zoho_app.clock import now
from zoho_app.counts import agree
from zoho_app.web.home import calls_today, chart, figures, fix_next, numbers, periods, shipments_back
from zoho_app.web.home.calls_today import Calls
from zoho_app.web.home.numbers import Numbers
from zoho_app.web.home.periods import Scale
from zoho_app.web.layout import next_steps
from zoho_app.web.layout.connection_states import NOT_CONNECTED, STATES
from zoho_app.web.layout.next_steps import Ready
from zoho_app.web.layout.status import DeskStatus
from zoho_app.web.layout.status_sentence import Sentence
from zoho_app.web.layout.times import soon
from zoho_app.zoho_books.models import CONNECTED, Connection, ZohoBooksSettings
from zoho_app.zoho_books.pushes.models import PushDoor
from zoho_app.zoho_books.shipments import schedule


@dataclass(frozen=True)
class Known:
    """What the parts of the page are made of."""

    store_id: int
    zone: ZoneInfo
    desk_status: DeskStatus
    stored: ZohoBooksSettings | None
    found: Connection | None
    door: PushDoor | None
    orders: int  # in all folders

    @property
    def is_connected(self) -> bool:
        return self.found is not None and self.found.state == CONNECTED


@dataclass(frozen=True)
class Day:
    """A working day: the sentence, the figures, the chart, what to fix next, shipments and the connection."""

    sentence: Sentence
    figures: list[figures.Figure]
    chart: chart.Chart | None
    scales: list[tuple[str, str, bool, None]]
    fix_next: fix_next.FixNext
    shipments: list[shipments_back.ShipmentBack]
    calls: Calls | None
    connection: Connection | None
    is_connected: bool
    state_words: tuple[str, str, str]
    check_words: str
    last_sent_at: datetime | None


def build(known: Known, under_way: Sentence | None, scale: Scale, draws: bool) -> Day:
    """The parts of the page; the chart only where it is drawn. At most four statements."""
    timestamp = now()
    found = numbers.read(known.store_id, known.zone, timestamp, scale if draws else periods.TODAY)
    first_day = numbers.first_day(known.zone, timestamp)
    fixes = fix_next.build(known.store_id, known.desk_status)
    calls = calls_today.get_calls(known.store_id, known.desk_status, known.stored, known.found)
    at = figures.Now(timestamp, known.zone, first_day)
    return Day(
        sentence=_sentence(known, under_way, found, calls),
        figures=figures.build(known.store_id, found, known.desk_status.attention, fixes.count, at),
        chart=chart.draw(found.bars, known.zone, scale) if draws else None,
        scales=_scales(known.store_id, scale),
        fix_next=fixes,
        shipments=shipments_back.latest(known.store_id, first_day),
        calls=calls,
        connection=known.found,
        is_connected=known.is_connected,
        state_words=STATES[known.found.state] if known.found else NOT_CONNECTED,
        check_words=_check_words(known),
        last_sent_at=found.last_sent_at,
    )


def _scales(store_id: int, current: Scale) -> list[tuple[str, str, bool, None]]:
    """What the chart can show, as tabs."""
    return [
        (
            scale.words,
            url_for("home.index", store_id=store_id, by=scale.key or None, _anchor="chart"),
            scale is current,
            None,
        )
        for scale in periods.SCALES.values()
    ]


def _sentence(known: Known, under_way: Sentence | None, found: Numbers, calls: Calls | None) -> Sentence:
    ready = Ready(found.ready, calls.would_take(found.ready, known.stored) if calls and found.ready else "")
    if under_way is None:
        return next_steps.find_step(
            known.store_id, known.desk_status, known.stored, known.found, known.orders > 0, ready
        )
    if not ready.count or not known.is_connected or known.desk_status.gates:
        return under_way
    those = agree(ready.count, "order is", "orders are")
    more = f"{ready.count:,} more {those} ready. {ready.would_take}".rstrip()
    return replace(under_way, more=[*under_way.more, more], step=next_steps.submit(known.store_id, ready.count))


def _check_words(known: Known) -> str:
    """When Bookdesk looks for shipments next, in words."""
    if known.desk_status.count(RUNNING, kinds=(kinds.CHECK_FOR_SHIPMENTS.name,)):
        return "Checking now"
    if known.desk_status.count(*OPEN_STATES, kinds=(kinds.CHECK_FOR_SHIPMENTS.name,)):
        return "A check waits to start"
    if not known.is_connected or known.found is None or known.stored is None:
        return ""
    next_check = schedule.next_check(known.found, known.stored, known.door)
    if next_check is None:
        return ""
    return f"Next check {soon(next_check, to_the_second=False) if next_check > now() else 'now'}"
