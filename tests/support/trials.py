"""Kinds of appointments that only tests know."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from harness.desk import Desk
from zoho_app.appointments import handlers, lifecycle
from zoho_app.appointments.models import PEOPLE, Appointment
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.kinds import Kind

QUEUE = "trials"


def trial_kind(name: str) -> Kind:
    """A kind of appointment that only these tests know."""
    return Kind(name, QUEUE, label=name, noun=name, nouns=name)


done: list[int] = []


on_exhausted: list[str] = []


@pytest.fixture(autouse=True)
def trial_kinds() -> Iterator[None]:
    """Kinds of appointments that exist for these tests only."""
    done.clear()
    on_exhausted.clear()

    def note(task: Task) -> None:
        with task.done("Noted"):
            done.append(task.subject_id)

    def break_down(task: Task) -> None:
        raise RuntimeError("a bug")

    def die(task: Task) -> None:
        with task.step():
            pass
        raise SystemExit  # what a killed worker leaves behind: nothing after this line runs

    def wait(task: Task) -> None:
        with task.retry(now() + timedelta(seconds=5), "waits", "Somebody else is at it."):
            pass

    handlers.add(handlers.handler(trial_kind("trial.note"))(note))
    handlers.add(handlers.handler(trial_kind("trial.wait"))(wait))
    handlers.add(
        handlers.handler(trial_kind("trial.break"), lambda task, words: on_exhausted.append(words))(break_down)
    )
    handlers.add(handlers.handler(trial_kind("trial.die"))(die))
    yield
    for kind in ("trial.note", "trial.wait", "trial.break", "trial.die"):
        handlers.forget(kind)


def schedule(desk: Desk, subject_id: int = 1, kind: str = "trial.note", priority: int = PEOPLE) -> int:
    appointment = lifecycle.schedule(
        store_id=desk.store_id, kind=kind, subject_id=subject_id, asked_by="ada@example.com", priority=priority
    )
    db.session.commit()
    return appointment.id


def row(appointment_id: int) -> Appointment:
    db.session.remove()
    return db.session.get_one(Appointment, appointment_id)
