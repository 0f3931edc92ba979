"""What Bookdesk is doing now, in one sentence, with why it waits and the one next step."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from zoho_app import kinds
from zoho_app.appointments.models import OPEN_STATES, RUNNING, SCHEDULED, UNKNOWN, Gate
from zoho_app.appointments.pause import CAUSE, Pause
from zoho_app.clock import now
from zoho_app.counts import agree, count_noun
from zoho_app.heartbeats import Heartbeats
from zoho_app.web.layout.status import OF_ORDERS, DeskStatus
from zoho_app.web.layout.times import soon
from zoho_app.zoho_books.api import access_token

WAITING = (SCHEDULED, UNKNOWN)


@dataclass(frozen=True)
class Step:
    """What to do next: words and an icon on a button, and where it leads."""

    words: str
    href: str
    icon: str = ""


@dataclass(frozen=True)
class Sentence:
    """One sentence, with an icon and a kind (see the macro `state`); `more` are whole sentences to stand below it."""

    words: str
    icon: str
    kind: str
    more: list[str] = field(default_factory=list)
    step: Step | None = None


def build_sentence(desk_status: DeskStatus, signs: Heartbeats | None) -> Sentence | None:
    """What is going on, or what holds it back; None when nothing is. `signs` are None while Redis is away."""
    if desk_status.pause is not None:
        return Sentence(
            paused(desk_status.pause), "pause", "warning", [_waits(desk_status), *_others(desk_status.gates)]
        )
    if held := _most_serious(desk_status.gates):
        return Sentence(_held(held), "warning", "warning", [_waits(desk_status), *_others(desk_status.gates, held)])
    if not _is_under_way(desk_status):
        return None
    if signs is None or not signs.workers:
        return _stands_still(desk_status, signs)
    return Sentence(_action_words(desk_status), "running", "info")


def paused(pause: Pause) -> str:
    """Such as "Paused by ada@example.com since 23 Nov 2026, 14:05 +01:00: stock taking"."""
    words = f"Paused by {pause.who} since {soon(pause.since, to_the_second=False)}"
    return f"{words}: {pause.reason}" if pause.reason else words


def later(desk_status: DeskStatus) -> list[str]:
    """What waits for a time that has not come, while nothing else is under way."""
    due_at = desk_status.next_due(*WAITING)
    if due_at is None:
        return []
    waiting = desk_status.count(*WAITING)
    return [f"{_things(waiting)} {_wait(waiting)}; the next is due {soon(due_at)}."]


def _most_serious(closed: list[Gate]) -> Gate | None:
    """The gate that stays closed longest."""
    lasting = [gate for gate in closed if gate.closed_until is None]
    return lasting[0] if lasting else max(closed, key=lambda gate: gate.closed_until or now(), default=None)


def _held(gate: Gate) -> str:
    if gate.cause == access_token.GATE:
        return "Waiting for the connection to Zoho Books"
    words = "Waiting for Zoho's limit per minute" if gate.cause == "minute" else gate.words.rstrip(".")
    return f"{words}, continues at {soon(gate.closed_until)}" if gate.closed_until else words


def _others(closed: list[Gate], told: Gate | None = None) -> Iterator[str]:
    """The other reasons for waiting; the connection's is in a banner of its own."""
    for gate in closed:
        if gate is not told and gate.cause not in (CAUSE, access_token.GATE):
            yield f"{_held(gate)}."


def _waits(desk_status: DeskStatus) -> str:
    orders = desk_status.count(*OPEN_STATES, kinds=OF_ORDERS)
    others = desk_status.count(*OPEN_STATES) - orders
    what = [_orders(orders)] if orders else []
    what += [_things(others)] if others else []
    if not what:
        return "Nothing is waiting."
    return f"{' and '.join(what)} {_wait(orders + others)}; nothing fails in the meantime."


def _is_under_way(desk_status: DeskStatus) -> bool:
    """Whether anything about an order is open, or anything else is to be done now."""
    due_at = desk_status.next_due(*WAITING)
    is_due = due_at is not None and due_at <= now()
    return desk_status.count(*OPEN_STATES, kinds=OF_ORDERS) > 0 or desk_status.count(RUNNING) > 0 or is_due


def _stands_still(desk_status: DeskStatus, signs: Heartbeats | None) -> Sentence:
    why = "no worker is running" if signs else "Redis can't be reached"
    advice = "Your administrator can start it again. Nothing is lost."
    count = desk_status.count(*OPEN_STATES)
    return Sentence(f"{_things(count)} {_wait(count)}: {why}", "warning", "problem", [advice])


def _action_words(desk_status: DeskStatus) -> str:
    orders = desk_status.count(*OPEN_STATES, kinds=OF_ORDERS)
    if not orders:
        return _something_else(desk_status)
    due_at = desk_status.next_due(*WAITING, kinds=OF_ORDERS)
    is_due = due_at is not None and due_at <= now()
    if desk_status.count(RUNNING, kinds=OF_ORDERS) or is_due:
        words = _sending(desk_status)
    elif desk_status.count(SCHEDULED, kinds=OF_ORDERS):
        words = f"{_orders(orders)} {_wait(orders)}"
    else:
        words = f"{_orders(orders)} with unknown outcome {_wait(orders)} for a check in Zoho Books"
    if due_at is None:
        return words
    return f"{words}; the next is due {'now' if is_due else soon(due_at)}"


def _sending(desk_status: DeskStatus) -> str:
    submits, cancels = (
        desk_status.count(*OPEN_STATES, kinds=(kind,)) for kind in (kinds.SUBMIT.name, kinds.CANCEL.name)
    )
    if not cancels:
        return f"Sending {_orders(submits)}"
    return f"Sending {submits:,} and canceling {_orders(cancels)}" if submits else f"Canceling {_orders(cancels)}"


def _something_else(desk_status: DeskStatus) -> str:
    first = kinds.get((desk_status.kinds(RUNNING) or desk_status.kinds(*WAITING))[0])
    return (
        first.progress
        if first and first.progress
        else f"Working on {_things(desk_status.count(*OPEN_STATES)).lower()}"
    )


def _orders(count: int) -> str:
    return count_noun(count, "order")


def _things(count: int) -> str:
    return count_noun(count, "task")


def _wait(count: int) -> str:
    return agree(count, "waits", "wait")
