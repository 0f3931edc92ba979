"""A claimed appointment: its handler works in short steps, each of which first checks that the claim still holds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import update

from zoho_app.appointments import breakers
from zoho_app.appointments.models import DONE, FAILED, RUNNING, SCHEDULED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed

# Longer than any one HTTP call may take; each step renews it.
LEASE = timedelta(seconds=50)
# Under which key the payload column keeps `Task.last_wait`; all other keys are the kind's own.
WAITED = "waited"
# A step this soon after the claim needs no look at the lease: nobody takes over before it has run out.
FRESH_SECONDS = 1.0


class LostClaim(Exception):
    """The lease ran out and somebody else has the appointment now; this worker must not write any more."""


@dataclass
class Task:
    """A claimed appointment, as its handler sees it: plain values, no database object."""

    id: int
    store_id: int
    kind: str
    queue: str
    subject_id: int
    payload: dict[str, Any]  # what the handler keeps for the next attempt
    asked_by: str
    priority: int
    attempts: int
    first_tried_at: datetime
    last_cause: str  # why the attempt before this one did not end it; "" on the first
    last_wait: dict[str, Any] | None = (
        None  # in which retry cycle somebody last asked to wait, after how many attempts
    )
    probes: str = ""  # the cause of the breaker whose probe this attempt is, until it has told what it found out
    receiver: str = ""  # whom it calls, where each has its own breaker
    failures: int = 0  # how often in a row that receiver had failed when this attempt began
    has_called: bool = False  # whether this attempt has got as far as calling the other side
    renewed_at: float = field(default_factory=monotonic)  # when the lease was last made to run anew
    outcome: str = ""  # the state in which this attempt has left it; "" as long as it goes on

    @contextmanager
    def step(self) -> Iterator[None]:
        """One short transaction, committed at its end; it renews the lease, unless that was just taken.

        Raises LostClaim, and changes nothing, when the appointment is no longer ours.
        """
        is_fresh = monotonic() - self.renewed_at < FRESH_SECONDS
        with self._transaction(**({} if is_fresh else {"lease_until": now() + LEASE})):
            yield
        if not is_fresh:
            self.renewed_at = monotonic()

    def before_call(self) -> None:
        """Make sure that the lease lasts longer than the call that is about to be made. Raises LostClaim."""
        with self.step():
            pass
        self.has_called = True

    @contextmanager
    def done(self, words: str = "") -> Iterator[None]:
        """The last step of an appointment that has come to its end."""
        with self._transaction(state=DONE, finished_at=now(), cause="", answer=words, lease_until=None):
            yield
            self._end_probe(has_succeeded=self.has_called)

    @contextmanager
    def failed(self, cause: str, words: str, details: Sequence[str] = ()) -> Iterator[None]:
        """The last step of an appointment that only a person can help.

        `cause` is a short code; `details` name the SKUs or the e-mail address, so that people find all failures with
        the
        same cause.
        """
        ended = {"state": FAILED, "finished_at": now(), "lease_until": None, "is_dismissed": False}
        with self._transaction(**ended, cause=cause, answer=words, details=list(details)):
            yield
            self._end_probe(has_succeeded=self.has_called)

    @contextmanager
    def retry(
        self, due_at: datetime, cause: str, words: str, state: str = SCHEDULED, is_try: bool = True
    ) -> Iterator[None]:
        """The last step of this attempt; the next is due at `due_at`. `state` may be UNKNOWN.

        What the handler has put into the payload is kept for it. Without `is_try` the attempt is not counted.
        """
        ended: dict[str, Any] = {"state": state, "due_at": due_at, "lease_until": None, "payload": self._stored()}
        if not is_try:
            ended["attempts"] = self.attempts - 1
        with self._transaction(**ended, cause=cause, answer=words):
            yield
            self._end_probe(has_succeeded=False)

    def record_failure(self, cause: str, words: str) -> None:
        """Count a failure of the other side, last in a step; a probe has failed then."""
        breakers.record_failure(self.store_id, self.queue, cause, words)
        self.probes = ""

    @property
    def would_open_breaker(self) -> bool:
        """Whether one more failure leaves the receiver alone for a while."""
        return self.failures >= breakers.FREE_FAILURES

    def receiver_failed(self, words: str) -> None:
        """Count that the receiver did not answer or is out of order, last in a step; a probe has failed then."""
        breakers.record_failure(self.store_id, self.queue, self.receiver, words, of_receiver=True)
        self.probes = ""

    def receiver_answered(self) -> None:
        """Note that the receiver works, whether or not it took the message; last in a step."""
        if self.failures:
            told = breakers.probe_succeeded if self.probes else breakers.forget_receiver
            told(self.store_id, self.queue, self.receiver)
            self.probes = ""

    def waited(self, is_try: bool = True) -> None:
        """This attempt was asked to wait, which is no trouble: patience begins anew with the next trouble."""
        attempts = self.attempts if is_try else self.attempts - 1
        self.last_wait = {"tries": self.first_tried_at.isoformat(), "attempts": attempts}

    def trouble(self) -> tuple[datetime, int]:
        """Since when it has met nothing but trouble, and how often; this attempt is in trouble, too."""
        waited = self.last_wait
        if waited is None or waited["tries"] != self.first_tried_at.isoformat():
            return self.first_tried_at, self.attempts
        self.last_wait = waited = {"since": now().isoformat(), **waited}
        return datetime.fromisoformat(waited["since"]), self.attempts - waited["attempts"]

    def _stored(self) -> dict[str, Any]:
        return self.payload if self.last_wait is None else {**self.payload, WAITED: self.last_wait}

    def _end_probe(self, has_succeeded: bool) -> None:
        """End the probe, last in the last step; one without a result is given back."""
        if self.probes:
            told = breakers.probe_succeeded if has_succeeded else breakers.hand_back_probe
            told(self.store_id, self.queue, self.probes)

    @contextmanager
    def _transaction(self, **values: Any) -> Iterator[None]:
        db.session.remove()
        try:
            if values and not self._is_still_ours(values):
                raise LostClaim(f"appointment {self.id}, attempt {self.attempts}")
            yield
            db.session.commit()
            self.outcome = values.get("state", "")
        finally:
            db.session.remove()  # rolls back what was not committed

    def _is_still_ours(self, values: dict[str, Any]) -> bool:
        mine = (Appointment.id == self.id, Appointment.state == RUNNING, Appointment.attempts == self.attempts)
        return rows_changed(update(Appointment).where(*mine).values(**values)) == 1
