"""Guessing passwords and API keys is slowed down, and nobody can use that to keep somebody else out."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from harness.desk import Desk, csrf_token
from tests.support.accounts import NEW_PASSWORD, browser, enter, is_in
from tests.support.mail import Post, letters_of, post_office
from zoho_app.accounts import credentials, one_time_links, throttle
from zoho_app.accounts.models import Guessing
from zoho_app.clock import now
from zoho_app.extensions import db

__all__ = ["browser"]
EMAIL = "owner@example.com"
WRONG = "wrong wrong wrong"
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    clock = Clock(now())
    monkeypatch.setattr(throttle, "now", lambda: clock.timestamp)
    return clock


class Clock:
    """The throttle's time, which stands still unless it is told to go on."""

    def __init__(self, timestamp: datetime) -> None:
        self.timestamp = timestamp

    def go_on(self, seconds: float) -> None:
        self.timestamp += timedelta(seconds=seconds)


def at(app: Flask, address: str) -> FlaskClient:
    """A browser that nobody knows, in that network."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def guess(app: Flask, address: str, times: int = 1, email: str = EMAIL) -> list[int]:
    return [enter(at(app, address), WRONG, email).status_code for _ in range(times)]


def network(number: int) -> str:
    return f"10.{number // 256}.{number % 256}.1"


def wait_told(answer: Any) -> int:
    assert answer.status_code == 429
    return int(answer.headers["Retry-After"])


# One who guesses


def test_each_wrong_password_doubles_the_wait_which_is_told(app: Flask, browser: FlaskClient, clock: Clock) -> None:
    assert guess(app, ELSEWHERE, 5) == [200] * 5
    waits = []
    for _ in range(9):
        answer = enter(at(app, ELSEWHERE), WRONG)
        waits.append(wait_told(answer))
        clock.go_on(waits[-1])
        assert guess(app, ELSEWHERE) == [200]
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert "Wait 15 minutes, then try again." in enter(at(app, ELSEWHERE), WRONG).text


def test_who_waits_is_not_told_whether_the_password_is_right(app: Flask, browser: FlaskClient, clock: Clock) -> None:
    guess(app, ELSEWHERE, 5)
    assert enter(at(app, ELSEWHERE)).status_code == 429
    clock.go_on(15)
    assert enter(at(app, ELSEWHERE)).status_code == 302


def test_the_right_password_makes_up_for_the_wrong_ones(app: Flask, browser: FlaskClient, clock: Clock) -> None:
    for _ in range(5):
        guess(app, HOME, 4)
        assert enter(at(app, HOME)).status_code == 302
    assert guess(app, HOME, 5) == [200] * 5
    db.session.remove()
    assert max(db.session.scalars(select(Guessing.level))) < 7


def test_wrong_tries_are_forgotten_with_time(app: Flask, browser: FlaskClient, clock: Clock) -> None:
    guess(app, HOME, 5)
    clock.go_on(6 * 3600)
    assert guess(app, HOME, 5) == [200] * 5
    clock.go_on(24 * 3600)
    guess(app, ELSEWHERE, 1, "nobody@example.com")
    assert db.session.scalar(select(func.count()).select_from(Guessing)) == 3, "what says nothing any more is deleted"


def test_many_guesses_at_the_same_moment_are_counted_too(app: Flask, browser: FlaskClient) -> None:
    clients = [at(app, ELSEWHERE) for _ in range(16)]
    forms = [{"email": EMAIL, "password": WRONG, "csrf_token": csrf_token(one, "/sign-in")} for one in clients]
    db.session.remove()
    with ThreadPoolExecutor(8) as pool:
        pairs = zip(clients, forms, strict=True)
        answers = list(pool.map(lambda pair: pair[0].post("/sign-in", data=pair[1]).status_code, pairs))
    assert answers.count(200) == 5
    assert answers.count(429) == 11


def test_somebody_who_has_no_account_is_slowed_down_alike(app: Flask, browser: FlaskClient, clock: Clock) -> None:
    assert guess(app, ELSEWHERE, 6, "nobody@example.com") == guess(app, HOME, 6)


def test_trying_many_peoples_passwords_from_one_network_is_slowed_down(
    app: Flask, browser: FlaskClient, clock: Clock
) -> None:
    for number in range(50):
        assert guess(app, ELSEWHERE, 1, f"person{number}@example.com") == [200]
    answer = enter(at(app, ELSEWHERE), WRONG, "person50@example.com")
    assert wait_told(answer) == 15
    assert guess(app, HOME, 1, "person50@example.com") == [200]


# Whom it must not hit


def test_ten_wrong_passwords_from_anywhere_lock_nobody_out(app: Flask, browser: FlaskClient) -> None:
    guess(app, ELSEWHERE, 10)
    assert enter(at(app, HOME)).status_code == 302


def test_a_known_browser_never_waits_for_what_strangers_guess(
    app: Flask, browser: FlaskClient, clock: Clock, post: Callable[..., Any]
) -> None:
    """Not even for those in the same network."""
    enter(browser)
    post(browser, "/account", "/sign-out")
    for number in range(60):
        guess(app, network(number))
    guess(app, "127.0.0.1", 10)
    assert enter(browser).status_code == 302


def test_in_a_known_browser_guessing_is_slowed_down_too(
    app: Flask, browser: FlaskClient, clock: Clock, post: Callable[..., Any]
) -> None:
    enter(browser)
    post(browser, "/account", "/sign-out")
    assert [enter(browser, WRONG).status_code for _ in range(6)] == [200] * 5 + [429]
    assert enter(at(app, HOME)).status_code == 302, "whoever holds that browser holds up nobody else"


def test_whoever_is_signed_in_is_never_hit(
    app: Flask, browser: FlaskClient, clock: Clock, post: Callable[..., Any]
) -> None:
    enter(browser)
    for number in range(60):
        guess(app, network(number))
    guess(app, "127.0.0.1", 10)
    assert is_in(browser)
    changed = post(browser, "/account", current_password=Desk.PASSWORD, new_password=NEW_PASSWORD)
    assert "Password changed." in changed.text


def test_guessing_from_many_networks_is_slowed_down_and_the_owner_gets_the_try_that_was_told(
    app: Flask, browser: FlaskClient, clock: Clock
) -> None:
    let_through = [guess(app, network(number))[0] for number in range(100)].count(200)
    assert let_through == 20, "after that each network has to wait before its first guess"
    # The owner, in a new browser and a new network, is told to wait, once.
    owner = at(app, HOME)
    wait = wait_told(enter(owner))
    assert 0 < wait <= 15 * 60
    # Meanwhile the strangers come back, each as soon as they may, and take what they can.
    for second in range(0, wait, max(wait // 4, 1)):
        for number in range(0, 100, 5):
            guess(app, network(number + 300 + second))
            guess(app, network(number))
        clock.go_on(max(wait // 4, 1))
    assert enter(owner).status_code == 302


def test_the_wait_of_a_new_network_is_never_longer_than_a_quarter_of_an_hour(
    app: Flask, browser: FlaskClient, clock: Clock
) -> None:
    for number in range(200):
        if guess(app, network(number)) == [429]:
            clock.go_on(900)
            guess(app, network(number))
    assert wait_told(enter(at(app, HOME))) <= 900


@pytest.mark.parametrize("forged", ["owner", "another account's", "of the old password"])
def test_a_cookie_that_is_not_the_accounts_own_makes_no_browser_known(
    app: Flask, desk: Desk, browser: FlaskClient, clock: Clock, forged: str
) -> None:
    desk.person("viewer")
    user_id, viewer_id = desk.person("owner").id, desk.person("viewer").id
    thief, name = at(app, ELSEWHERE), f"bookdesk-known-{user_id}"
    if forged == "owner":
        thief.set_cookie(name, "owner")
    elif forged == "another account's":
        enter(thief, email="viewer@example.com")
        thief.set_cookie(name, thief.get_cookie(f"bookdesk-known-{viewer_id}").value)
        thief.delete_cookie("bookdesk")
    else:
        enter(thief)
        thief.delete_cookie("bookdesk")
        credentials.set_password(desk.person("owner"), NEW_PASSWORD)
        db.session.commit()
    assert thief.get_cookie(name) is not None
    guess(app, ELSEWHERE, 5)
    assert enter(thief, WRONG).status_code == 429


def test_the_cookie_of_a_known_browser_is_kept_from_scripts_and_opens_nothing(
    app: Flask, desk: Desk, browser: FlaskClient
) -> None:
    enter(browser)
    cookie = browser.get_cookie(f"bookdesk-known-{desk.person('owner').id}")
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    other = app.test_client()
    other.set_cookie(f"bookdesk-known-{desk.person('owner').id}", cookie.value)
    assert not is_in(other)


# The signed-in person's own password


def test_wrong_current_passwords_are_slowed_down_in_that_browser_alone(
    app: Flask, browser: FlaskClient, clock: Clock, post: Callable[..., Any]
) -> None:
    stolen = at(app, ELSEWHERE)
    for one in (stolen, browser):
        enter(one)
    wrong = {"current_password": WRONG, "new_password": NEW_PASSWORD}
    pages = [post(stolen, "/account", **wrong).text for _ in range(6)]
    assert ["too many wrong attempts. Wait 15 seconds" in page for page in pages] == [False] * 5 + [True]
    right = {"current_password": Desk.PASSWORD, "new_password": NEW_PASSWORD}
    assert "too many wrong attempts" in post(stolen, "/account", **right).text
    assert "Password changed." in post(browser, "/account", **right).text
    assert not is_in(stolen)


# Past the wait


@pytest.fixture
def mail(app: Flask) -> Iterator[Post]:
    with post_office() as office:
        app.config["SMTP"] = office.server
        yield office


def ask_for_link(client: FlaskClient, email: str = EMAIL) -> Any:
    return client.post("/sign-in/link", data={"email": email, "csrf_token": csrf_token(client, "/sign-in")})


def opened(client: FlaskClient, link: str) -> Any:
    return client.post(link, data={"csrf_token": csrf_token(client, link)})


def test_the_owner_gets_a_link_by_email_that_lets_their_browser_try_at_once(
    app: Flask, browser: FlaskClient, clock: Clock, mail: Post
) -> None:
    guess(app, HOME, 5)
    owner = at(app, HOME)
    page = enter(owner).text
    assert 'action="/sign-in/link"' in page and f'name="email" value="{EMAIL}"' in page
    assert "Check your inbox" in ask_for_link(owner).text
    (letter,) = letters_of(mail, 1)
    assert (letter["To"], letter["Subject"]) == (EMAIL, "Sign in to Bookdesk without waiting")
    found = re.search(r"http://localhost:8000(/unlock/[\w-]+)", letter.get_content())
    assert found
    link = found.group(1)
    assert app.test_client().get(link).status_code == 200, "what looks into e-mails uses nothing up"
    assert opened(owner, link).location == "/sign-in"
    assert not is_in(owner), "it opens nothing by itself"
    assert enter(owner).status_code == 302
    assert app.test_client().get(link).status_code == 404, "it works once"


def test_asking_for_the_link_tells_nobody_who_has_an_account(app: Flask, browser: FlaskClient, mail: Post) -> None:
    answers = [ask_for_link(at(app, HOME), email) for email in (EMAIL, "nobody@example.com")]
    pages = [answer.text.replace(EMAIL, "E").replace("nobody@example.com", "E") for answer in answers]
    assert pages[0] == pages[1]
    assert [letter["To"] for letter in letters_of(mail, 1)] == [EMAIL]


def test_strangers_can_neither_flood_the_owner_nor_keep_the_link_away(
    app: Flask, browser: FlaskClient, clock: Clock, mail: Post
) -> None:
    for number in range(12):
        ask_for_link(at(app, network(number)))
    last = letters_of(mail, 3)[-1]
    assert len(mail.letters) == 3
    clock.go_on(3600)
    ask_for_link(at(app, HOME))
    assert len(letters_of(mail, 4)) == 4
    found = re.search(r"/unlock/[\w-]+", last.get_content())
    assert found and opened(at(app, HOME), found.group()).location == "/sign-in"
    assert one_time_links.VALID_FOR["unlock"] > throttle.UNLOCKS_TO.longest, "there is always one that works"


def test_without_a_mail_server_the_page_says_whom_to_ask(app: Flask, browser: FlaskClient, clock: Clock) -> None:
    guess(app, HOME, 5)
    page = enter(at(app, HOME)).text
    assert "ask your administrator for a link" in page
    assert "/sign-in/link" not in page
    assert ask_for_link(at(app, HOME)).status_code == 404


def test_the_command_line_makes_such_a_link_too(app: Flask, browser: FlaskClient, clock: Clock) -> None:
    guess(app, HOME, 5)
    db.session.remove()
    answer: Result = app.test_cli_runner().invoke(args=["user", "unlock", "--email", EMAIL])
    link = answer.output.strip().removeprefix("http://localhost:8000")
    owner = at(app, HOME)
    opened(owner, link)
    assert enter(owner).status_code == 302
    unknown = app.test_cli_runner().invoke(args=["user", "unlock", "--email", "nobody@example.com"])
    assert (unknown.exit_code, unknown.output) == (1, "Error: There is no user nobody@example.com.\n")


def test_a_link_for_one_account_frees_no_other(app: Flask, desk: Desk, browser: FlaskClient, clock: Clock) -> None:
    token = one_time_links.new_unlock_link(desk.person("viewer"))
    db.session.commit()
    guess(app, HOME, 5)
    client = at(app, HOME)
    opened(client, f"/unlock/{token}")
    assert enter(client).status_code == 429


def test_a_changed_password_is_told_by_email(
    app: Flask, browser: FlaskClient, mail: Post, post: Callable[..., Any]
) -> None:
    enter(browser)
    post(browser, "/account", current_password=Desk.PASSWORD, new_password=NEW_PASSWORD)
    (letter,) = letters_of(mail, 1)
    assert (letter["To"], letter["Subject"]) == (EMAIL, "Your Bookdesk password was changed")
    assert NEW_PASSWORD not in letter.get_content()
