"""Looks into the desk's database twice a second: how long does anything stay unexplained?

Two things must come to an end within 60 seconds:
- a claim: an appointment is "running", though the process that had it may be dead;
- a doubt: a sales order was sent and nobody knows with what outcome. It ends when the outcome is known, or when
  the order's page says "Outcome unknown", what was sent and when, and when Bookdesk looks next.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, create_engine, select
from sqlalchemy.exc import DBAPIError

from zoho_app.appointments.models import FAILED, RUNNING, UNKNOWN, Appointment
from zoho_app.clock import now
from zoho_app.zoho_books.models import SalesOrder

EVERY = 0.5
WITHIN = 60.0


@dataclass
class Watcher:
    """Watches in a thread until `end`; then `claims` and `doubts` have the seconds that each lasted."""

    url: str
    claims: dict[tuple[int, int], float] = field(default_factory=dict)
    doubts: dict[tuple[int, datetime], float] = field(default_factory=dict)
    _begun: dict[tuple[int, int], float] = field(default_factory=dict)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        engine = create_engine(self.url, connect_args={"timeout": 30} if self.url.startswith("sqlite") else {})
        while not self._is_over.wait(EVERY):
            try:
                with engine.connect() as connection:
                    claims = connection.execute(_claims()).all()
                    doubts = connection.execute(_doubts()).all()
            except DBAPIError:
                continue  # it is looked at again in a moment
            moment = time.monotonic()
            for claim in map(tuple, claims):
                self.claims[claim] = moment - self._begun.setdefault(claim, moment)
            for row in doubts:
                self.doubts[row.id, row.sent_at] = (now() - row.sent_at).total_seconds()
        engine.dispose()

    def end(self) -> None:
        self._is_over.set()

    def too_long(self) -> list[str]:
        """What lasted for more than 60 seconds, in words."""
        claims = [
            f"appointment {key[0]}, attempt {key[1]}: {_at(lasted)}"
            for key, lasted in self.claims.items()
            if lasted > WITHIN
        ]
        doubts = [
            f"sales order {key[0]}, sent {key[1]:%H:%M:%S}: {_at(lasted)}"
            for key, lasted in self.doubts.items()
            if lasted > WITHIN
        ]
        return claims + doubts


def _claims() -> object:
    return select(Appointment.id, Appointment.attempts).where(Appointment.state == RUNNING)


def _doubts() -> object:
    """Sales orders whose outcome nobody knows, without those whose page says so already."""
    return select(SalesOrder.id, SalesOrder.sent_at).where(
        SalesOrder.salesorder_id == "", SalesOrder.sent_at.is_not(None), ~_is_said()
    )


def _is_said() -> ColumnElement[bool]:
    newest = select(Appointment.id).where(
        Appointment.subject_id == SalesOrder.order_id,
        Appointment.store_id == SalesOrder.store_id,
        Appointment.kind.startswith("zoho_books."),
        Appointment.state.in_((UNKNOWN, FAILED)),
    )
    return newest.exists()


def _at(seconds: float) -> str:
    return f"{seconds:.0f} seconds"
