"""Pause a store: its background work waits until somebody continues it. Nothing fails, nothing is lost.

What is under way when a store is paused comes to its end; nothing new is begun.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zoho_app.appointments import gates
from zoho_app.appointments.models import PEOPLE, Gate

CAUSE = "paused"
_BY = "Paused by "
_WHY = ": "  # nobody's e-mail address has a space in it


@dataclass(frozen=True)
class Pause:
    """Who has paused a store, since when (UTC), and why; "" when no reason was given."""

    who: str
    since: datetime
    reason: str


def pause(store_id: int, queues: Iterable[str], who: str, reason: str = "") -> bool:
    """Hold back all work of the store in `queues`; False, and no change, when it was already paused."""
    if get_pause(store_id) is not None:
        return False
    words = f"{_BY}{who}{_WHY}{reason}" if reason else f"{_BY}{who}"
    for queue in queues:
        gates.close(store_id, queue, CAUSE, words, from_priority=PEOPLE)
    return True


def go_on(store_id: int) -> bool:
    """Let everything go on after the commit; False when the store was not paused."""
    paused = [gate for gate in gates.closed(store_id) if gate.cause == CAUSE]
    return sum(gates.open_(store_id, gate.queue, CAUSE) for gate in paused) > 0


def get_pause(store_id: int) -> Pause | None:
    """The store's pause, if it is paused."""
    return among(gates.closed(store_id))


def among(closed: Iterable[Gate]) -> Pause | None:
    """The pause among a store's closed gates, if it is paused."""
    found = next((gate for gate in closed if gate.cause == CAUSE), None)
    if found is None:
        return None
    who, _, reason = found.words.removeprefix(_BY).partition(_WHY)
    return Pause(who, found.closed_at, reason)
