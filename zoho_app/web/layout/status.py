"""The status of a store: how much is under way, and what holds it back. Read once a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy import CompoundSelect, Select, func, literal_column, null, select, union_all

from zoho_app import kinds
from zoho_app.appointments import failures, gates
from zoho_app.appointments import pause as appointment_pause
from zoho_app.appointments.models import FAILED, OPEN_STATES, Appointment, Gate
from zoho_app.appointments.pause import Pause
from zoho_app.channels.shops import changes
from zoho_app.extensions import db
from zoho_app.zoho_books import attention

OF_ORDERS = (kinds.SUBMIT.name, kinds.CANCEL.name)
# Counted like a state of appointments: what needs attention beside failures, by the keys of attention.py as kinds.
DIFFERING = "differing"
SHOP_CHANGES = "shop_changes"
BESIDE_FAILURES = {**attention.BESIDE_FAILURES, SHOP_CHANGES: changes.counting}


@dataclass(frozen=True)
class Count:
    """How many appointments of a kind are in a state; `due_at` is when the first of them is due (UTC)."""

    kind: str
    state: str
    how_many: int
    due_at: datetime | None


@dataclass(frozen=True)
class DeskStatus:
    """Counts of a store's open appointments and of what needs attention; and its closed gates."""

    counts: list[Count]
    gates: list[Gate]

    def count(self, *states: str, kinds: tuple[str, ...] = ()) -> int:
        """How many appointments are in one of these states; of all kinds when none is named."""
        return sum(one.how_many for one in self._those(states, kinds))

    def next_due(self, *states: str, kinds: tuple[str, ...] = ()) -> datetime | None:
        """When the first of them is due."""
        return min((one.due_at for one in self._those(states, kinds) if one.due_at), default=None)

    def kinds(self, *states: str) -> list[str]:
        """The kinds of which there is one in one of these states."""
        return list({one.kind: None for one in self._those(states, ())})

    @property
    def is_busy(self) -> bool:
        """Whether anything is waiting or running."""
        return self.count(*OPEN_STATES) > 0

    @property
    def attention(self) -> int:
        """How much the page "Needs attention" shows: failures, totals that differ, findings, void orders."""
        return self.count(FAILED, DIFFERING)

    @property
    def pause(self) -> Pause | None:
        """The store's pause, if it is paused."""
        return appointment_pause.among(self.gates)

    def waits_for_somebody(self, queue: str) -> bool:
        """Whether work of that queue waits for a person: paused, or the connection is lost."""
        return any(gate.closed_until is None for gate in self.gates if gate.queue == queue)

    def _those(self, states: tuple[str, ...], kinds: tuple[str, ...]) -> list[Count]:
        return [one for one in self.counts if one.state in states and (not kinds or one.kind in kinds)]


def get_status(store_id: int) -> DeskStatus:
    """What the store's desk is doing; two statements for the whole page."""
    if "desk_status" not in g:
        counts = [Count(*row) for row in db.session.execute(_counts(store_id))]
        g.desk_status = DeskStatus([one for one in counts if one.how_many], gates.closed(store_id))
    found: DeskStatus = g.desk_status
    return found


def _counts(store_id: int) -> CompoundSelect[str, str, int, datetime | None]:
    """Each part reads an index that holds little else, however many appointments have ended."""
    under_way = (
        select(Appointment.kind, Appointment.state, func.count(), func.min(Appointment.due_at))
        .where(Appointment.store_id == store_id, Appointment.state.in_(OPEN_STATES))
        .group_by(Appointment.kind, Appointment.state)
    )
    failed: Select[Any, Any, Any, Any] = (
        select(Appointment.kind, literal_column(f"'{FAILED}'"), func.count(), null())
        .where(failures.open_failures(store_id))
        .group_by(Appointment.kind)
    )
    differ: list[Select[Any, Any, Any, Any]] = [
        select(literal_column(f"'{key}'"), literal_column(f"'{DIFFERING}'"), count(store_id), null())
        for key, count in BESIDE_FAILURES.items()
    ]
    return union_all(under_way, failed, *differ)
