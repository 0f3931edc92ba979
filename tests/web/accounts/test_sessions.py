"""Sessions: how they begin and end, and that a form that comes too late for one loses nothing."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from harness.desk import Desk, csrf_token
from tests.support.accounts import NEW_PASSWORD, browser, enter, is_in
from zoho_app.accounts import sign_ins
from zoho_app.accounts.models import SignIn, User
from zoho_app.clock import now
from zoho_app.extensions import db

__all__ = ["browser"]


def test_signing_out_ends_the_session_on_the_server(
    browser: FlaskClient, post: Callable[..., Any], app: Flask
) -> None:
    enter(browser)
    stolen = app.test_client()
    stolen.set_cookie("bookdesk", browser.get_cookie("bookdesk").value)
    assert is_in(stolen)
    post(browser, "/account", "/sign-out")
    assert not is_in(browser)
    assert not is_in(stolen)


def test_signing_in_starts_a_new_session(browser: FlaskClient) -> None:
    before = csrf_token(browser, "/sign-in")
    enter(browser)
    answer = browser.post("/sign-out", data={"csrf_token": before})
    assert answer.status_code == 400


def test_a_new_password_gives_this_browser_a_new_session_too(
    browser: FlaskClient, app: Flask, post: Callable[..., Any]
) -> None:
    enter(browser)
    token = csrf_token(browser, "/account")
    stolen = app.test_client()
    stolen.set_cookie("bookdesk", browser.get_cookie("bookdesk").value)
    post(browser, "/account", current_password=Desk.PASSWORD, new_password=NEW_PASSWORD)
    assert is_in(browser)
    assert not is_in(stolen), "whoever had copied the cookie is out"
    assert browser.post("/sign-out", data={"csrf_token": token}).status_code == 400


@pytest.mark.parametrize(
    ("column", "age", "still_in"),
    [
        (SignIn.last_seen_at, sign_ins.IDLE_LIMIT - timedelta(minutes=1), True),
        (SignIn.last_seen_at, sign_ins.IDLE_LIMIT + timedelta(minutes=1), False),
        (SignIn.started_at, sign_ins.ABSOLUTE_LIMIT - timedelta(minutes=1), True),
        (SignIn.started_at, sign_ins.ABSOLUTE_LIMIT + timedelta(minutes=1), False),
    ],
)
def test_a_session_ends_when_idle_or_old(browser: FlaskClient, column: Any, age: timedelta, still_in: bool) -> None:
    enter(browser)
    db.session.execute(update(SignIn).values({column: now() - age}))
    db.session.commit()
    assert is_in(browser) is still_in


def test_use_is_noted_but_not_at_every_page(browser: FlaskClient) -> None:
    enter(browser)

    def seen() -> Any:
        db.session.remove()
        return db.session.scalar(select(SignIn.last_seen_at))

    first = seen()
    is_in(browser)
    assert seen() == first
    db.session.execute(update(SignIn).values(last_seen_at=now() - sign_ins.TOUCH_EVERY - timedelta(seconds=1)))
    db.session.commit()
    is_in(browser)
    assert seen() >= first


def test_the_cookie_holds_no_hash_and_the_database_no_token(browser: FlaskClient, app: Flask) -> None:
    enter(browser)
    with browser.session_transaction() as session:
        token = session["_user_id"]
    row = db.session.scalars(select(SignIn)).one()
    assert token not in (row.token_hash, str(row.id))
    assert row.token_hash == sign_ins.fingerprint(token)


def test_other_browsers_are_listed_and_can_be_signed_out(
    browser: FlaskClient, app: Flask, post: Callable[..., Any]
) -> None:
    other = app.test_client()
    other.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
    enter(other)
    enter(browser)
    page = browser.get("/account").text
    assert "Firefox on Linux" in page
    assert "This browser" in page
    end = re.search(r'href="(/account/sign-ins/\d+/end)"', page)
    assert end
    assert "Firefox on Linux" in browser.get(end.group(1)).text
    assert "this is not your current password" in post(browser, end.group(1), password="wrong wrong wrong").text
    assert is_in(other), "whoever found the browser open can't end the others"
    assert "That browser was signed out." in post(browser, end.group(1), password=Desk.PASSWORD).text
    assert not is_in(other)
    assert is_in(browser)


def test_all_other_browsers_are_signed_out_with_the_password_alone(
    browser: FlaskClient, app: Flask, post: Callable[..., Any]
) -> None:
    others = [app.test_client(), app.test_client()]
    for one in (*others, browser):
        enter(one)
    page = "/account/sign-ins/end-others"
    assert f'href="{page}"' in browser.get("/account").text
    assert "Your password: type it" in post(browser, page, password="").text
    assert all(map(is_in, others))
    assert "All other browsers were signed out." in post(browser, page, password=Desk.PASSWORD).text
    assert not any(map(is_in, others))
    assert is_in(browser)


def test_one_can_not_sign_somebody_else_out(
    browser: FlaskClient, desk: Desk, sign_in: Callable[[str], FlaskClient], post: Callable[..., Any]
) -> None:
    viewer = sign_in("viewer")
    enter(browser)
    theirs = db.session.scalars(select(SignIn.id).join(User).where(User.email == "viewer@example.com")).one()
    end = f"/account/sign-ins/{theirs}/end"
    assert browser.get(end).status_code == 404
    assert post(browser, "/account", end, password=Desk.PASSWORD).status_code == 404
    assert is_in(viewer)


# Forms that come too late


def test_a_form_whose_token_is_gone_keeps_what_was_typed(desk: Desk, owner: FlaskClient) -> None:
    typed = {"name": 'A "new" <name>', "csrf_token": "old"}
    answer = owner.post(f"{desk.address}/settings", data=typed, headers={"Origin": "http://localhost"})
    assert answer.status_code == 400
    assert "\nA &#34;new&#34; &lt;name&gt;</textarea>" in answer.text
    assert "Send again" in answer.text


def test_somebody_signed_out_meanwhile_loses_nothing_either(app: Flask, browser: FlaskClient) -> None:
    enter(browser)
    token = csrf_token(browser, "/account")
    db.session.execute(update(SignIn).values(ended_at=now()))
    db.session.commit()
    answer = browser.post(
        "/stores/1/settings", data={"name": "Kept", "csrf_token": token}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 401
    assert "Kept</textarea>" in answer.text


def test_what_another_site_sent_is_not_offered_to_be_sent(desk: Desk, owner: FlaskClient) -> None:
    evil = {"Origin": "https://evil.example"}
    answer = owner.post(f"{desk.address}/settings", data={"name": "Evil"}, headers=evil)
    assert answer.status_code == 400
    assert "Evil" not in answer.text
    assert "Send again" not in answer.text


def test_passwords_are_never_put_into_that_page(app: Flask) -> None:
    data = {
        "email": "a@b.example",
        "password": "do not show me",
        "current_password": "nor me",
        "new_password": "nor me",
    }
    answer = app.test_client().post("/sign-in", data=data, headers={"Origin": "http://localhost"})
    assert "do not show me" not in answer.text
    assert "nor me" not in answer.text
