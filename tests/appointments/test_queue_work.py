"""Appointments: claimed once, done in steps, freed when a worker dies, held back by gates, urgent ones first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from freezegun import freeze_time
from redis import Redis

from harness.desk import Desk
from tests.support.trials import QUEUE, done, on_exhausted, row, schedule, trial_kind, trial_kinds
from zoho_app import job_queue, jobs
from zoho_app.appointments import handlers, lifecycle, queue_work, sweep
from zoho_app.appointments.models import BULK, PEOPLE, RULES, Appointment
from zoho_app.appointments.task import LEASE, LostClaim, Task
from zoho_app.clock import now
from zoho_app.extensions import db

__all__ = ["trial_kinds"]


def test_it_is_done_once_and_says_so(desk: Desk) -> None:
    appointment_id = schedule(desk)
    desk.work(QUEUE)
    desk.work(QUEUE)
    assert done == [1]
    found = row(appointment_id)
    assert (found.state, found.answer, found.attempts) == ("done", "Noted", 1)


def test_a_subject_has_one_open_appointment_of_a_kind(desk: Desk) -> None:
    schedule(desk)
    with pytest.raises(lifecycle.AlreadyScheduled):
        schedule(desk)
    db.session.rollback()
    desk.work(QUEUE)
    schedule(desk)
    desk.work(QUEUE)
    assert done == [1, 1]


def test_people_go_before_rules_and_rules_before_bulk(desk: Desk) -> None:
    schedule(desk, 1, priority=BULK)
    schedule(desk, 2, priority=RULES)
    schedule(desk, 3, priority=PEOPLE)
    desk.work(QUEUE)
    assert done == [3, 2, 1]


def test_nothing_is_scheduled_when_the_transaction_fails(desk: Desk) -> None:
    lifecycle.schedule(store_id=desk.store_id, kind="trial.note", subject_id=1, asked_by="x")
    db.session.rollback()
    desk.work(QUEUE)
    assert done == []
    assert job_queue.get_queue(QUEUE).count == 0


def test_a_commit_wakes_a_worker(desk: Desk) -> None:
    schedule(desk)
    assert job_queue.get_queue(QUEUE).count == 1


def test_a_dead_redis_fails_nobody_and_the_sweeper_makes_up_for_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, redis_server: str
) -> None:
    dead = Redis.from_url("unix:///nowhere/redis.sock")
    monkeypatch.setitem(desk.app.extensions, "redis", dead)
    schedule(desk)
    monkeypatch.undo()
    assert job_queue.get_queue(QUEUE).count == 0
    jobs.sweep()
    assert job_queue.get_queue(QUEUE).count == 1


def test_what_a_dead_worker_left_is_done_by_the_next(desk: Desk) -> None:
    appointment_id = schedule(desk, kind="trial.die")
    with pytest.raises(SystemExit):
        desk.work(QUEUE)
    assert row(appointment_id).state == "running"
    assert sweep.free_abandoned() == 0
    with freeze_time(now() + LEASE + timedelta(seconds=1)):
        assert sweep.free_abandoned() == 1
        db.session.commit()
    assert row(appointment_id).state == "scheduled"


def test_workers_find_what_a_dead_one_left_without_the_clock(desk: Desk) -> None:
    schedule(desk)
    assert queue_work._claim(QUEUE) is not None
    desk.work(QUEUE)
    assert done == []
    with freeze_time(now() + LEASE + timedelta(seconds=1)):
        desk.work(QUEUE)
    assert done == [1]


def test_what_was_begun_goes_before_what_nobody_has_touched(desk: Desk) -> None:
    first = schedule(desk, 1, priority=BULK)
    schedule(desk, 2, priority=BULK)
    assert queue_work._claim(QUEUE) is not None
    with freeze_time(now() + LEASE + timedelta(seconds=1)):
        assert sweep.free_abandoned() == 1
        db.session.commit()
        assert row(first).cause == "interrupted"
        desk.work(QUEUE)
    assert done == [1, 2]


def test_waiting_is_never_taken_for_trouble_however_often(desk: Desk) -> None:
    appointment_id = schedule(desk, 1, "trial.wait")
    with freeze_time() as clock:
        for _ in range(queue_work.MOST_ATTEMPTS + 10):
            desk.work(QUEUE)
            clock.tick(6)
    found = row(appointment_id)
    assert (found.state, found.cause) == ("scheduled", "waits")
    assert found.attempts > queue_work.MOST_ATTEMPTS


def test_what_takes_down_its_worker_over_and_over_is_given_up(desk: Desk) -> None:
    appointment_id = schedule(desk, 1)
    row(appointment_id).attempts = queue_work.MOST_ATTEMPTS
    db.session.get_one(Appointment, appointment_id).cause = "interrupted"
    db.session.commit()
    desk.work(QUEUE)
    assert row(appointment_id).state == "failed"
    assert done == []


def test_a_worker_that_lost_its_claim_writes_nothing_more(desk: Desk) -> None:
    appointment_id = schedule(desk)
    task = queue_work._claim(QUEUE)
    assert task is not None
    with freeze_time(now() + timedelta(minutes=2)):
        sweep.free_abandoned()
        db.session.commit()
        desk.work(QUEUE)
    with pytest.raises(LostClaim), replace(task, renewed_at=0.0).step():
        raise AssertionError("the step must not begin")
    assert row(appointment_id).state == "done"


def test_an_unexpected_error_is_tried_again_and_given_up_after_two_hours(desk: Desk) -> None:
    appointment_id = schedule(desk, kind="trial.break")
    with freeze_time() as clock:
        desk.work(QUEUE)
        assert row(appointment_id).state == "scheduled"
        desk.keep_working(clock, 130, every=60, queues=[QUEUE])
    found = row(appointment_id)
    assert (found.state, found.cause) == ("failed", "internal")
    assert len(on_exhausted) == 1
    assert 3 <= found.attempts <= 15


def test_a_failed_one_can_be_run_again(desk: Desk) -> None:
    appointment_id = schedule(desk, kind="trial.break")
    found = row(appointment_id)
    found.state = "failed"
    db.session.commit()
    assert lifecycle.run_now(found)
    db.session.commit()
    desk.work(QUEUE)
    assert row(appointment_id).attempts == 1


def test_a_failed_one_that_was_overtaken_is_not_run_again(desk: Desk) -> None:
    first = schedule(desk, kind="trial.break")
    row(first).state = "failed"
    db.session.commit()
    schedule(desk, kind="trial.break")
    assert not lifecycle.run_now(row(first))


def test_one_whose_failure_cannot_be_told_ends_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_is_there(task: Task, words: str) -> None:
        raise LookupError("the order was deleted")

    handlers.add(handlers.handler(trial_kind("trial.break"), nobody_is_there)(handlers.find("trial.break").do))
    appointment_id = schedule(desk, kind="trial.break")
    row(appointment_id).first_tried_at = now() - timedelta(hours=3)
    db.session.commit()
    desk.work(QUEUE)
    assert row(appointment_id).state == "failed"


def test_a_lease_is_renewed_before_a_call(desk: Desk) -> None:
    appointment_id = schedule(desk)
    task = queue_work._claim(QUEUE)
    assert task is not None
    with freeze_time(now() + timedelta(seconds=40)):
        replace(task, renewed_at=0.0).before_call()
        renewed = row(appointment_id).lease_until
        assert renewed is not None
        assert renewed - now() == LEASE


def test_a_waiting_one_can_be_withdrawn(desk: Desk) -> None:
    appointment_id = schedule(desk)
    assert lifecycle.cancel(row(appointment_id))
    db.session.commit()
    desk.work(QUEUE)
    assert done == []
    assert not lifecycle.cancel(row(appointment_id))


def test_a_worker_waits_for_what_is_about_to_be_due(desk: Desk) -> None:
    appointment_id = schedule(desk)
    row(appointment_id).due_at = now() + timedelta(seconds=1)
    db.session.commit()
    assert queue_work.work(QUEUE, patience=0) == 0
    assert queue_work.work(QUEUE) == 1
