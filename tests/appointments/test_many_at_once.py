"""Much work and many workers: people go first, and each thing is done once."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from harness.desk import Desk
from tests.support.trials import QUEUE, done, schedule, trial_kinds
from zoho_app.appointments import gates, queue_work
from zoho_app.appointments.models import BULK, RULES, SCHEDULED, Appointment, Gate
from zoho_app.clock import now
from zoho_app.extensions import db

__all__ = ["trial_kinds"]


@pytest.fixture
def crowded(desk: Desk) -> Iterator[None]:
    """Five thousand appointments of rules and bulk work wait, and a worker of a thread is at work."""
    like = {"store_id": desk.store_id, "kind": "trial.note", "queue": QUEUE, "state": SCHEDULED, "asked_by": "a rule"}
    rows = [
        {**like, "subject_id": 100 + number, "priority": (RULES, BULK)[number % 2], "due_at": now()}
        for number in range(5_000)
    ]
    db.session.execute(db.insert(Appointment), rows)
    db.session.commit()
    is_over = threading.Event()

    def work() -> None:
        with desk.app.app_context():
            while not is_over.is_set():
                queue_work.work(QUEUE)

    worker = threading.Thread(target=work)
    worker.start()
    yield
    is_over.set()
    for table in (Appointment, Gate):  # or the worker would first do them all
        db.session.execute(db.delete(table))
    db.session.commit()
    worker.join()


def seconds_until_done(subject_id: int) -> float:
    db.session.remove()  # an open transaction would hold up the worker on SQLite
    begun_at = time.monotonic()
    while subject_id not in done and time.monotonic() - begun_at < 10:
        time.sleep(0.01)
    return time.monotonic() - begun_at


def test_a_click_does_not_wait_behind_five_thousand(desk: Desk, crowded: None) -> None:
    seconds_until_done(100)
    before = len(done)
    schedule(desk, 1)
    assert seconds_until_done(1) < 5
    assert done.index(1) < before + 50, "only what was done while it was being scheduled goes before it"


def test_a_click_wakes_a_worker_that_waits_for_rules_to_go_on(desk: Desk, crowded: None) -> None:
    gates.close(
        desk.store_id, QUEUE, "minute", "Used up.", now() + timedelta(seconds=queue_work.PATIENCE_SECONDS), RULES
    )
    db.session.commit()
    time.sleep(0.2)
    before = len(done)
    schedule(desk, 1)
    assert seconds_until_done(1) < 5
    assert len(done) == before + 1, "the gate is still closed for the others"


def test_eight_workers_at_once_do_each_of_forty_exactly_once(desk: Desk) -> None:
    for subject_id in range(40):
        schedule(desk, subject_id)
    db.session.remove()

    def work() -> None:
        with desk.app.app_context():
            queue_work.work(QUEUE)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(done) == list(range(40))
