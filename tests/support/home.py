"""Home as people read it, and what it tells of."""

from datetime import datetime
from typing import Any

import pytest

from harness.books import ORGANIZATION
from harness.desk import Desk
from harness.walker import Walker
from zoho_app import kinds
from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import rate_limit

SUBMIT, CANCEL = kinds.SUBMIT.name, kinds.CANCEL.name


def appoint(desk: Desk, state: str, subject_id: int, kind: str = SUBMIT, **values: Any) -> None:
    if state in ("failed", "done"):
        values.setdefault("finished_at", now())
    row = {"kind": kind, "queue": "zoho_books", "asked_by": "Auto", "subject_id": subject_id, **values}
    db.session.add(Appointment(store_id=desk.store_id, state=state, **row))


def put_guide_away(desk: Desk) -> None:
    """As the button on Home does."""
    desk.store.shows_guide = False
    db.session.commit()


def sentence(walker: Walker) -> str:
    found = walker.open("").soup.select_one(".now h2")
    assert found
    return " ".join(found.get_text(" ").split())


def figures(walker: Walker) -> dict[str, int]:
    found = walker.soup.select(".figure")
    return {
        one.select_one(".figure-name").get_text().strip(): int(one.select_one(".figure-value").get_text())
        for one in found
    }


def learn_day(remaining: int, limit: int = 10_000, seconds: int = 3600) -> None:
    headers = {"limit": limit, "remaining": remaining, "reset": seconds}
    rate_limit.learn(ORGANIZATION, {f"x-rate-limit-{name}": str(value) for name, value in headers.items()})


def stop_clock(monkeypatch: pytest.MonkeyPatch, timestamp: datetime) -> None:
    for module in ("layout.status_sentence", "layout.times", "home.index", "home.working_day", "home.calls_today"):
        monkeypatch.setattr(f"zoho_app.web.{module}.now", lambda: timestamp)
    monkeypatch.setattr("zoho_app.heartbeats.now", now)
    monkeypatch.setattr("zoho_app.appointments.gates.now", lambda: timestamp)
