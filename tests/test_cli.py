"""The commands that set an installation up and keep it well."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from cryptography.fernet import Fernet
from flask import Flask, has_app_context
from sqlalchemy import LargeBinary, select, type_coerce

from harness.desk import Desk, csrf_token
from harness.server import ROOT, clean_environment
from zoho_app import cli, create_app
from zoho_app.accounts import api_keys
from zoho_app.accounts.models import AuditEntry, Store
from zoho_app.channels import postings
from zoho_app.channels.models import Posting
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.orders.models import Folder


def run(app: Flask, *words: str, typed: str = "") -> Result:
    if has_app_context():
        db.session.remove()  # the command shares no open transaction with the test
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def test_a_store_is_created_with_its_folders_and_key(app: Flask) -> None:
    answer = run(app, "store", "create", "Acme", "--currency", "EUR", "--time-zone", "Europe/Berlin", "--json")
    created = json.loads(answer.output)
    assert set(created) == {"store_id", "api_key"}
    with app.app_context():
        store = db.session.get_one(Store, created["store_id"])
        assert (store.name, store.currency_code, store.time_zone) == ("Acme", "EUR", "Europe/Berlin")
        key = api_keys.find(store.id, created["api_key"])
        assert key is not None and (key.name, key.scope) == ("API key", "full")
        names = db.session.scalars(select(Folder.name).where(Folder.store_id == store.id).order_by(Folder.position))
        assert list(names) == ["New", "Prepared", "Closed", "Canceled"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["store", "create", "  "], "Store name: "),
        (["store", "create", "Acme", "--currency", "EURO"], "Currency: 'EURO'"),
        (["store", "create", "Acme", "--time-zone", "Mars"], "Time zone: 'Mars'"),
        (
            ["user", "create", "--email", "a@b.example", "--role", "owner", "--store", "9", "--password-stdin"],
            "no store 9",
        ),
        (["user", "password", "--email", "a@b.example", "--password-stdin"], "no user a@b.example"),
    ],
)
def test_a_command_that_can_not_be_done_says_why_in_one_line(app: Flask, words: list[str], problem: str) -> None:
    answer = run(app, *words, typed="a-long-winding-road-7\n")
    assert answer.exit_code == 1
    assert problem in answer.output
    assert answer.output.count("\n") == 1


def test_a_user_created_with_a_password_can_sign_in(app: Flask, desk: Desk) -> None:
    words = ["user", "create", "--email", "Ada@Example.com", "--role", "operator", "--password-stdin"]
    answer = run(app, *words, "--store", str(desk.store_id), typed=f"{Desk.PASSWORD}\n")
    assert answer.exit_code == 0, answer.output
    assert sign_in_status(app, "ada@example.com", Desk.PASSWORD) == 302


def test_a_guessable_password_is_refused_on_the_command_line_too(app: Flask, desk: Desk) -> None:
    words = ["user", "create", "--email", "ada@example.com", "--role", "owner", "--password-stdin"]
    answer = run(app, *words, "--store", str(desk.store_id), typed="password1234\n")
    assert answer.exit_code == 1
    assert "too easy to guess" in answer.output


def test_a_user_of_one_store_can_be_let_into_a_second(app: Flask, desk: Desk) -> None:
    desk.person("owner")
    second = json.loads(run(app, "store", "create", "Second", "--json").output)["store_id"]
    words = ["user", "create", "--email", "owner@example.com", "--role", "viewer", "--password-stdin"]
    assert run(app, *words, "--store", str(second), typed="ignored\n").exit_code == 0
    db.session.expire_all()
    assert {m.role for m in desk.person("owner").memberships} == {"owner", "viewer"}
    assert run(app, *words, "--store", str(second), typed="ignored\n").exit_code == 1


def test_a_forgotten_password_is_replaced_and_every_browser_signed_out(app: Flask, desk: Desk) -> None:
    desk.person("owner")
    client = app.test_client()
    token = csrf_token(client, "/sign-in")
    client.post("/sign-in", data={"email": "owner@example.com", "password": Desk.PASSWORD, "csrf_token": token})
    words = ["user", "password", "--email", "owner@example.com", "--password-stdin"]
    assert run(app, *words, typed="nine green bottles\n").exit_code == 0
    assert client.get("/account").location.startswith("/sign-in")
    assert sign_in_status(app, "owner@example.com", "nine green bottles") == 302


def test_the_set_up_link_is_given_while_there_is_no_user(app: Flask) -> None:
    link = run(app, "set-up-link").output.strip()
    path = link.removeprefix(app.config["PUBLIC_URL"])
    assert "Create store" in app.test_client().get(path).text


def test_there_is_no_set_up_link_once_there_is_a_user(app: Flask, desk: Desk) -> None:
    desk.person("owner")
    answer = run(app, "set-up-link")
    assert answer.exit_code == 1
    assert "already set up" in answer.output


def test_after_a_rotation_secrets_open_with_the_new_key_alone(app: Flask, desk: Desk) -> None:
    secret = postings.get(desk.store_id).signing_secret
    db.session.commit()
    old, new = app.config["TOKEN_KEYS"][0], Fernet.generate_key().decode()
    db.session.remove()
    app.config["TOKEN_KEYS"] = (new, old)
    answer = run(app, "rotate-token-keys")
    assert answer.exit_code == 0, answer.output
    app.config["TOKEN_KEYS"] = (new,)
    assert postings.get(desk.store_id).signing_secret == secret
    raw = db.session.scalar(select(type_coerce(Posting.__table__.c.signing_secret, LargeBinary)))
    assert raw is not None
    assert Fernet(new).decrypt(bytes(raw)).decode() == secret


@pytest.mark.parametrize("address", ["redis://redis:notaport", "redis://redis?db=none"])
def test_a_command_with_a_bad_value_in_its_environment_says_so_in_one_line(tmp_path: Path, address: str) -> None:
    refused = flask(tmp_path, "migrate", REDIS_URL=address)
    assert refused.returncode == 1
    assert refused.stderr.startswith("REDIS_URL: ")
    assert refused.stderr.count("\n") == 1


def test_before_the_tables_are_made_commands_say_to_migrate_first(tmp_path: Path, redis_server: str) -> None:
    app = create_app(load({"INSTANCE_DIR": str(tmp_path), "REDIS_URL": redis_server}))
    cli.init_app(app)
    for words in (
        ["store", "create", "Acme", "--json"],
        ["user", "create", "--email", "a@b.example", "--role", "owner", "--store", "1", "--password-stdin"],
        ["user", "password", "--email", "a@b.example", "--password-stdin"],
        ["set-up-link"],
        ["rotate-token-keys"],
    ):
        refused = run(app, *words)
        assert refused.exit_code == 1
        assert refused.output == "Error: The database is not up to date; run `flask --app app migrate` first.\n"
    with app.app_context():
        db.engine.dispose()
    app.extensions["redis"].close()


def test_what_a_command_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert flask(tmp_path, "migrate").returncode == 0
    written = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    assert "bookdesk.sqlite3" in written
    assert not any(written.values()), written


def flask(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`flask --app app ...` as people run it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        env=clean_environment(INSTANCE_DIR=str(folder), **environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_migrate_makes_an_empty_database_ready(tmp_path: Path, redis_server: str) -> None:
    app = create_app(load({"INSTANCE_DIR": str(tmp_path), "REDIS_URL": redis_server}))
    cli.init_app(app)
    for _ in range(2):  # a second time does no harm
        assert run(app, "migrate").output.endswith("The database is up to date.\n")
    assert json.loads(run(app, "store", "create", "Acme", "--json").output)["store_id"] == 1
    with app.app_context():
        db.engine.dispose()
    app.extensions["redis"].close()


def test_what_the_command_line_does_is_in_the_audit_log(app: Flask) -> None:
    run(app, "store", "create", "Acme")
    with app.app_context():
        assert [(e.who, e.what) for e in db.session.scalars(select(AuditEntry))] == [
            ("command line", "Store created")
        ]


def sign_in_status(app: Flask, email: str, password: str) -> int:
    client = app.test_client()
    token = csrf_token(client, "/sign-in")
    return client.post("/sign-in", data={"email": email, "password": password, "csrf_token": token}).status_code
