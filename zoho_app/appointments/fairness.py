"""Whose turn it is in a queue: the most urgent work first, and among equals the store that was served longest ago.

Two limits keep a receiver that hangs from taking all workers of a queue that calls receivers (`limit`): a store has
at
most so many of them at a time, and all receivers that failed last time together have one.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    String,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.orm import aliased

from zoho_app.appointments.models import RUNNING, Appointment, Gate, waiting
from zoho_app.columns import UtcDateTime

# What the statements below are given.
QUEUE: BindParameter[str] = bindparam("in_queue", type_=String())
TIMESTAMP = bindparam("timestamp", type_=UtcDateTime())
_MOST = bindparam("most_of_a_store", type_=Integer())

_NO_LIMIT = 1_000_000
_limits: dict[str, int] = {}
# Less urgent than anything.
_NEVER = 1_000_000

_stores = table("stores", column("id", Integer))
_running = aliased(Appointment)
_suspect_gate = aliased(Gate)


def install(limits: Mapping[str, int]) -> None:
    """Say how many workers of a queue a store has at most at a time, by queue; doing it again changes nothing."""
    _limits.clear()
    _limits.update(limits)


def is_limited(queue: str) -> bool:
    """Whether claims of this queue must be made one after the other, so that its limits hold."""
    return queue in _limits


def given(queue: str, timestamp: Any) -> dict[str, Any]:
    """What the statements are run with."""
    return {"in_queue": queue, "timestamp": timestamp, "most_of_a_store": _limits.get(queue, _NO_LIMIT)}


def _is_closed(gate: Any) -> ColumnElement[bool]:
    return or_(gate.closed_until.is_(None), gate.closed_until > TIMESTAMP)


_A_SUSPECT_IS_CALLED = (
    select(_running.id)
    .join(
        _suspect_gate,
        (_suspect_gate.store_id == _running.store_id)
        & (_suspect_gate.queue == _running.queue)
        & (_suspect_gate.cause == _running.receiver),
    )
    .where(_running.queue == QUEUE, _running.state == RUNNING, _suspect_gate.of_receiver)
    .exists()
)


def _may_begin(row: Any, store: Any, store_id: Any) -> list[ColumnElement[bool]]:
    """Which appointments of a store wait for nothing but a worker; `store` is the table that `store_id` is of."""
    held_from = (
        select(func.min(Gate.from_priority))
        .where(Gate.store_id == store_id, Gate.queue == QUEUE, ~Gate.of_receiver, _is_closed(Gate))
        .correlate(store)
        .scalar_subquery()
    )
    receiver_is_left_alone = (
        select(Gate.store_id)
        .where(
            Gate.store_id == store_id,
            Gate.queue == QUEUE,
            Gate.cause == row.receiver,
            Gate.of_receiver,
            or_(_is_closed(Gate), _A_SUSPECT_IS_CALLED),
        )
        .correlate(store, row)
        .exists()
    )
    return [
        row.queue == QUEUE,
        waiting(row),
        row.due_at <= TIMESTAMP,
        row.priority < func.coalesce(held_from, _NEVER),
        or_(row.receiver == "", ~receiver_is_left_alone),
    ]


def _next_store() -> ScalarSelect[int | None]:
    first, mine = aliased(Appointment), aliased(Appointment)
    first_of_each = (
        select(
            select(first.id)
            .where(first.store_id == _stores.c.id, *_may_begin(first, _stores, _stores.c.id))
            .order_by(first.priority, first.due_at, first.id)
            .limit(1)
            .correlate(_stores)
            .scalar_subquery()
            .label("id")
        )
        .select_from(_stores)
        .where(
            select(func.count())
            .select_from(mine)
            .where(mine.queue == QUEUE, mine.state == RUNNING, mine.store_id == _stores.c.id)
            .correlate(_stores)
            .scalar_subquery()
            < _MOST
        )
        .subquery()
    )
    found, turn = aliased(Appointment), aliased(Appointment)
    last_turn = (
        select(func.max(turn.claimed_at))
        .where(turn.queue == QUEUE, turn.store_id == found.store_id, turn.claimed_at.is_not(None))
        .correlate(found)
        .scalar_subquery()
    )
    return (
        select(found.store_id)
        .join(first_of_each, first_of_each.c.id == found.id)
        .order_by(found.priority, last_turn.asc().nulls_first(), found.due_at, found.id)
        .limit(1)
        .scalar_subquery()
    )


NEXT_STORE = _next_store()

_next = aliased(Appointment)
NEXT: ScalarSelect[int] = (
    select(_next.id)
    .where(_next.store_id == NEXT_STORE, *_may_begin(_next, _next, _next.store_id))
    .order_by(_next.priority, _next.due_at, _next.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
