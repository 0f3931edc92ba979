"""How an alert is told: by e-mail through whatever mail server there is, and by a signed webhook."""

import re
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk, let_it_be_due
from tests.support.alerts import ADA, Watch, connect, fail, mailbox, open_kinds, sent, tell, watch
from tests.support.mail import Post, post_office
from tests.support.shop import Shop
from tests.support.tls import server_tls
from zoho_app import jobs, mail
from zoho_app.alerts import messages
from zoho_app.alerts.kinds import KINDS
from zoho_app.appointments import pause
from zoho_app.appointments.models import DONE, FAILED, SCHEDULED, Appointment
from zoho_app.config import Smtp
from zoho_app.extensions import db
from zoho_app.zoho_books.models import LOST

__all__ = ["mailbox", "watch"]


def test_an_email_is_short_plain_and_links_to_the_page_that_fixes_it(
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
    assert first["Subject"] == (
        "[Bookdesk] The connection to Zoho Books is lost (Müller & Söhne Bcc everybody example com)"
    )
    assert (first["From"], first["Bcc"]) == ("Bookdesk <desk@example.com>", None)
    text = first.get_content().replace("\r\n", "\n")
    assert first.get_content_type() == "text/plain"
    assert f"http://localhost:8000{desk.address}/integrations/zoho-books\n" in text
    opened = re.search(r"Open since (\S+ \S+)\.", text)
    assert opened and datetime.fromisoformat(opened.group(1)).utcoffset() in (timedelta(hours=1), timedelta(hours=2))
    assert "2 things need attention" in second.get_content()
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
    assert sent()[0].answer == "Accepted by the mail server localhost."


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


def test_a_webhook_that_is_gone_is_not_tried_again(desk: Desk, shop: Shop, watch: Watch) -> None:
    tell(desk, "", shop.url)
    connect(desk, LOST)
    shop.will_answer(410)
    watch.look()
    (ended,) = sent()
    assert (ended.state, ended.attempts, len(shop.requests)) == (FAILED, 1, 1)
    assert ended.answer == "The receiver answered 410 Gone: it no longer wants these messages."


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
    assert "because no mail server is set up." in page
    assert "SMTP_URL" in page


def test_a_paused_store_is_told_all_the_same(desk: Desk, mailbox: Post, watch: Watch) -> None:
    tell(desk)
    connect(desk, LOST)
    pause.pause(desk.store_id, ["zoho_books", "channels"], "owner@example.com")
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


def letter_through(
    desk: Desk, talk: Callable[[socket.socket, bytes], None], greeting: bytes
) -> tuple[Appointment, float]:
    """Send a test through a server that talks like that: what becomes of it, and how many seconds it takes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=talk, args=(server, greeting))
        answering.start()
        started = time.monotonic()
        port = server.getsockname()[1]
        (waiting,) = letter_to(desk, Smtp("localhost", port, "", "", False, "desk@example.com"))
        answering.join()
    return waiting, time.monotonic() - started


@pytest.mark.once
def test_a_password_goes_to_a_server_with_a_trusted_certificate_only(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office(server_tls(tmp_path, "localhost")) as post:
        (waiting,) = letter_to(desk, post.server)
        assert waiting.answer.startswith("The mail server localhost has a certificate that is not trusted")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        let_it_be_due()
        desk.work("channels")
        assert [letter["Subject"] for letter in post.letters] == ["[Bookdesk] A test alert (Acme)"]
        wrong = Smtp(post.server.host, post.server.port, "desk", "wrong", False, "desk@example.com")
        refused = letter_to(desk, wrong)[-1]
        assert (refused.state, refused.answer) == (
            FAILED,
            "The mail server localhost refused the user name or password of SMTP_URL (535).",
        )


@pytest.mark.once
def test_a_server_may_encrypt_from_the_first_byte(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office(server_tls(tmp_path, "localhost"), from_first_byte=True) as post:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        (taken,) = letter_to(desk, post.server)
    assert (taken.state, len(post.letters)) == (DONE, 1)


@pytest.mark.once
def test_a_server_elsewhere_that_can_not_encrypt_gets_nothing(desk: Desk) -> None:
    with post_office(host="127.0.0.2") as post:
        (refused,) = letter_to(desk, post.server)
    assert (refused.state, post.letters) == (FAILED, [])
    assert "STARTTLS" in refused.answer


@pytest.mark.once
@pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n", b"2", b"<html>\r\n"])
def test_a_server_that_falls_silent_or_talks_nonsense_holds_nobody_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, greeting: bytes
) -> None:
    monkeypatch.setattr(mail, "WORD_SECONDS", 0.2)
    waiting, seconds = letter_through(desk, greet, greeting)
    assert seconds < 3
    assert waiting.state == SCHEDULED
    assert waiting.answer.startswith("The mail server localhost ")


def greet(server: socket.socket, greeting: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(greeting)
        while connection.recv(1000):
            pass


@pytest.mark.once
@pytest.mark.parametrize("greeting", [b"220 hello\r\n", b""])
def test_a_server_that_answers_byte_by_byte_is_cut_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, greeting: bytes
) -> None:
    monkeypatch.setattr(mail, "TOTAL_SECONDS", 0.3)
    waiting, seconds = letter_through(desk, drip, greeting)
    assert seconds < 4
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


@pytest.mark.once
def test_a_mail_server_that_is_not_there_is_said_so(desk: Desk) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        (waiting,) = letter_to(desk, Smtp("localhost", port, "", "", False, "desk@example.com"))
    assert (waiting.state, waiting.answer) == (SCHEDULED, "The mail server localhost refused the connection.")
