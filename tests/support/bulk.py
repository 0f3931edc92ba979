"""Many orders at once, as tests make them, choose what to do with them, and let a worker do it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from harness.desk import Desk
from harness.walker import Walker
from zoho_app import kinds
from zoho_app.appointments.models import BULK, SCHEDULED, Appointment
from zoho_app.bulk import runner
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.extensions import db
from zoho_app.orders.models import Order


def many(desk: Desk, count: int, folder: str = "New", **more: Any) -> list[int]:
    """So many orders without items, made beside the API."""
    like = {
        "store_id": desk.store_id,
        "folder_id": desk.folder(folder).id,
        "source_name": "Shopify",
        "email": "ada@example.com",
        "email_key": "ada@example.com",
    }
    rows = [{**like, "source_id": f"{folder}-{number}", **more} for number in range(count)]
    db.session.execute(insert(Order), rows)
    db.session.commit()
    return list(db.session.scalars(select(Order.id).where(Order.folder_id == like["folder_id"]).order_by(Order.id)))


def choose(walker: Walker, folder: str = "", **args: str) -> Walker:
    """The page that says what an action would do to all orders that match."""
    query = "&".join(f"{name}={value}" for name, value in {"all_matching": "1", "view": folder, **args}.items())
    return walker.open(f"/orders/checked?{query}")


def counts(run_id: int = 0) -> dict[str, int]:
    """How many orders of the newest run are in which state."""
    db.session.remove()
    run_id = run_id or db.session.scalars(select(func.max(BulkRun.id))).one()
    rows = db.session.execute(
        select(BulkItem.state, func.count()).where(BulkItem.run_id == run_id).group_by(BulkItem.state)
    )
    return {row[0]: row[1] for row in rows}


def scheduled(priority: int = BULK) -> int:
    wanted = select(func.count()).where(
        Appointment.kind == kinds.SUBMIT.name, Appointment.state == SCHEDULED, Appointment.priority == priority
    )
    return db.session.scalar(wanted) or 0


def work_off(desk: Desk) -> None:
    """Let a worker go on with the runs until none of them has anything to do."""
    while desk.work("bulk"):
        pass


def stop_after(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object], parts: int) -> None:
    """Do something in the pause after so many portions of a run."""
    passed: list[float] = []

    def pause(seconds: float) -> None:
        passed.append(seconds)
        if len(passed) == parts:
            do()

    monkeypatch.setattr(runner, "sleep", pause)
