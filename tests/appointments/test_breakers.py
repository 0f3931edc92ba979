"""Breakers: troubles in a row close a gate, one probe at a time is let through, and only an answer opens it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Clock, Desk
from tests.support.outages import put_out_of_order, schedule, states
from zoho_app.appointments import breakers, gates, handlers, lifecycle, queue_work
from zoho_app.appointments.models import BULK, PEOPLE, Appointment, Gate
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.kinds import Kind
from zoho_app.zoho_books import actions

QUEUE = "trials"


def trial_kind(name: str) -> Kind:
    """A kind of appointment that only these tests know."""
    return Kind(name, QUEUE, label=name, noun=name, nouns=name)


OUTAGE = "outage"
WORDS = "Zoho Books is not working."
done: list[int] = []


@pytest.fixture(autouse=True)
def trial_kinds() -> Iterator[None]:
    """Kinds of appointments that exist for these tests only."""
    done.clear()

    def call(task: Task) -> None:
        task.before_call()
        with task.done("Answered"):
            done.append(task.subject_id)

    def call_nobody(task: Task) -> None:
        with task.failed("trial", "Something in the order is missing."):
            done.append(task.subject_id)

    def wait(task: Task) -> None:
        with task.retry(now() + timedelta(seconds=5), "waits", "Somebody else is at it."):
            pass

    kinds: dict[str, Callable[[Task], None]] = {"call": call, "call_nobody": call_nobody, "wait": wait}
    for name, do in kinds.items():
        handlers.add(handlers.handler(trial_kind(f"trial.{name}"))(do))
    yield
    for name in kinds:
        handlers.forget(f"trial.{name}")


def ask(desk: Desk, subject_id: int, kind: str = "trial.call", priority: int = PEOPLE) -> None:
    lifecycle.schedule(
        store_id=desk.store_id, kind=kind, subject_id=subject_id, asked_by="ada@example.com", priority=priority
    )
    db.session.commit()


def close(desk: Desk) -> None:
    """Strike until the breaker is closed."""
    while breakers.record_failure(desk.store_id, QUEUE, OUTAGE, WORDS) is None:
        pass
    db.session.commit()


def when_time_is_up(desk: Desk) -> AbstractContextManager[Clock]:
    (gate,) = gates.closed(desk.store_id)
    assert gate.closed_until is not None
    return freeze_time(gate.closed_until + timedelta(seconds=1))


def test_a_breaker_lets_one_probe_through_and_opens_when_it_succeeds(desk: Desk) -> None:
    close(desk)
    for subject_id in range(3):
        ask(desk, subject_id)
    desk.work(QUEUE)
    assert done == []
    with when_time_is_up(desk):
        first = queue_work._claim(QUEUE)
        assert first is not None
        assert first.probes == OUTAGE
        assert queue_work._claim(QUEUE) is None
        first.before_call()
        with first.done():
            pass
        desk.work(QUEUE)
    assert len(done) == 2
    assert gates.closed(desk.store_id) == []


def test_a_probe_that_only_waits_lets_another_one_try(desk: Desk) -> None:
    close(desk)
    ask(desk, 1, "trial.wait", PEOPLE)
    ask(desk, 2, "trial.call", BULK)
    with when_time_is_up(desk):
        desk.work(QUEUE)
    assert done == [2]
    assert gates.closed(desk.store_id) == []


def test_a_probe_that_ends_without_a_call_has_proved_nothing(desk: Desk) -> None:
    close(desk)
    ask(desk, 1, "trial.call_nobody")
    with when_time_is_up(desk):
        desk.work(QUEUE)
        assert done == [1]
        (gate,) = db.session.scalars(db.select(Gate))
        assert gate.failures == breakers.FREE_FAILURES + 1, "the next one is a probe, too"
        ask(desk, 2)
        desk.work(QUEUE)
    assert done == [1, 2]
    assert db.session.scalars(db.select(Gate)).all() == []


def test_each_strike_closes_a_breaker_for_longer_up_to_a_minute(desk: Desk) -> None:
    pauses = []
    with freeze_time() as clock:
        for _ in range(8):
            until = breakers.record_failure(desk.store_id, QUEUE, OUTAGE, WORDS)
            pauses.append(round((until - now()).total_seconds()) if until else 0)
            clock.tick(61)
    assert pauses == [0, 0, 0, 15, 30, 60, 60, 60]


def test_troubles_far_apart_are_not_in_a_row(desk: Desk) -> None:
    with freeze_time() as clock:
        for _ in range(10):
            assert breakers.record_failure(desk.store_id, QUEUE, OUTAGE, WORDS) is None
            clock.tick(3600)


def test_an_order_that_cannot_even_be_made_does_not_end_an_outage(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(desk, 30)
    put_out_of_order(books, monkeypatch)
    with freeze_time() as clock:
        desk.keep_working(clock, 20, every=30)
        for number in range(5):
            actions.submit(desk.order(f"E-{number}", email=""), "operator@example.com")
        db.session.commit()
        books.count_from_here()
        desk.keep_working(clock, 10, every=60)
        assert "failed" in states(), "they are refused by the desk itself"
        assert len(books.desk_calls()) <= 11
        assert [gate.cause for gate in gates.closed(desk.store_id)] == [OUTAGE]


def test_an_order_whose_patience_ends_does_not_end_an_outage(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(desk, 30)
    put_out_of_order(books, monkeypatch)
    with freeze_time() as clock:
        desk.keep_working(clock, 150, every=60)
        assert "failed" in states()
        assert len(books.desk_calls()) <= 155, "one a minute, and some before it closed"


def test_workers_of_many_stores_strike_and_try_at_once_and_none_fails(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes an appointment, and then the breaker that all the stores have in common."""
    stores = [desk, *(Desk.open(desk.app, f"Store {number}") for number in range(5))]
    ids = [store.store_id for store in stores]
    monkeypatch.setitem(breakers._sharing, OUTAGE, lambda store_id: ids)
    monkeypatch.setattr("zoho_app.appointments.breakers.PAUSES", (0,))
    for store in stores:
        for number in range(40):
            ask(store, 100 * store.store_id + number)
    db.session.remove()
    broken: list[Exception] = []

    def try_in_vain(task: Task) -> None:
        with task.retry(now() + timedelta(seconds=0.02), "outage", WORDS):
            task.record_failure(OUTAGE, WORDS)

    def succeed(task: Task) -> None:
        task.before_call()
        task.probes = OUTAGE
        with task.done():
            pass

    def work(end: Callable[[Task], None]) -> None:
        with desk.app.app_context():
            try:
                for _ in range(60):
                    if task := queue_work._claim(QUEUE):
                        end(task)
            except Exception as error:
                broken.append(error)

    workers = [threading.Thread(target=work, args=(end,)) for end in (try_in_vain, succeed) * 3]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert broken == []
    assert "running" not in set(db.session.scalars(db.select(Appointment.state)))
