"""The appointment "tell the shop of shipments": for one order, step by step, until the shop knows them all.

What will be sent is committed before each call. When no answer comes, the next attempt looks for it in the shop, and
sends it again only when it is certainly not there.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zoho_app import kinds as appointment_kinds
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import UNKNOWN
from zoho_app.appointments.task import Task
from zoho_app.channels.shops import attempt, kinds, parcel_news, parcel_rows
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.models import Shop, ShopOrder, ShopParcel
from zoho_app.channels.shops.parcels import (
    CREATE,
    NOT_ALLOWED,
    REFUSED,
    Call,
    Gone,
    HandOver,
    Known,
    Problem,
    Step,
    Told,
)
from zoho_app.channels.shops.problems import HIDDEN, OutcomeUnknown, PersonNeeded, Refused, TryLater
from zoho_app.clock import now
from zoho_app.extensions import db

# A call whose answer was lost may still be on its way: only after this is what is not there not there.
SETTLES_IN = timedelta(seconds=30)
IN_DOUBT = "parcel in doubt"
MOST_STEPS = 60


@dataclass
class _Work:
    """One attempt for one order of a shop."""

    task: Task
    access: Access
    key: str  # the shop's id of the order
    problems: dict[int, Problem] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    seen: Any = None  # what the last look has found; None: look again

    @property
    def out(self) -> kinds.ShipmentsOut:
        """How shops of this kind are told."""
        return kinds.get(self.access.kind).shipments_out


@handler(appointment_kinds.SEND_PARCELS, is_in_doubt=parcel_rows.is_in_doubt)
def send(task: Task) -> None:
    """Do the appointment; the subject is the shop's order."""
    with task.step():
        shop_order = db.session.get(ShopOrder, task.subject_id)
        shop = db.session.get(Shop, shop_order.shop_id) if shop_order is not None else None
        shop_id = shop.id if shop is not None and shop.sync_tracking_numbers else None
        key = shop_order.key if shop_order is not None else ""
    if shop_id is None:
        with task.done("Sync Tracking Numbers is switched off for this shop."):
            return
    attempt.attempt(task, lambda access: _send(_Work(task, access, key)), shop_id)


def _send(work: _Work) -> None:
    with work.task.step():
        parcel_rows.lock(work.task.subject_id)
        parcel_rows.open_again(work.task.subject_id)
    for _ in range(MOST_STEPS):
        with work.task.step():
            parcels = parcel_rows.known(parcel_rows.lock(work.task.subject_id))
        step = _next(work, parcels)
        if step is None:
            _end(work)
            return
        if isinstance(step, Call):
            wanted = next(one.wanted for one in parcels if one.id == step.parcel)
            if _may_be_on_its_way(step, parcels, work):
                _look_later(work.task, "The answer of the shop was lost. Bookdesk looks whether it has arrived.")
                return
            if not _call(work, step, wanted):
                return
        else:
            _settle(work, step, parcels)
    with work.task.retry(now(), "more", "There is more to tell.", is_try=False):
        work.task.receiver_answered()


def _next(work: _Work, parcels: list[Known]) -> Step | None:
    parcels = [_closed(one) if one.id in work.problems else one for one in parcels]
    waiting = [one for one in parcels if one.is_open]
    if not waiting:
        return None
    for one in waiting:
        if one.wanted is None and not one.is_begun and not one.remote_ids:
            return Gone(one.id)
    try:
        if work.seen is None:
            work.task.before_call()
            work.seen = work.out.look(work.access, work.key, parcels)
        return work.out.next_step(work.access, work.seen, parcels)
    except PersonNeeded as problem:
        if problem.cause != HIDDEN:
            raise
        return Problem(waiting[0].id, NOT_ALLOWED, str(problem))
    except Refused as refusal:
        return Problem(waiting[0].id, REFUSED, str(refusal))


