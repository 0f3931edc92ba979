"""Circuit breakers: gates that close for longer with each failure in a row, and open when a probe succeeds.

When the time of a closed one is up it lets one appointment through as a probe; what becomes of that one opens the
gate or closes it for longer. Stores that depend on the same other side (registry.py says which) have their gates in
common: their troubles are counted together, and one probe is enough for all. A receiver that a store's messages go to
has a breaker of its own, which holds back only what calls it.

Whoever touches a breaker does so last in a transaction: others wait until it ends, and must not hold what it needs.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ScalarSelect, delete, func, or_, select, update

from zoho_app import job_queue
from zoho_app.appointments import gates
from zoho_app.appointments.models import SCHEDULED, UNKNOWN, Appointment, Gate, waiting
from zoho_app.clock import now
from zoho_app.extensions import alone, db, rows_changed

# Failures in a row that may be chance; then the pauses in seconds, the last one repeated.
FREE_FAILURES = 3
PAUSES = (15, 30, 60)
PAUSES_OF_RECEIVERS = (15, 30, 60, 120, 240, 480, 900)
# Troubles further apart than this are not in a row: what succeeds in between leaves no trace here.
SAME_TROUBLE = timedelta(minutes=10)
# An answer of a receiver does leave one.
SAME_TROUBLE_OF_RECEIVERS = timedelta(days=1)
# Not even what is most urgent passes a receiver's breaker.
EVERYTHING = -1_000
# How long a probe may take before another one is let through.
PROBE = timedelta(seconds=60)

_sharing: dict[str, Callable[[int], Iterable[int]]] = {}


def install(sharing: Mapping[str, Callable[[int], Iterable[int]]]) -> None:
    """Say which stores meet a trouble together: by cause, `stores(store_id)` gives the ids of the others."""
    _sharing.clear()
    _sharing.update(sharing)


def record_failure(store_id: int, queue: str, cause: str, words: str, of_receiver: bool = False) -> datetime | None:
    """Count one more trouble with the other side; after a few in a row the gate closes, each time for longer.

    `of_receiver`: the other side is the receiver that `cause` names. Returns until when the gate is closed, None
    while it is open.
    """
    same_trouble = SAME_TROUBLE_OF_RECEIVERS if of_receiver else SAME_TROUBLE
    pauses = PAUSES_OF_RECEIVERS if of_receiver else PAUSES
    in_a_row = [gate.failures for gate in _gates(store_id, queue, cause) if now() - gate.closed_at < same_trouble]
    failures = max(in_a_row, default=0) + 1
    late = failures - FREE_FAILURES
    pause = timedelta(seconds=pauses[min(late, len(pauses)) - 1]) if late > 0 else timedelta(0)
    until = now() + pause
    values = {"words": words, "closed_until": until, "failures": failures, "closed_at": now(), "is_breaker": True}
    if of_receiver:
        values |= {"of_receiver": True, "from_priority": EVERYTHING}
        _forget_old_ones(store_id, queue)
    for one in _together(store_id, cause):
        gates.put(one, queue, cause, **values)
    return until if pause else None


def _forget_old_ones(store_id: int, queue: str) -> None:
    """Forget receivers that were not called for a day, such as those that single orders named."""
    old = (Gate.store_id == store_id, Gate.queue == queue, Gate.of_receiver)
    db.session.execute(delete(Gate).where(*old, Gate.closed_at < now() - SAME_TROUBLE_OF_RECEIVERS))


# Under names of its own: SQLite's RETURNING leaves out the tables' names, also within a subquery.
_gate = select(
    Gate.store_id.label("gate_store_id"),
    Gate.queue.label("gate_queue"),
    Gate.cause.label("gate_cause"),
    Gate.failures.label("gate_failures"),
    Gate.is_breaker.label("gate_is_breaker"),
    Gate.of_receiver.label("gate_of_receiver"),
).subquery()


def half_open(queue: BindParameter[str]) -> ScalarSelect[str | None]:
    """The cause of a breaker whose time is up, for the store of an appointment that is being claimed."""
    return (
        select(func.min(_gate.c.gate_cause))
        .where(
            _gate.c.gate_store_id == Appointment.store_id,
            _gate.c.gate_queue == queue,
            _gate.c.gate_is_breaker,
            _gate.c.gate_failures > FREE_FAILURES,
            or_(~_gate.c.gate_of_receiver, _gate.c.gate_cause == Appointment.receiver),
        )
        .correlate(Appointment)
        .scalar_subquery()
    )


def failures_of_receiver(queue: BindParameter[str]) -> ScalarSelect[int | None]:
    """How often in a row the receiver of an appointment that is being claimed has failed."""
    return (
        select(_gate.c.gate_failures)
        .where(
            _gate.c.gate_store_id == Appointment.store_id,
            _gate.c.gate_queue == queue,
            _gate.c.gate_cause == Appointment.receiver,
            _gate.c.gate_of_receiver,
        )
        .correlate(Appointment)
        .scalar_subquery()
    )


def receivers_left_alone(store_id: int, queue: str) -> list[tuple[Gate, int]]:
    """The breakers of the store's receivers that hold messages back, with how many wait; worst first."""
    waits = (
        select(func.count())
        .where(
            Appointment.store_id == Gate.store_id,
            Appointment.queue == Gate.queue,
            Appointment.receiver == Gate.cause,
            waiting(Appointment),
        )
        .correlate(Gate)
        .scalar_subquery()
    )
    wanted = (
        Gate.store_id == store_id,
        Gate.queue == queue,
        Gate.of_receiver,
        Gate.failures > FREE_FAILURES,
        waits > 0,
    )
    rows = db.session.execute(select(Gate, waits).where(*wanted).order_by(Gate.failures.desc(), Gate.cause))
    return [(gate, count) for gate, count in rows]


