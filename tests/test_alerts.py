"""Alerts: told once when something opens and once when it clears, on the page, by e-mail and by signed webhook."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from tests.mail_support import Post, post_office
from tests.shop_support import Shop, is_signed
from tests.statements_support import statements
from tests.support import Desk
from tests.tls_support import server_tls
from zoho_app import jobs
from zoho_app.accounts.models import AuditEntry, Store
from zoho_app.alerts import mail, messages, settings, watching
from zoho_app.alerts.kinds import KINDS
from zoho_app.alerts.models import Alert, AlertSettings
from zoho_app.alerts.settings import Wanted
from zoho_app.appointments import pausing
from zoho_app.appointments.models import DONE, FAILED, SCHEDULED, Appointment
from zoho_app.clock import now
from zoho_app.config import Smtp
from zoho_app.extensions import db
from zoho_app.zoho_books import quota
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.models import CONNECTED, DISCONNECTED, LOST, Connection

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
        self.desk, self.moment = desk, now()
        monkeypatch.setattr(watching, "now", lambda: self.moment)

    def look(self, minutes: int = 0) -> None:
        """Let so many minutes pass, look, and let a worker tell what there is to tell."""
        self.moment += timedelta(minutes=minutes)
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
    db.session.commit()
    return secret


def connect(desk: Desk, state: str = CONNECTED, **values: Any) -> None:
    """The store's connection, as a while ago it was made."""
    if zoho_settings.of(desk.store_id) is None:
        zoho_settings.enable(desk.store, "owner@example.com")
    found = db.session.get(Connection, desk.store_id) or Connection(
        store_id=desk.store_id, data_center="eu", organization_id="60001", connected_at=now(), last_poll_at=now()
    )
    found.state = state
    for name, value in values.items():
        setattr(found, name, value)
    db.session.add(found)
    db.session.commit()


def fail(desk: Desk, how_many: int, kind: str = "zoho_books.submit") -> None:
    for number in range(how_many):
        db.session.add(
            Appointment(
                store_id=desk.store_id,
                kind=kind,
                lane="zoho_books",
                subject_id=1000 + number,
                asked_by="Auto",
                state=FAILED,
                finished_at=now(),
            )
        )
    db.session.commit()


def settle(desk: Desk, how_many: int) -> None:
    rows = select(Appointment.id).where(Appointment.is_settled.is_(False)).limit(how_many)
    db.session.execute(update(Appointment).where(Appointment.id.in_(rows)).values(is_settled=True))
    db.session.commit()


def alerts(desk: Desk) -> list[Alert]:
    db.session.remove()
    return list(db.session.scalars(select(Alert).where(Alert.store_id == desk.store_id).order_by(Alert.id)))


def open_kinds(desk: Desk) -> list[str]:
    return [alert.kind for alert in alerts(desk) if alert.cleared_at is None]


def sent() -> list[Appointment]:
    db.session.remove()
    return list(
        db.session.scalars(select(Appointment).where(Appointment.kind == messages.KIND).order_by(Appointment.id))
    )


def let_it_be_due(hours_since_first_try: float = 0) -> None:
    db.session.execute(
        update(Appointment)
        .where(Appointment.state == SCHEDULED)
        .values(due_at=now(), first_tried_at=now() - timedelta(hours=hours_since_first_try))
    )
    db.session.commit()


def use_calls(used: int, limit: int = 1000, seconds: int = 3600) -> None:
    headers = {"x-rate-limit-limit": limit, "x-rate-limit-remaining": limit - used, "x-rate-limit-reset": seconds}
    quota.learn("60001", {name: str(value) for name, value in headers.items()})


# What opens and what clears


def test_a_lost_connection_is_told_once_and_that_it_is_back_once(
    desk: Desk, mailbox: Post, shop: Shop, watch: Watch
) -> None:
    secret = tell(desk, f"{ADA}\nbob@example.com", f"{shop.url}/alerts")
    connect(desk, LOST)
    for _ in range(3):
        watch.look(minutes=1)
    assert [letter["To"] for letter in mailbox.letters] == [ADA, "bob@example.com"]
    assert {letter["Subject"] for letter in mailbox.letters} == {"Acme: the connection to Zoho Books is lost"}
    (told,) = shop.requests
    assert is_signed(told, secret)
    connect(desk)
    watch.until_all_is_well()
    assert [alert.cleared_at is not None for alert in alerts(desk)] == [True]
    assert [letter["Subject"] for letter in mailbox.letters[2:]] == ["Acme: the connection to Zoho Books is back"] * 2
    assert [json.loads(one.body)["event"] for one in shop.requests] == ["alert.opened", "alert.cleared"]
    assert {one.state for one in sent()} == {DONE}


