"""Who gets mails of a store's alerts: nobody who did not ask for them, never many, and never words of a stranger."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from freezegun import freeze_time
from sqlalchemy import select

from harness.desk import Desk, let_it_be_due
from tests.support.alerts import Watch, confirm, connect, mailbox, sent, tell, watch
from tests.support.mail import Post
from zoho_app.accounts import invitations
from zoho_app.accounts.models import Membership, User
from zoho_app.alerts import messages, settings
from zoho_app.alerts.models import AlertMessage, AlertRecipient, AlertSettings
from zoho_app.alerts.text import tidy_name
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.models import LOST

__all__ = ["mailbox", "watch"]

STRANGER, MEMBER = "victim@example.org", "owner@example.com"
Press = Callable[..., Any]


def form(emails: str) -> dict[str, str]:
    return {"emails": emails, "webhook_url": "", "failures_threshold": "10", "quota_percent": "90"}


def link(letter: Any, what: str) -> str:
    """The path of the link in a mail that confirms, or stops."""
    found = re.search(rf"http://localhost:8000(/alerts/{what}/\S+)", letter.get_content())
    assert found, letter.get_content()
    return found.group(1)


def use(app: Flask, path: str, **typed: str) -> Any:
    """Open the link as somebody who is not signed in, and press the button."""
    client = app.test_client()
    page = client.get(path).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token, page
    return client.post(path, data={"csrf_token": token.group(1), **typed}, follow_redirects=True)


def test_a_stranger_hears_one_question_and_nothing_else(
    desk: Desk, owner: FlaskClient, post: Press, mailbox: Post, watch: Watch
) -> None:
    page = f"{desk.address}/alerts"
    assert "Bookdesk asks 1 address" in post(owner, page, **form(STRANGER)).text
    connect(desk, LOST)
    watch.look()
    post(owner, page, f"{page}/test")
    watch.until_all_is_well()
    (letter,) = mailbox.letters
    assert letter["To"] == STRANGER
    assert letter["Subject"] == "[Bookdesk] Do you want these alerts?"
    assert "Asked" in owner.get(page).text


def test_whoever_says_yes_gets_alerts_from_then_on_and_the_link_works_once(
    app: Flask, desk: Desk, owner: FlaskClient, post: Press, mailbox: Post, watch: Watch
) -> None:
    page = f"{desk.address}/alerts"
    post(owner, page, **form(STRANGER))
    desk.work("channels")
    path = link(mailbox.letters[0], "confirm")
    assert "Do you want these alerts?" in app.test_client().get(path).text
    connect(desk, LOST)
    watch.look()
    assert len(mailbox.letters) == 1, "opening the link is not enough: mail programs do that by themselves"
    assert "You get alerts from now on" in use(app, path).text
    assert app.test_client().get(path).status_code == 404
    connect(desk)
    watch.until_all_is_well()
    assert [letter["Subject"] for letter in mailbox.letters[1:]] == [
        "[Bookdesk] The connection to Zoho Books is back (Acme)"
    ]
    assert "Gets alerts" in owner.get(page).text


def test_a_link_is_dead_after_three_days_and_a_made_up_one_is_none(
    app: Flask, desk: Desk, owner: FlaskClient, post: Press, mailbox: Post
) -> None:
    post(owner, f"{desk.address}/alerts", **form(STRANGER))
    desk.work("channels")
    path = link(mailbox.letters[0], "confirm")
    client = app.test_client()
    for made_up in ("/alerts/confirm/x", f"{path}x", path.replace("confirm", "stop"), "/alerts/stop/WzEsIngiXQ.x"):
        assert client.get(made_up).status_code == 404
    with freeze_time(now() + timedelta(days=3, seconds=1)):
        assert client.get(path).status_code == 404


def test_people_of_the_store_who_can_sign_in_need_not_confirm(
    desk: Desk, owner: FlaskClient, post: Press, mailbox: Post, watch: Watch
) -> None:
    invitations.invite(desk.store, "invited@example.com", "viewer", "owner@example.com")
    other = Desk.open(desk.app, "Other")
    elsewhere = User(email="elsewhere@example.com", password_hash="x")
    elsewhere.memberships.append(Membership(store_id=other.store_id, role="owner"))
    db.session.add(elsewhere)
    db.session.commit()
    post(owner, f"{desk.address}/alerts", **form(f"{MEMBER}\ninvited@example.com\nelsewhere@example.com"))
    connect(desk, LOST)
    watch.look()
    told = {letter["To"] for letter in mailbox.letters if "is lost" in letter["Subject"]}
    assert told == {MEMBER}
    asked = {letter["To"] for letter in mailbox.letters if "Do you want" in letter["Subject"]}
    assert asked == {"invited@example.com", "elsewhere@example.com"}


def test_addresses_of_an_older_version_are_asked_when_there_is_something_to_tell(
    desk: Desk, mailbox: Post, watch: Watch
) -> None:
    db.session.add(AlertSettings(store_id=desk.store_id, emails=STRANGER))
    db.session.commit()
    connect(desk, LOST)
    watch.look()
    assert [letter["Subject"] for letter in mailbox.letters] == ["[Bookdesk] Do you want these alerts?"]


def test_asking_again_is_limited_for_an_address_and_for_a_store(
    desk: Desk, owner: FlaskClient, post: Press, mailbox: Post
) -> None:
    page = f"{desk.address}/alerts"
    post(owner, page, **form(STRANGER))
    answers = [post(owner, page, f"{page}/ask").text for _ in range(4)]
    assert ["Bookdesk asks 1 address" in answer for answer in answers] == [True, True, False, False]
    assert "Bookdesk sends one address at most 3 requests a day" in answers[-1]
    for _ in range(3):  # to take it off and type it again is no way around
        post(owner, page, **form(""))
        post(owner, page, **form(STRANGER))
    desk.work("channels")
    assert len(mailbox.letters) <= 3
    with freeze_time(now() + timedelta(days=1, seconds=1)):
        for domain in ("example.org", "example.net"):
            many = "\n".join(f"{number}@{domain}" for number in range(20))
            settings.save(desk.store_id, settings.Wanted(many, "", 10, 90), MEMBER)
            messages.ask(desk.store_id, MEMBER)
        db.session.commit()
        asked = db.session.scalars(select(AlertMessage.receiver).where(AlertMessage.receiver != STRANGER)).all()
    assert len(asked) == 20


def test_many_stores_together_can_not_flood_an_address(desk: Desk, mailbox: Post) -> None:
    for number in range(8):
        store = Desk.open(desk.app, f"Store {number}")
        settings.save(store.store_id, settings.Wanted(STRANGER, "", 10, 90), "owner@example.com")
        messages.ask(store.store_id, "owner@example.com")
    db.session.commit()
    desk.work("channels")
    assert len(mailbox.letters) == 5


def test_the_link_in_each_mail_stops_them_and_lets_them_go_on(
    app: Flask, desk: Desk, owner: FlaskClient, post: Press, mailbox: Post, watch: Watch
) -> None:
    tell(desk, STRANGER)
    connect(desk, LOST)
    watch.look()
    (letter,) = mailbox.letters
    path = link(letter, "stop")
    assert letter["List-Unsubscribe"] == f"<http://localhost:8000{path}>"
    app.test_client().get(path)
    assert "You get no more alerts" in use(app, path, do="stop").text
    connect(desk)
    watch.until_all_is_well()
    page = f"{desk.address}/alerts"
    post(owner, page, f"{page}/test")
    post(owner, page, **form(""))
    post(owner, page, **form(STRANGER))
    post(owner, page, f"{page}/ask")
    desk.work("channels")
    assert len(mailbox.letters) == 1, "not even a question comes any more"
    assert "Stopped" in owner.get(page).text
    use(app, path, do="go on")
    connect(desk, LOST)
    watch.look()
    assert len(mailbox.letters) == 2


def test_a_member_can_stop_them_as_well(
    app: Flask, desk: Desk, owner: FlaskClient, mailbox: Post, watch: Watch
) -> None:
    tell(desk, MEMBER)
    connect(desk, LOST)
    watch.look()
    use(app, link(mailbox.letters[0], "stop"), do="stop")
    connect(desk)
    watch.until_all_is_well()
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Acme", "Acme"),
        ("You won! http://evil.example.com/win?x=1", "You won http evil example com win x 1"),
        ("a@evil.example.com\r\nBcc: b@example.com", "a evil example com Bcc b example com"),
        ("Müller & Söhne", "Müller & Söhne"),
        ("x" * 200, "x" * 39 + "…"),
    ],
)
def test_a_stores_name_stands_in_a_mail_short_and_without_links(
    desk: Desk, mailbox: Post, name: str, shown: str
) -> None:
    assert tidy_name(name) == shown
    desk.store.name = name
    settings.save(desk.store_id, settings.Wanted(STRANGER, "", 10, 90), "owner@example.com")
    messages.ask(desk.store_id, "owner@example.com")
    db.session.commit()
    desk.work("channels")
    (letter,) = mailbox.letters
    assert letter["Subject"] == "[Bookdesk] Do you want these alerts?"
    addresses = re.findall(r"https?://[^/\s]+", str(letter.get_content()))
    assert set(addresses) == {"http://localhost:8000"}, "links lead to PUBLIC_URL only"
    assert f"The store “{shown}” wants" in letter.get_content()


def test_more_mails_than_ten_an_hour_wait_and_come_as_one(desk: Desk, mailbox: Post) -> None:
    tell(desk)
    for _ in range(14):
        messages.plan_test(desk.store_id, "owner@example.com")
    db.session.commit()
    desk.work("channels")
    assert len(mailbox.letters) == 10
    waiting = [one for one in sent() if one.state == "scheduled"]
    assert len(waiting) == 4
    assert {one.cause for one in waiting} == {"too many e-mails"}
    with freeze_time(now() + timedelta(hours=1, seconds=5)):
        desk.work("channels")
        assert len(mailbox.letters) == 11
        assert {one.state for one in sent()} == {"done"}
    assert mailbox.letters[-1]["Subject"] == "[Bookdesk] 4 alerts (Acme)"
    assert mailbox.letters[-1].get_content().count("This is a test.") == 4
    db.session.remove()
    assert db.session.scalars(select(AlertMessage).where(AlertMessage.sent_at.is_(None))).all() == []


def test_a_mail_server_that_is_gone_is_left_alone_for_all_stores_together(
    desk: Desk, mailbox: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = [desk, *(Desk.open(desk.app, f"Store {number}") for number in range(5))]
    for store in stores:
        tell(store)
        messages.plan_test(store.store_id, "owner@example.com")
    db.session.commit()
    real, server = mailbox.server, desk.app.config["SMTP"]
    desk.app.config["SMTP"] = type(server)("localhost", 9, "", "", False, "desk@example.com")
    desk.work("channels")
    assert sum(one.attempts for one in sent()) == 4, "the fourth failure leaves it alone"
    assert {one.state for one in sent()} == {"scheduled"}
    desk.app.config["SMTP"] = real
    with freeze_time(now() + timedelta(seconds=16)):
        let_it_be_due()
        desk.work("channels")
    assert len(mailbox.letters) == 6


def test_the_rows_of_an_address_are_its_stores_own(desk: Desk, mailbox: Post) -> None:
    other = Desk.open(desk.app, "Other")
    confirm(other, STRANGER)
    settings.save(desk.store_id, settings.Wanted(STRANGER, "", 10, 90), "owner@example.com")
    messages.plan_test(desk.store_id, "owner@example.com")
    db.session.commit()
    desk.work("channels")
    assert ["test" in letter["Subject"] for letter in mailbox.letters] == [False], "what was said to another store"
    assert len(db.session.scalars(select(AlertRecipient)).all()) == 2
