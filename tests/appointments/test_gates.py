"""A closed gate holds work back and fails nothing."""

from datetime import timedelta

from freezegun import freeze_time

from harness.desk import Desk
from tests.support.trials import QUEUE, done, schedule, trial_kinds
from zoho_app.appointments import gates
from zoho_app.appointments.models import BULK, PEOPLE, RULES
from zoho_app.clock import now
from zoho_app.extensions import db

__all__ = ["trial_kinds"]


def test_a_gate_holds_back_one_store_and_fails_nothing(desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    schedule(desk, 1)
    schedule(other, 2)
    gates.close(desk.store_id, QUEUE, "outage", "Zoho Books is not working.", now() + timedelta(minutes=5))
    db.session.commit()
    desk.work(QUEUE)
    assert done == [2]
    assert [gate.words for gate in gates.closed(desk.store_id)] == ["Zoho Books is not working."]
    with freeze_time(now() + timedelta(minutes=6)):
        desk.work(QUEUE)
    assert done == [2, 1]


def test_urgent_work_passes_a_gate_that_lets_it(desk: Desk) -> None:
    schedule(desk, 1, priority=BULK)
    schedule(desk, 2, priority=PEOPLE)
    gates.close(desk.store_id, QUEUE, "quota", "Almost used up.", from_priority=RULES)
    db.session.commit()
    desk.work(QUEUE)
    assert done == [2]
    gates.open_(desk.store_id, QUEUE, "quota")
    db.session.commit()
    desk.work(QUEUE)
    assert done == [2, 1]