def try_now(store_id: int, queue: str, receiver: str) -> bool:
    """Let the next message probe the receiver at once; False when no gate is closed for it."""
    gates_there = _gates(store_id, queue, receiver)
    for gate in gates_there:
        gate.closed_until = min(gate.closed_until or now(), now())
    waits = (
        select(Appointment.id)
        .where(
            Appointment.store_id == store_id,
            Appointment.queue == queue,
            Appointment.receiver == receiver,
            waiting(Appointment),
        )
        .order_by(Appointment.priority, Appointment.due_at, Appointment.id)
        .limit(1)
        .scalar_subquery()
    )
    rows_changed(update(Appointment).where(Appointment.id == waits, Appointment.due_at > now()).values(due_at=now()))
    job_queue.wake(queue)
    return bool(gates_there)


def forget_receiver(store_id: int, queue: str, receiver: str) -> None:
    """Count its failures anew: it has answered, or is another one now."""
    gates_there = _gates(store_id, queue, receiver)
    for gate in gates_there:
        db.session.delete(gate)
    if gates_there:
        job_queue.wake(queue)


def take_probe(store_id: int, queue: str, cause: str) -> bool:
    """Take the probe of the breaker; False when another attempt has it."""
    gates_there = _gates(store_id, queue, cause)
    if any(gate.closed_until is None or gate.closed_until > now() for gate in gates_there):
        return False
    for gate in gates_there:
        gate.closed_until = now() + PROBE
    return bool(gates_there)


def hand_back_probe(store_id: int, queue: str, cause: str) -> None:
    """Give the probe back, so that another attempt can take it at once."""
    for gate in _gates(store_id, queue, cause):
        gate.closed_until = now()


def probe_succeeded(store_id: int, queue: str, cause: str) -> None:
    """Open the breaker: failed attempts need not wait any longer."""
    opened = _gates(store_id, queue, cause)
    tried_in_vain = (
        select(Appointment.id)
        .where(
            Appointment.store_id.in_([gate.store_id for gate in opened]),
            Appointment.queue == queue,
            Appointment.state.in_((SCHEDULED, UNKNOWN)),
            Appointment.attempts > 0,
            Appointment.due_at > now(),
            *[Appointment.receiver == cause for gate in opened[:1] if gate.of_receiver],
        )
        .with_for_update(skip_locked=True)  # who claims one at this moment waits for us; it needs no call
    )
    rows_changed(update(Appointment).where(Appointment.id.in_(tried_in_vain)).values(due_at=now()))
    for gate in opened:
        db.session.delete(gate)
    if opened:
        job_queue.wake(queue)


def _gates(store_id: int, queue: str, cause: str) -> list[Gate]:
    """The breakers of all that share this trouble, which nobody else changes until the transaction ends."""
    alone("breaker", queue, cause)
    mine = (Gate.store_id.in_(_together(store_id, cause)), Gate.queue == queue, Gate.cause == cause, Gate.is_breaker)
    return list(db.session.scalars(select(Gate).where(*mine).execution_options(populate_existing=True)))


def _together(store_id: int, cause: str) -> list[int]:
    others = _sharing[cause](store_id) if cause in _sharing else ()
    return sorted({store_id, *others})
