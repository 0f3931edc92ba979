"""People and doors: signing in and out, one-time links, roles, passwords, sessions."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from tests.conftest import csrf_token
from tests.support import Desk
from zoho_app.accounts import one_time_links, passwords, people, sign_ins, throttle
from zoho_app.accounts.models import AuditEntry, Membership, OneTimeLink, SignIn, Store, User
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Folder

NEW_PASSWORD = "nine green bottles"


@pytest.fixture
def browser(app: Flask, desk: Desk) -> FlaskClient:
    desk.person("owner")
    return app.test_client()


def enter(
    client: FlaskClient, password: str = Desk.PASSWORD, email: str = "owner@example.com", page: str = "/sign-in"
) -> Any:
    data = {"email": email, "password": password, "csrf_token": csrf_token(client, page)}
    return client.post(page, data=data)


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def audit(desk: Desk) -> list[str]:
    db.session.remove()
    return list(db.session.scalars(select(AuditEntry.what).where(AuditEntry.store_id == desk.store_id)))


# Signing in


def test_signing_in_leads_to_the_only_store(browser: FlaskClient, desk: Desk) -> None:
    answer = enter(browser)
    assert answer.location == "/"
    assert browser.get("/").location == desk.address


def test_a_person_of_several_stores_chooses_one(browser: FlaskClient, desk: Desk, app: Flask) -> None:
    second = Desk.open(app, "Second")
    second.person("owner")
    enter(browser)
    page = browser.get("/").text
    assert f'href="{desk.address}">Acme' in page
    assert f'href="{second.address}">Second' in page


def test_the_email_may_be_typed_in_any_case(browser: FlaskClient) -> None:
    assert enter(browser, email=" Owner@Example.COM ").status_code == 302


@pytest.mark.parametrize("email", ["owner@example.com", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(browser: FlaskClient, email: str) -> None:
    page = enter(browser, "wrong wrong wrong", email).text
    assert "Email or password is not right." in page
    assert "<title>Error: Sign in" in page
    assert f'value="{email}"' in page
    assert not is_in(browser)


def test_empty_fields_are_named(browser: FlaskClient) -> None:
    page = enter(browser, "", "").text
    assert '<a href="#email">Email: type your e-mail address.</a>' in page
    assert '<a href="#password">Password: type your password.</a>' in page


def test_guessing_is_slowed_down_by_email_and_the_wait_is_told(browser: FlaskClient, app: Flask) -> None:
    for _ in range(throttle.TRIES_PER_EMAIL):
        enter(browser, "wrong wrong wrong")
    answer = enter(app.test_client())  # even with the right password, even from elsewhere
    assert answer.status_code == 429
    assert re.search(r"Too many tries\. Wait 1[45] minutes, then try again\.", answer.text)
    assert int(answer.headers["Retry-After"]) <= 15 * 60


def test_after_the_wait_the_right_password_opens_again(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(throttle.TRIES_PER_EMAIL):
        enter(browser, "wrong wrong wrong")
    monkeypatch.setattr(throttle, "now", lambda: now() + throttle.WINDOW)
    assert enter(browser).status_code == 302


def test_guessing_many_peoples_passwords_from_one_address_is_slowed_down(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "TRIES_PER_ADDRESS", 3)
    for number in range(3):
        enter(browser, "wrong wrong wrong", f"person{number}@example.com")
    assert enter(browser, email="person9@example.com").status_code == 429


def test_signing_in_correctly_counts_against_nobody(browser: FlaskClient, app: Flask) -> None:
    for _ in range(throttle.TRIES_PER_EMAIL + 1):
        assert enter(app.test_client()).status_code == 302


@pytest.mark.parametrize("wanted", ["/account", "/stores/1/orders?q=a%20b"])
def test_after_signing_in_one_is_where_one_wanted_to_be(browser: FlaskClient, wanted: str) -> None:
    sign_in_page = browser.get(wanted).location
    assert enter(browser, page=sign_in_page).location == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/%0d%0aX: y", "evil"],
)
def test_next_never_leads_to_another_site(browser: FlaskClient, elsewhere: str) -> None:
    assert enter(browser, page=f"/sign-in?next={elsewhere}").location == "/"


# Sessions


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
    end = re.search(r'action="(/account/sign-ins/\d+/end)"', page)
    assert end
    post(browser, "/account", end.group(1))
    assert not is_in(other)
    assert is_in(browser)


def test_one_can_not_sign_somebody_else_out(
    browser: FlaskClient, desk: Desk, sign_in: Callable[[str], FlaskClient], post: Callable[..., Any]
) -> None:
    viewer = sign_in("viewer")
    enter(browser)
    theirs = db.session.scalars(select(SignIn.id).join(User).where(User.email == "viewer@example.com")).one()
    answer = post(browser, "/account", f"/account/sign-ins/{theirs}/end")
    assert answer.status_code == 404
    assert is_in(viewer)


# Passwords


def test_a_new_password_needs_the_old_one_and_ends_all_other_sessions(
    browser: FlaskClient, app: Flask, post: Callable[..., Any]
) -> None:
    other = app.test_client()
    enter(other)
    enter(browser)
    refused = post(browser, "/account", current_password="wrong wrong wrong", new_password=NEW_PASSWORD)
    assert "this is not the password you have now" in refused.text
    assert is_in(other)
    post(browser, "/account", current_password=Desk.PASSWORD, new_password=NEW_PASSWORD)
    assert is_in(browser)
    assert not is_in(other)
    assert enter(app.test_client(), NEW_PASSWORD).status_code == 302
    assert enter(app.test_client(), Desk.PASSWORD).status_code == 200


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 257,
        "Password1234!",
        "P@ssw0rd2024!!",
        "passwordpassword",
        "123456789012",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "iloveyou123456789",
        "ada@example.com",
        "ADA@example.com",
        "bookdesk2026!",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    assert passwords.problem(password, "ada@example.com")


@pytest.mark.parametrize(
    "password", ["nine green bottles", "a-long-winding-road-7", "密码密码是一个很长的句子", "Gx7#pQ2!vL9z"]
)
def test_any_other_password_of_twelve_characters_is_taken(password: str) -> None:
    assert passwords.problem(password, "ada@example.com") is None


@pytest.mark.usefixtures("real_passwords")
def test_a_password_is_kept_as_argon2id_and_as_nothing_else(desk: Desk) -> None:
    assert desk.person("owner").password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.usefixtures("real_passwords")
def test_a_password_that_was_hashed_with_weaker_settings_is_hashed_anew(browser: FlaskClient, desk: Desk) -> None:
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(Desk.PASSWORD)
    db.session.execute(update(User).values(password_hash=weak))
    db.session.commit()
    assert enter(browser).status_code == 302
    db.session.expire_all()
    assert "m=19456,t=2,p=1" in desk.person("owner").password_hash


# The set-up link

SET_UP = {
    "name": "My Store",
    "currency_code": "EUR",
    "time_zone": "Europe/Berlin",
    "email": "Ada@example.com",
    "password": Desk.PASSWORD,
}


@pytest.fixture
def set_up_page(app: Flask) -> str:
    with app.app_context():
        token = one_time_links.new_set_up_link()
        db.session.commit()
    return f"/set-up/{token}"


def test_the_set_up_link_makes_a_store_and_its_owner_who_is_in(
    app: Flask, set_up_page: str, post: Callable[..., Any]
) -> None:
    client = app.test_client()
    answer = post(client, set_up_page, follow=False, **SET_UP)
    with app.app_context():
        store = db.session.scalars(select(Store)).one()
        assert answer.location == f"/stores/{store.id}"
        assert (store.name, store.currency_code, store.time_zone) == ("My Store", "EUR", "Europe/Berlin")
        member = db.session.scalars(select(Membership)).one()
        assert (member.user.email, member.role) == ("ada@example.com", "owner")
        assert db.session.scalar(select(func.count()).select_from(Folder)) == 4
    assert is_in(client)


def test_the_set_up_link_works_once(app: Flask, set_up_page: str, post: Callable[..., Any]) -> None:
    post(app.test_client(), set_up_page, follow=False, **SET_UP)
    answer = app.test_client().get(set_up_page)
    assert answer.status_code == 404
    assert "This link can&#39;t be used" in answer.text or "This link can't be used" in answer.text


def test_a_second_set_up_link_dies_with_the_first_user(
    app: Flask, set_up_page: str, post: Callable[..., Any]
) -> None:
    with app.app_context():
        second = one_time_links.new_set_up_link()
        db.session.commit()
    post(app.test_client(), set_up_page, follow=False, **SET_UP)
    assert app.test_client().get(f"/set-up/{second}").status_code == 404


def test_what_was_typed_stays_when_set_up_is_refused(app: Flask, set_up_page: str, post: Callable[..., Any]) -> None:
    page = post(app.test_client(), set_up_page, **{**SET_UP, "password": "password1234"}).text
    assert "too easy to guess" in page
    assert 'value="My Store"' in page
    assert 'value="Ada@example.com"' in page
    assert '<option selected value="Europe/Berlin">' in page
    assert "password1234" not in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Store)) == 0


# People


def invite(
    owner: FlaskClient, desk: Desk, post: Callable[..., Any], email: str = "grace@example.com", role: str = "operator"
) -> str:
    """Invite somebody; returns the path of the link."""
    page = post(owner, f"{desk.address}/people", email=email, role=role).text
    found = re.search(r'id="invitation-link">http://[^/]+(/invitation/[\w-]+)<', page)
    assert found, page
    return found.group(1)


def test_an_invited_person_chooses_a_password_and_is_in(
    app: Flask, desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    link = invite(owner, desk, post)
    grace = app.test_client()
    assert "grace@example.com" in grace.get(link).text
    post(grace, link, follow=False, password=NEW_PASSWORD)
    assert grace.get(f"{desk.address}/orders").status_code == 200
    assert grace.get(f"{desk.address}/people").status_code == 403
    assert app.test_client().get(link).status_code == 404
    assert "grace@example.com was added as operator" in audit(desk)


def test_an_invitation_ends_after_seven_days(
    app: Flask, desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    link = invite(owner, desk, post)
    db.session.execute(update(OneTimeLink).values(expires_at=now() - timedelta(seconds=1)))
    db.session.commit()
    assert app.test_client().get(link).status_code == 404


def test_a_new_invitation_link_replaces_the_lost_one(
    app: Flask, desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    lost = invite(owner, desk, post)
    grace = people.find("grace@example.com")
    page = post(owner, f"{desk.address}/people", f"{desk.address}/people/{grace.id}/link").text
    fresh = re.search(r"/invitation/[\w-]+", page)
    assert fresh
    assert app.test_client().get(lost).status_code == 404
    assert app.test_client().get(fresh.group()).status_code == 200


def test_nobody_gets_an_invitation_link_for_a_person_who_has_a_password(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    viewer = desk.person("viewer")
    answer = post(owner, f"{desk.address}/people", f"{desk.address}/people/{viewer.id}/link")
    assert answer.status_code == 404


def test_somebody_who_has_a_password_already_just_gets_in(
    app: Flask, desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    other = Desk.open(app, "Other")
    people.add(other.store, people.create_user("grace@example.com", NEW_PASSWORD), "owner", "test")
    db.session.commit()
    page = post(owner, f"{desk.address}/people", email="grace@example.com", role="viewer").text
    assert "grace@example.com can sign in to this store now" in page
    assert "/invitation/" not in page


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("", "Email: type the person"),
        ("grace", "is not an e-mail address"),
        ("owner@example.com", "belongs to this store"),
    ],
)
def test_an_invitation_that_can_not_be_says_why(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any], email: str, problem: str
) -> None:
    page = post(owner, f"{desk.address}/people", email=email, role="viewer").text
    assert problem in page
    assert 'class="error-summary"' in page


def test_a_new_role_counts_at_once(
    desk: Desk, owner: FlaskClient, sign_in: Callable[[str], FlaskClient], post: Callable[..., Any]
) -> None:
    viewer = sign_in("viewer")
    person = desk.person("viewer").id
    post(owner, f"{desk.address}/people/{person}", role="owner")
    assert viewer.get(f"{desk.address}/people").status_code == 200
    assert "The role of viewer@example.com was changed" in audit(desk)


def test_a_removed_person_is_a_stranger(
    desk: Desk, owner: FlaskClient, sign_in: Callable[[str], FlaskClient], post: Callable[..., Any]
) -> None:
    viewer = sign_in("viewer")
    person = desk.person("viewer").id
    post(owner, f"{desk.address}/people/{person}", f"{desk.address}/people/{person}/remove")
    assert viewer.get(f"{desk.address}/orders").status_code == 404
    assert "viewer@example.com was removed" in audit(desk)


def test_the_last_owner_can_neither_be_removed_nor_made_less(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    page = f"{desk.address}/people/{desk.person('owner').id}"
    assert "is the only owner" in post(owner, page, role="viewer").text
    assert "is the only owner" in post(owner, page, f"{page}/remove").text
    db.session.expire_all()
    assert desk.person("owner").role_in(desk.store_id) == "owner"


def test_an_owner_who_is_not_the_last_may_leave(desk: Desk, owner: FlaskClient, post: Callable[..., Any]) -> None:
    people.add(desk.store, people.create_user("second@example.com", NEW_PASSWORD), "owner", "test")
    db.session.commit()
    page = f"{desk.address}/people/{desk.person('owner').id}"
    post(owner, page, f"{page}/remove", follow=False)
    assert owner.get(f"{desk.address}/orders").status_code == 404
    assert "You belong to no store" in owner.get("/").text


# Store settings


def test_store_settings_are_saved_and_the_change_is_on_record(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    page = post(
        owner, f"{desk.address}/settings", name="Acme & Sons", currency_code="JPY", time_zone="Asia/Tokyo"
    ).text
    assert "Store settings saved." in page
    assert "Acme &amp; Sons" in page
    assert "Add inventory details: on &rarr; off" in page
    db.session.expire_all()
    assert (desk.store.currency_code, desk.store.time_zone) == ("JPY", "Asia/Tokyo")
    assert desk.store.add_inventory_details is False


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", "", "Store name: give the store a name."),
        ("name", "x" * 201, "Store name: at most 200 characters."),
        ("currency_code", "EURO", "Currency: choose one from the list."),
        ("time_zone", "Mars/Olympus", "Time zone: choose one from the list."),
    ],
)
def test_a_setting_that_can_not_be_is_named(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any], field: str, value: str, problem: str
) -> None:
    fields = {"name": "Acme", "currency_code": "USD", "time_zone": "UTC", field: value}
    answer = post(owner, f"{desk.address}/settings", **fields)
    assert answer.status_code == 200
    assert problem in answer.text


def test_a_new_api_key_is_shown_once_and_replaces_the_old(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    old = desk.store.api_key
    page = post(owner, f"{desk.address}/settings", f"{desk.address}/settings/api-key").text
    shown = re.search(r'id="api-key">([\w-]+)<', page)
    db.session.expire_all()
    assert shown and shown.group(1) == desk.store.api_key != old
    assert desk.store.api_key not in owner.get(f"{desk.address}/settings").text
    assert "API key replaced" in audit(desk)


# Forms that come too late


def test_a_form_whose_token_is_gone_keeps_what_was_typed(desk: Desk, owner: FlaskClient) -> None:
    typed = {"name": 'A "new" <name>', "csrf_token": "old"}
    answer = owner.post(f"{desk.address}/settings", data=typed, headers={"Origin": "http://localhost"})
    assert answer.status_code == 400
    assert "\nA &#34;new&#34; &lt;name&gt;</textarea>" in answer.text
    assert "Send it again" in answer.text


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
    assert "Send it again" not in answer.text


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
