"""Alerts: what opens one and what clears it, each told once."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import delete

from harness.desk import Desk
from harness.statements import statements
from tests.support.alerts import ADA, Watch, alerts, connect, dismiss, fail, mailbox, open_kinds, sent, tell, watch
from tests.support.mail import Post
from tests.support.shop import Shop, is_signed
from zoho_app import jobs
from zoho_app.accounts.models import Store
from zoho_app.alerts import watch as alert_watch
from zoho_app.alerts.models import Alert
from zoho_app.appointments import pause
from zoho_app.appointments.models import DONE, FAILED
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.models import DISCONNECTED, LOST, Connection

__all__ = ["mailbox", "watch"]


def use_calls(used: int, limit: int = 1000, seconds: int = 3600) -> None:
    headers = {"x-rate-limit-limit": limit, "x-rate-limit-remaining": limit - used, "x-rate-limit-reset": seconds}
    rate_limit.learn("60001", {name: str(value) for name, value in headers.items()})


def test_a_lost_connection_is_told_once_and_that_it_is_back_once(
    desk: Desk, mailbox: Post, shop: Shop, watch: Watch
) -> None:
    secret = tell(desk, f"{ADA}\nbob@example.com", f"{shop.url}/alerts")
    connect(desk, LOST)
    for _ in range(3):
        watch.look(minutes=1)
    assert [letter["To"] for letter in mailbox.letters] == [ADA, "bob@example.com"]
    assert {letter["Subject"] for letter in mailbox.letters} == {
        "[Bookdesk] The connection to Zoho Books is lost (Acme)"
    }
    (told,) = shop.requests
    assert is_signed(told, secret)
    connect(desk)
    watch.until_all_is_well()
    assert [alert.cleared_at is not None for alert in alerts(desk)] == [True]
    assert [letter["Subject"] for letter in mailbox.letters[2:]] == [
        "[Bookdesk] The connection to Zoho Books is back (Acme)"
    ] * 2
    assert [json.loads(one.body)["event"] for one in shop.requests] == ["alert.opened", "alert.cleared"]
    assert {one.state for one in sent()} == {DONE}


def test_an_alert_clears_at_the_first_good_look_seconds_later(desk: Desk, mailbox: Post, watch: Watch) -> None:
    tell(desk)
    connect(desk, LOST)
    watch.look()
    connect(desk)
    watch.look()
    assert open_kinds(desk) == []
    assert len(mailbox.letters) == 2
    assert next(one.seconds for one in jobs.TIMETABLE if one.id == "watch") <= 10


def test_a_store_that_is_disconnected_on_purpose_is_no_longer_watched(desk: Desk, watch: Watch) -> None:
    connect(desk, LOST)
    watch.look()
    connect(desk, DISCONNECTED, last_poll_at=now() - timedelta(days=9))
    watch.until_all_is_well()
    assert open_kinds(desk) == []


def test_failures_open_an_alert_at_the_threshold_and_clear_it_at_half(
    desk: Desk, mailbox: Post, watch: Watch
) -> None:
    tell(desk, threshold=4)
    fail(desk, 3)
    watch.look()
    assert alerts(desk) == []
    fail(desk, 2)
    watch.look(minutes=1)
    assert [alert.words for alert in alerts(desk)] == ["5 things need attention."]
    dismiss(desk, 2)
    watch.until_all_is_well()
    assert open_kinds(desk) == ["failures"], "3 are left, and half of 4 is 2"
    assert [alert.words for alert in alerts(desk)] == ["3 things need attention."]
    dismiss(desk, 1)
    watch.until_all_is_well()
    assert open_kinds(desk) == []
    assert len(mailbox.letters) == 2


def test_another_stores_failures_open_nothing_here(desk: Desk, watch: Watch) -> None:
    other = Desk.open(desk.app, "Other")
    tell(desk, threshold=1)
    fail(other, 12)
    watch.look()
    assert (open_kinds(desk), open_kinds(other)) == ([], ["failures"])


@pytest.mark.parametrize(("hours", "is_open"), [(6.2, False), (6.3, True)])
def test_a_check_that_is_overdue_by_twice_its_interval_opens_an_alert(
    desk: Desk, watch: Watch, hours: float, is_open: bool
) -> None:
    long_ago = now() - timedelta(hours=hours)
    connect(desk, connected_at=long_ago, last_poll_at=long_ago)
    watch.look()
    assert open_kinds(desk) == (["poll"] if is_open else [])
    connect(desk, last_poll_at=now())
    watch.until_all_is_well()
    assert open_kinds(desk) == []


def test_a_store_that_was_connected_a_moment_ago_or_is_paused_has_no_overdue_check(desk: Desk, watch: Watch) -> None:
    long_ago = now() - timedelta(days=3)
    connect(desk, connected_at=now(), last_poll_at=long_ago)
    watch.look()
    assert open_kinds(desk) == []
    connect(desk, connected_at=long_ago)
    pause.pause(desk.store_id, ["zoho_books"], "owner@example.com")
    db.session.commit()
    watch.look(minutes=1)
    assert open_kinds(desk) == []
    pause.go_on(desk.store_id)
    db.session.commit()
    watch.look(minutes=1)
    assert open_kinds(desk) == ["poll"]


def test_calls_that_are_nearly_used_up_open_an_alert_and_a_new_day_clears_it(desk: Desk, watch: Watch) -> None:
    connect(desk)
    use_calls(899)
    watch.look()
    assert alerts(desk) == []
    use_calls(900)
    watch.look(minutes=1)
    (alert,) = alerts(desk)
    assert alert.words.startswith("900 of today's 1,000 Zoho calls are used.")
    use_calls(3)
    watch.until_all_is_well()
    assert open_kinds(desk) == []


def test_while_redis_is_away_nothing_is_said_about_calls(
    desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(desk)
    use_calls(950)
    watch.look()
    with monkeypatch.context() as away:
        away.setattr(rate_limit, "days", lambda ids: {})
        watch.until_all_is_well()
    assert open_kinds(desk) == ["quota"]


def test_workers_that_look_at_once_open_and_clear_once(
    desk: Desk, mailbox: Post, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(desk)
    connect(desk, LOST)
    look_at_once(desk, monkeypatch)
    assert open_kinds(desk) == ["connection"]
    connect(desk)
    look_at_once(desk, monkeypatch)
    desk.work("channels")
    assert [alert.cleared_at is not None for alert in alerts(desk)] == [True]
    assert len(mailbox.letters) == 2


def look_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four workers have all read the same before the first of them writes, where the database lets them."""
    together = threading.Barrier(4)
    read = alert_watch._open_alerts

    def read_and_wait() -> list[Alert]:
        found = read()
        if db.engine.dialect.name != "sqlite":  # there, one transaction follows the other
            together.wait(10)
        return found

    def work() -> None:
        with desk.app.app_context():
            jobs.watch()

    db.session.remove()
    with monkeypatch.context() as patch:
        patch.setattr(alert_watch, "_open_alerts", read_and_wait)
        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()


def test_a_look_costs_the_same_however_many_stores_there_are(desk: Desk, watch: Watch) -> None:
    connect(desk)
    with statements() as of_one:
        jobs.watch()
    for number in range(5):
        connect(Desk.open(desk.app, f"Store {number}"), last_poll_at=now())
    db.session.remove()
    with statements() as of_six:
        jobs.watch()
    assert len(of_six) == len(of_one) == 2


def test_a_store_takes_its_alerts_with_it(desk: Desk, watch: Watch) -> None:
    tell(desk)
    connect(desk, LOST)
    db.session.remove()
    jobs.watch()
    other = Desk.open(desk.app, "Other")
    assert alerts(other) == []
    db.session.execute(delete(Connection))
    db.session.execute(delete(Alert))
    db.session.commit()
    assert desk.work("channels") == 1
    assert [one.state for one in sent()] == [FAILED]
    assert db.session.get(Store, desk.store_id) is not None
