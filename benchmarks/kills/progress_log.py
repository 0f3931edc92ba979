"""Looks into the desk's database twice a second: how far has it come, and does anything stay unexplained?

Two things must come to an end within 60 seconds, not counting those in which the whole server was down:
- a claim: an appointment is "running", though the process that had it may be dead. It is measured from the last sign
  of life, which renewed the lease; the kill came at that moment or later.
- a doubt: a sales order was sent and nobody knows with what outcome. It is measured from the sending, and ends when
  the outcome is known, or when the order's page says "Outcome unknown", what was sent and when, and when Bookdesk
  looks next.
"""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.exc import DBAPIError

from zoho_app import kinds
from zoho_app.appointments.models import FAILED, OPEN_STATES, RUNNING, UNKNOWN, Appointment
from zoho_app.appointments.task import LEASE
from zoho_app.clock import now
from zoho_app.zoho_books.models import SalesOrder

EVERY = 0.5
WITHIN = 60.0
OF_ORDERS = Appointment.kind.in_(kinds.OF_AN_ORDER)


@dataclass
class Watcher:
    """Watches in a thread until `end`; `claims` and `doubts` have the seconds that each has lasted.

    `sent` is how many orders wait no more to be sent; `left` how many appointments about orders are open.
    """

    url: str
    seconds_down: Callable[[datetime], float]  # for how long the whole server was down since then
    claims: dict[tuple[int, int], float] = field(default_factory=dict)
    doubts: dict[tuple[int, datetime], float] = field(default_factory=dict)
    sent: int = 0
    left: int = 0
    _said: set[tuple[int, datetime]] = field(default_factory=set)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """A database that does not answer is asked again in a moment."""
        engine = create_engine(self.url, connect_args={"timeout": 30} if self.url.startswith("sqlite") else {})
        while not self._is_over.wait(EVERY):
            try:
                with engine.connect() as connection:
                    self._look(connection)
            except DBAPIError:
                continue
        engine.dispose()

    def end(self) -> None:
        """Look no more."""
        self._is_over.set()

    def too_long(self) -> list[str]:
        """What lasted for more than 60 seconds, in words."""
        claims = {f"appointment {key[0]}, attempt {key[1]}": lasted for key, lasted in self.claims.items()}
        doubts = {f"sales order {key[0]}, sent at {key[1]:%H:%M:%S}": lasted for key, lasted in self.doubts.items()}
        return [f"{name}: {lasted:.0f} seconds" for name, lasted in (claims | doubts).items() if lasted > WITHIN]

    def _look(self, connection: Connection) -> None:
        for row in connection.execute(_claims()):
            self.claims[row.id, row.attempts] = self._since(row.lease_until - LEASE)
        for row in connection.execute(_doubts()):
            if row.is_said:
                self._said.add((row.id, row.sent_at))
            elif (row.id, row.sent_at) not in self._said:
                self.doubts[row.id, row.sent_at] = self._since(row.sent_at)
        self.sent = connection.scalar(_count(Appointment.kind == kinds.SUBMIT.name, ~_is_open())) or 0
        self.left = connection.scalar(_count(OF_ORDERS, _is_open())) or 0

    def _since(self, timestamp: datetime) -> float:
        return (now() - timestamp).total_seconds() - self.seconds_down(timestamp)


def figures(url: str) -> dict[str, str]:
    """What the kills have led to, in the end."""
    engine = create_engine(url)
    with engine.connect() as connection:
        adopted = connection.scalar(select(func.count()).where(SalesOrder.is_adopted))
        again = connection.scalar(_count(OF_ORDERS, Appointment.attempts > 1))
        failed = connection.execute(select(Appointment.cause, Appointment.answer).where(Appointment.state == FAILED))
        reasons = Counter(f"{row.cause}: {row.answer}" for row in failed)
    engine.dispose()
    return {
        "sales orders found again by their number and adopted": str(adopted),
        "appointments that took more than one attempt": str(again),
        "failed appointments": ", ".join(f"{times} × {reason}" for reason, times in reasons.items()) or "none",
    }


def _claims() -> Any:
    return select(Appointment.id, Appointment.attempts, Appointment.lease_until).where(Appointment.state == RUNNING)


def _doubts() -> Any:
    """Sales orders whose outcome nobody knows, and whether the order's page says so."""
    is_said = select(Appointment.id).where(
        Appointment.subject_id == SalesOrder.order_id, OF_ORDERS, Appointment.state.in_((UNKNOWN, FAILED))
    )
    return select(SalesOrder.id, SalesOrder.sent_at, is_said.exists().label("is_said")).where(
        SalesOrder.salesorder_id == "", SalesOrder.sent_at.is_not(None)
    )


def _count(*conditions: Any) -> Any:
    return select(func.count()).select_from(Appointment).where(*conditions)


def _is_open() -> Any:
    return Appointment.state.in_(OPEN_STATES)
