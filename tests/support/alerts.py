"""Alerts as tests make them: what goes wrong in a store, the looks of the timetable, and who is told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from harness.desk import Desk
from tests.support.mail import Post, post_office
from zoho_app import jobs, kinds
from zoho_app.alerts import recipients, settings
from zoho_app.alerts import watch as alert_watch
from zoho_app.alerts.models import Alert
from zoho_app.alerts.settings import Wanted
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.models import CONNECTED, Connection

ADA = "ada@example.com"


@pytest.fixture
def mailbox(desk: Desk) -> Iterator[Post]:
    """The mail server that the desk uses."""
    with post_office() as post:
        desk.app.config["SMTP"] = post.server
        yield post


class Watch:
    """The timetable's looks, with a clock that stands still between them."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk, self.timestamp = desk, now()
        monkeypatch.setattr(alert_watch, "now", lambda: self.timestamp)

    def look(self, minutes: int = 0) -> None:
        """Let so many minutes pass, look, and let a worker tell what there is to tell."""
        self.timestamp += timedelta(minutes=minutes)
        db.session.remove()
        jobs.watch()
        self.desk.work("channels")

    def until_all_is_well(self) -> None:
        for _ in range(4):
            self.look(minutes=1)


@pytest.fixture
def watch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(desk, monkeypatch)


def tell(desk: Desk, emails: str = ADA, webhook_url: str = "", threshold: int = 10, percent: int = 90) -> str:
    secret = settings.save(desk.store_id, Wanted(emails, webhook_url, threshold, percent), "owner@example.com")
    for email in emails.split():
        confirm(desk, email)
    db.session.commit()
    return secret


def confirm(desk: Desk, email: str) -> None:
    """As if the person had used the link in the e-mail."""
    recipients.get(desk.store_id, email).confirmed_at = now()
    db.session.commit()


def connect(desk: Desk, state: str = CONNECTED, **values: Any) -> None:
    """The store's connection, as a while ago it was made."""
    if zoho_settings.get(desk.store_id) is None:
        zoho_settings.enable(desk.store, "owner@example.com")
    found = db.session.get(Connection, desk.store_id) or Connection(
        store_id=desk.store_id, data_center="eu", organization_id="60001", connected_at=now(), last_poll_at=now()
    )
    found.state = state
    for name, value in values.items():
        setattr(found, name, value)
    db.session.add(found)
    db.session.commit()


def fail(desk: Desk, how_many: int, kind: str = kinds.SUBMIT.name) -> None:
    for number in range(how_many):
        db.session.add(
            Appointment(
                store_id=desk.store_id,
                kind=kind,
                queue="zoho_books",
                subject_id=1000 + number,
                asked_by="Auto",
                state=FAILED,
                finished_at=now(),
            )
        )
    db.session.commit()


def dismiss(desk: Desk, how_many: int) -> None:
    rows = select(Appointment.id).where(Appointment.is_dismissed.is_(False)).limit(how_many)
    db.session.execute(update(Appointment).where(Appointment.id.in_(rows)).values(is_dismissed=True))
    db.session.commit()


def alerts(desk: Desk) -> list[Alert]:
    db.session.remove()
    return list(db.session.scalars(select(Alert).where(Alert.store_id == desk.store_id).order_by(Alert.id)))


def open_kinds(desk: Desk) -> list[str]:
    return [alert.kind for alert in alerts(desk) if alert.cleared_at is None]


def sent() -> list[Appointment]:
    db.session.remove()
    return list(
        db.session.scalars(
            select(Appointment).where(Appointment.kind == kinds.SEND_ALERT.name).order_by(Appointment.id)
        )
    )