def _closed(one: Known) -> Known:
    return Known(one.id, one.wanted, one.told, one.remote_ids, is_open=False, was_told=one.was_told)


def _may_be_on_its_way(call: Call, parcels: list[Known], work: _Work) -> bool:
    """Whether the same call was begun a moment ago, so that it may arrive after our look."""
    begun = next(one.is_begun for one in parcels if one.id == call.parcel)
    if call.verb != CREATE or not begun:
        return False
    with work.task.step():
        begun_at: datetime = db.session.get_one(ShopParcel, call.parcel).updated_at
    return now() - begun_at < SETTLES_IN


def _call(work: _Work, call: Call, wanted: Any) -> bool:
    """Make one call; False when its outcome is unknown, which ends the attempt."""
    subject_id = work.task.subject_id
    with work.task.step():
        parcel_rows.begin(parcel_rows.lock(subject_id), call, wanted)
    work.task.before_call()
    try:
        outcome = work.out.perform(work.access, work.key, call)
    except Refused as refusal:
        _refused(work, call, PersonNeeded(REFUSED, str(refusal)))
    except (TryLater, PersonNeeded) as problem:
        if not isinstance(problem, PersonNeeded) or problem.cause != HIDDEN:
            with work.task.step():
                parcel_rows.lock(subject_id)
                parcel_rows.take_back(call.parcel)
            raise
        work.refused.add(call.parcel)
        _refused(work, call, PersonNeeded(NOT_ALLOWED, str(problem)))
    except OutcomeUnknown as problem:
        _look_later(work.task, str(problem), is_failure=True, name=work.access.name)
        return False
    else:
        with work.task.step():
            parcel_rows.made(parcel_rows.lock(subject_id), call, outcome)
    work.seen = None
    return True


def _refused(work: _Work, call: Call, problem: PersonNeeded) -> None:
    """Look again once, for people may have shipped there meanwhile; then it is a person's matter."""
    with work.task.step():
        shop_order = parcel_rows.lock(work.task.subject_id)
        parcel_rows.take_back(call.parcel)
        if call.parcel in work.refused:
            work.problems[call.parcel] = Problem(call.parcel, problem.cause, str(problem))
            shop = db.session.get_one(Shop, work.access.shop_id)
            parcel_rows.failed(shop_order, shop, work.problems[call.parcel])
    work.refused.add(call.parcel)


def _settle(work: _Work, step: Step, parcels: list[Known]) -> None:
    """Write down a step that needs no call."""
    with work.task.step():
        shop_order = parcel_rows.lock(work.task.subject_id)
        shop = db.session.get_one(Shop, work.access.shop_id)
        if isinstance(step, Told):
            wanted = next(one.wanted for one in parcels if one.id == step.parcel)
            assert wanted is not None
            parcel_rows.told(shop_order, shop, step, wanted)
        elif isinstance(step, Gone):
            parcel_rows.gone(shop_order, shop, step)
        elif isinstance(step, HandOver):
            parcel_rows.hand_over(step)
        elif isinstance(step, Problem):
            work.problems[step.parcel] = step
            parcel_rows.failed(shop_order, shop, step)


def _look_later(task: Task, words: str, is_failure: bool = False, name: str = "") -> None:
    with task.retry(now() + SETTLES_IN, IN_DOUBT, words, UNKNOWN):
        if is_failure:
            task.receiver_failed(f"{name}: {words}")


def _end(work: _Work) -> None:
    """End the attempt; what has come in the meantime gets an appointment of its own."""
    first = next(iter(work.problems.values()), None)
    task = work.task
    ending = task.failed(first.cause, first.words, [work.access.name]) if first else task.done()
    with ending:
        shop_order = parcel_rows.lock(task.subject_id)
        attempt.clear_problem(db.session.get_one(Shop, work.access.shop_id))
        if parcel_rows.any_waiting(shop_order.id):
            parcel_news.schedule(shop_order)
        task.receiver_answered()