def test_what_is_good_for_a_moment_only_clears_nothing(desk: Desk, mailbox: Post, watch: Watch) -> None:
    tell(desk)
    connect(desk, LOST)
    watch.look()
    for _ in range(3):
        connect(desk)
        watch.look(minutes=1)
        connect(desk, LOST)
        watch.look(minutes=1)
    assert open_kinds(desk) == ["connection"]
    assert len(mailbox.letters) == 1


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
    assert [alert.words for alert in alerts(desk)] == [
        "5 pieces of work have failed and need somebody to settle them."
    ]
    settle(desk, 2)
    watch.until_all_is_well()
    assert open_kinds(desk) == ["failures"], "3 are left, and half of 4 is 2"
    settle(desk, 1)
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
    pausing.pause(desk.store_id, ["zoho_books"], "owner@example.com")
    db.session.commit()
    watch.look(minutes=1)
    assert open_kinds(desk) == []
    pausing.go_on(desk.store_id)
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
        away.setattr(quota, "days", lambda ids: {})
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
    watch.moment += timedelta(minutes=2)
    look_at_once(desk, monkeypatch)
    desk.work("channels")
    assert [alert.cleared_at is not None for alert in alerts(desk)] == [True]
    assert len(mailbox.letters) == 2


def look_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four workers have all read the same before the first of them writes, where the database lets them."""
    together = threading.Barrier(4)
    read = watching._open_alerts

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
        patch.setattr(watching, "_open_alerts", read_and_wait)
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


# Telling


def test_an_email_is_short_plain_and_leads_to_where_it_is_mended(
    desk: Desk, owner: FlaskClient, mailbox: Post, watch: Watch
) -> None:
    desk.store.name = "Müller & Söhne\nBcc: everybody@example.com"
    desk.store.time_zone = "Europe/Berlin"
    tell(desk, threshold=1)
    desk.order()
    connect(desk, LOST)
    fail(desk, 2)
    watch.look()
    first, second = mailbox.letters
    assert first["Subject"] == "Müller & Söhne Bcc: everybody@example.com: the connection to Zoho Books is lost"
    assert (first["From"], first["Bcc"]) == ("Bookdesk <desk@example.com>", None)
    text = first.get_content().replace("\r\n", "\n")
    assert first.get_content_type() == "text/plain"
    assert f"http://localhost:8000{desk.address}/integrations/zoho-books\n" in text
    opened = re.search(r"Open since (\S+ \S+)\.", text)
    assert opened and datetime.fromisoformat(opened.group(1)).utcoffset() in (timedelta(hours=1), timedelta(hours=2))
    assert "2 pieces of work have failed" in second.get_content()
    for letter in mailbox.letters:
        assert len(letter.get_content().splitlines()) < 12
        assert "Lovelace" not in str(letter)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_alert_leads_to_a_page_that_is_there(desk: Desk, viewer: FlaskClient, kind: Any) -> None:
    assert viewer.get(desk.address + kind.path).status_code == 200


def test_a_mail_server_that_is_busy_gets_the_same_message_later(desk: Desk, mailbox: Post, watch: Watch) -> None:
    tell(desk)
    connect(desk, LOST)
    mailbox.replies.append("451 4.3.0 try again")
    watch.look()
    (waiting,) = sent()
    assert (waiting.state, mailbox.letters) == (SCHEDULED, [])
    assert waiting.answer == "The mail server localhost answered 451: “4.3.0 try again”."
    let_it_be_due()
    desk.work("channels")
    assert len(mailbox.letters) == 1
    assert sent()[0].answer == "Taken by the mail server localhost."


def test_a_message_that_is_sent_again_can_be_told_by_its_id(
    desk: Desk, mailbox: Post, shop: Shop, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(desk, webhook_url=shop.url)
    connect(desk, LOST)
    with monkeypatch.context() as dying:
        dying.setattr("zoho_app.appointments.task.Task.done", lambda *_: 1 / 0)
        watch.look()
    let_it_be_due()
    desk.work("channels")
    assert len(mailbox.letters) == len(shop.requests) == 2
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 1
    assert len({one.headers["webhook-id"] for one in shop.requests}) == 1


def test_a_dead_mail_server_is_seen_on_the_page_and_opens_no_alert_of_its_own(
    desk: Desk, owner: FlaskClient, mailbox: Post, watch: Watch
) -> None:
    tell(desk, threshold=1)
    connect(desk, LOST)
    mailbox.replies.append("550 5.7.1 you may not")
    watch.look()
    assert [one.state for one in sent()] == [FAILED]
    for _ in range(3):
        watch.look(minutes=1)
    assert open_kinds(desk) == ["connection"]
    page = owner.get(f"{desk.address}/alerts").text
    assert "The mail server localhost answered 550: “5.7.1 you may not”." in page
    assert "Failed" in page


def test_two_hours_of_trouble_are_enough(desk: Desk, mailbox: Post, watch: Watch) -> None:
    tell(desk)
    connect(desk, LOST)
    mailbox.replies += ["451 no", "451 no"]
    watch.look()
    let_it_be_due(hours_since_first_try=2)
    desk.work("channels")
    assert [one.state for one in sent()] == [FAILED]


def test_without_a_mail_server_the_page_says_who_has_to_do_what(desk: Desk, owner: FlaskClient, watch: Watch) -> None:
    tell(desk)
    connect(desk, LOST)
    watch.look()
    assert [(one.state, one.cause) for one in sent()] == [(FAILED, "no mail server")]
    page = owner.get(f"{desk.address}/alerts").text
    assert "No e-mail can be sent: this installation knows no mail server." in page
    assert "SMTP_URL" in page


def test_a_paused_store_is_told_all_the_same(desk: Desk, mailbox: Post, watch: Watch) -> None:
    tell(desk)
    connect(desk, LOST)
    pausing.pause(desk.store_id, ["zoho_books", "channels"], "owner@example.com")
    db.session.commit()
    watch.look()
    assert len(mailbox.letters) == 1


def test_whoever_was_taken_off_the_settings_hears_nothing_any_more(desk: Desk, mailbox: Post, watch: Watch) -> None:
    tell(desk, f"{ADA}\nbob@example.com")
    connect(desk, LOST)
    db.session.remove()
    jobs.watch()
    tell(desk, "bob@example.com")
    desk.work("channels")
    assert [letter["To"] for letter in mailbox.letters] == ["bob@example.com"]


def test_a_webhook_inside_the_own_network_is_refused_when_it_is_told(desk: Desk, shop: Shop, watch: Watch) -> None:
    tell(desk, "", shop.url)
    desk.app.config["ALLOW_PRIVATE_ADDRESSES"] = False
    connect(desk, LOST)
    watch.look()
    assert shop.requests == []
    assert [(one.state, "is not on the public internet" in one.answer) for one in sent()] == [(FAILED, True)]


# The mail server


def letter_to(desk: Desk, server: Smtp) -> list[Appointment]:
    """Send a test through that server."""
    desk.app.config["SMTP"] = server
    tell(desk)
    messages.plan_test(desk.store_id, "owner@example.com")
    db.session.commit()
    desk.work("channels")
    return sent()


def test_a_password_goes_to_a_server_with_a_trusted_certificate_only(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office(server_tls(tmp_path, "localhost")) as post:
        (waiting,) = letter_to(desk, post.server)
        assert waiting.answer.startswith("The mail server localhost has a certificate that is not trusted")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        let_it_be_due()
        desk.work("channels")
        assert [letter["Subject"] for letter in post.letters] == ["Acme: a test of the alerts"]
        wrong = Smtp(post.server.host, post.server.port, "desk", "wrong", False, "desk@example.com")
        refused = letter_to(desk, wrong)[-1]
        assert (refused.state, refused.answer) == (
            FAILED,
            "The mail server localhost refused the user name or password of SMTP_URL (535).",
        )


def test_a_server_may_encrypt_from_the_first_byte(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office(server_tls(tmp_path, "localhost"), from_first_byte=True) as post:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        (taken,) = letter_to(desk, post.server)
    assert (taken.state, len(post.letters)) == (DONE, 1)


def test_a_server_elsewhere_that_can_not_encrypt_gets_nothing(desk: Desk) -> None:
    with post_office(host="127.0.0.2") as post:
        (refused,) = letter_to(desk, post.server)
    assert (refused.state, post.letters) == (FAILED, [])
    assert "STARTTLS" in refused.answer


@pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n", b"2", b"<html>\r\n"])
def test_a_server_that_falls_silent_or_talks_nonsense_holds_nobody_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, greeting: bytes
) -> None:
    monkeypatch.setattr(mail, "WORD_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=greet, args=(server, greeting))
        answering.start()
        started = time.monotonic()
        port = server.getsockname()[1]
        (waiting,) = letter_to(desk, Smtp("localhost", port, "", "", False, "desk@example.com"))
        assert time.monotonic() - started < 3
        answering.join()
    assert waiting.state == SCHEDULED
    assert waiting.answer.startswith("The mail server localhost ")


def greet(server: socket.socket, greeting: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(greeting)
        while connection.recv(1000):
            pass


@pytest.mark.parametrize("greeting", [b"220 hello\r\n", b""])
def test_a_server_that_answers_byte_by_byte_is_cut_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, greeting: bytes
) -> None:
    monkeypatch.setattr(mail, "TOTAL_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=drip, args=(server, greeting))
        answering.start()
        started = time.monotonic()
        port = server.getsockname()[1]
        (waiting,) = letter_to(desk, Smtp("localhost", port, "", "", False, "desk@example.com"))
        answering.join()
        assert time.monotonic() - started < 4
    assert waiting.state == SCHEDULED
    assert waiting.answer.startswith("The mail server localhost ")


def drip(server: socket.socket, greeting: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(greeting)
        try:
            for _ in range(100):
                connection.sendall(b"2")
                time.sleep(0.05)
        except OSError:
            return


def test_a_mail_server_that_is_not_there_is_said_so(desk: Desk) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        (waiting,) = letter_to(desk, Smtp("localhost", port, "", "", False, "desk@example.com"))
    assert (waiting.state, waiting.answer) == (SCHEDULED, "The mail server localhost refused the connection.")


# The page


def saved(desk: Desk) -> AlertSettings:
    db.session.remove()
    return db.session.get_one(AlertSettings, desk.store_id)


def form(**changes: str) -> dict[str, str]:
    return {"emails": "", "webhook_url": "", "failures_threshold": "10", "quota_percent": "90", **changes}


def test_an_open_alert_stands_on_every_page_with_the_way_to_mend_it(
    desk: Desk, viewer: FlaskClient, watch: Watch
) -> None:
    fail(desk, 10)
    watch.look()
    page = viewer.get(f"{desk.address}/orders").text
    assert "10 pieces of work have failed and need somebody to settle them." in page
    assert f'href="{desk.address}{KINDS["failures"].path}"' in page
    own = viewer.get(f"{desk.address}/alerts").text
    assert own.count("10 pieces of work have failed") == 1
    settle(desk, 10)
    watch.until_all_is_well()
    assert "pieces of work" not in viewer.get(f"{desk.address}/orders").text
    assert "10 pieces of work have failed" in viewer.get(f"{desk.address}/alerts").text


def test_a_lost_connection_has_one_banner_not_two(desk: Desk, owner: FlaskClient, watch: Watch) -> None:
    connect(desk, LOST, lost_because="Zoho took the access away.")
    watch.look()
    page = owner.get(f"{desk.address}/orders").text
    assert page.count('class="banner') == 1
    assert "Zoho took the access away." in page


def test_an_owner_sets_who_is_told_and_sees_the_secret_once(
    desk: Desk, shop: Shop, mailbox: Post, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    page = f"{desk.address}/alerts"
    assert "Nobody is told yet" in owner.get(page).text
    shown = post(owner, page, **form(emails=" Ada@Example.com \r\nbob@example.com", webhook_url=shop.url))
    secret = re.findall(r"whsec_[A-Za-z0-9+/=]{40,}", shown.text.replace("&#43;", "+"))[0]
    found = saved(desk)
    assert (found.emails, found.signing_secret) == (f"{ADA}\nbob@example.com", secret)
    assert "Alert settings saved." in post(owner, page, **form(emails=ADA, webhook_url=shop.url)).text
    assert secret not in owner.get(page).text
    assert saved(desk).signing_secret == secret
    assert "A test is on its way to 2 receivers." in post(owner, page, f"{page}/test").text
    desk.work("channels")
    assert json.loads(shop.requests[0].body)["event"] == "alert.test"
    assert is_signed(shop.requests[0], secret)
    assert [letter["To"] for letter in mailbox.letters] == [ADA]
    page_then = owner.get(page).text
    assert "Taken by the mail server" in page_then and "Accepted with 200 OK." in page_then
    replaced = post(owner, page, f"{page}/secret").text
    assert "whsec_" in replaced
    assert saved(desk).signing_secret != secret


def test_what_the_audit_log_learns_holds_no_secret(desk: Desk, owner: FlaskClient, post: Callable[..., Any]) -> None:
    post(owner, f"{desk.address}/alerts", **form(webhook_url="https://hook.example.com/x?key=s3cret"))
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.changes == {"webhook host": ["", "hook.example.com"]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"emails": f"{ADA}\nnobody"}, "E-mail addresses: “nobody” is not an e-mail address"),
        ({"emails": "a,b@example.com, <x>@example.com"}, "E-mail addresses: “a” is not an e-mail address"),
        ({"emails": "a(b@example.com"}, "E-mail addresses: “a(b@example.com” is not an e-mail address"),
        ({"emails": "\n".join(f"{n}@example.com" for n in range(21))}, "E-mail addresses: At most 20 addresses"),
        ({"webhook_url": "http://10.0.0.1/"}, "Webhook address: 10.0.0.1 is not on the public internet"),
        ({"failures_threshold": "0"}, "give a number from 1 to 1,000,000"),
        ({"failures_threshold": "many"}, "Not a valid integer value"),
        ({"quota_percent": "101"}, "give a percentage from 1 to 100"),
        ({"quota_percent": ""}, "give a percentage from 1 to 100"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any], changes: dict[str, str], words: str
) -> None:
    typed = form(emails="kept@example.com") | changes
    answer = post(owner, f"{desk.address}/alerts", **typed)
    assert answer.status_code == 200
    assert words in unescape(answer.text)
    assert typed["emails"].splitlines()[0] in unescape(answer.text)
    assert db.session.get(AlertSettings, desk.store_id) is None


def test_who_is_no_owner_sees_alerts_and_nobodys_address(
    desk: Desk, sign_in: Callable[[str], FlaskClient], mailbox: Post, watch: Watch
) -> None:
    tell(desk)
    connect(desk, LOST)
    watch.look()
    for role in ("viewer", "operator"):
        page = sign_in(role).get(f"{desk.address}/alerts").text
        assert "The connection to Zoho Books is lost." in page
        assert ADA not in page
        assert "Only an owner of this store can change who is told." in page


def test_a_test_that_reaches_nobody_says_so(desk: Desk, owner: FlaskClient, post: Callable[..., Any]) -> None:
    page = f"{desk.address}/alerts"
    assert "Nobody is told yet. Give an e-mail address" in post(owner, page, f"{page}/test").text
    assert "There is no webhook whose secret" in post(owner, page, f"{page}/secret").text


def test_old_alerts_are_paged_and_the_page_costs_few_statements(desk: Desk, owner: FlaskClient) -> None:
    for number in range(60):
        moment = now() - timedelta(days=60 - number)
        db.session.add(
            Alert(
                store_id=desk.store_id,
                kind="failures",
                words=f"Number {number}.",
                opened_at=moment,
                cleared_at=moment + timedelta(hours=1),
            )
        )
    tell(desk, "\n".join(f"{number}@example.com" for number in range(20)))
    messages.plan_test(desk.store_id, "owner@example.com")
    db.session.commit()
    page = f"{desk.address}/alerts"
    with statements() as seen:
        first = owner.get(page).text
    assert len(seen) <= 12
    assert ("Number 59." in first, "Number 35." in first, "Number 34." in first) == (True, True, False)
    link = re.search(r'href="([^"]+before=\d+)"', first)
    assert link
    second = owner.get(link.group(1)).text
    assert ("Number 34." in second, "Number 10." in second, "Number 35." in second) == (True, True, False)
    assert owner.get(f"{page}?before=1").status_code == 302


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
