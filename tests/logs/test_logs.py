"""The log: one line for each thing that happened, in one form for all processes, without secrets or forged lines."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from gunicorn.config import Config as GunicornConfig

from harness.books import Books
from harness.desk import Desk, csrf_token, order_data
from zoho_app import kinds
from zoho_app.accounts import audit, credentials, people
from zoho_app.accounts.models import OWNER
from zoho_app.config import ConfigError, load
from zoho_app.extensions import db
from zoho_app.logs import context, events, redaction
from zoho_app.logs.lines import JsonLines, TextLines
from zoho_app.logs.set_up import secrets_of, set_up
from zoho_app.orders.open_store import open_store
from zoho_app.processes.supervisor import Supervisor
from zoho_app.processes.web_server_log import WebServerLog
from zoho_app.zoho_books import actions

Post = Callable[..., Any]
FORGED = 'Ada\n2026-01-01T00:00:00.000Z INFO sign_in.succeeded person=owner@example.com\r\n{"event": "forged"}\u2028x'


class Lines(logging.Handler):
    """What the log would hold, in both forms."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.json: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(TextLines().format(record))
        self.json.append(JsonLines().format(record))

    def named(self, event: str) -> list[dict[str, Any]]:
        return [line for line in map(json.loads, self.json) if line["event"] == event]

    def last(self, event: str) -> dict[str, Any]:
        assert self.named(event), f"no {event} in {self.text}"
        return self.named(event)[-1]


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_each_request_is_one_line_with_who_where_and_what_became_of_it(
    lines: Lines, desk: Desk, owner: FlaskClient
) -> None:
    order_id = desk.order().id
    lines.json.clear()
    answer = owner.get(f"{desk.address}/orders/{order_id}?q=ada@example.com")
    (line,) = lines.named("request.answered")
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert line["person"] == "owner@example.com"
    assert (line["store"], line["order_id"], line["status"]) == (desk.store_id, order_id, 200)
    assert line["address"] == "127.0.0.1"
    assert line["route"] == "/stores/<int:store_id>/orders/<int:order_id>"
    assert line["time"].endswith("Z")
    assert line["milliseconds"] >= 0
    assert "ada@" not in str(line), "the address asked for stays out"


def test_a_request_id_is_never_taken_from_outside(lines: Lines, app: Flask, desk: Desk) -> None:
    client = app.test_client()
    given = [client.get("/sign-in", headers={"X-Request-Id": "forged"}).headers["X-Request-Id"] for _ in range(2)]
    assert "forged" not in given
    assert given[0] != given[1]


def test_what_is_logged_after_a_request_is_not_called_part_of_it(lines: Lines, app: Flask, desk: Desk) -> None:
    """Threads live on: gunicorn itself may be the next to say something."""
    with app.test_request_context("/sign-in"):
        app.preprocess_request()
        assert context.current()["request_id"]
    logging.getLogger("gunicorn.error").warning("Invalid request")
    assert "request_id" not in lines.last("message")


def test_refusals_are_logged_with_their_reason(
    lines: Lines, app: Flask, desk: Desk, viewer: FlaskClient, post: Post
) -> None:
    elsewhere = open_store("Elsewhere").id
    db.session.commit()
    viewer.get(f"{desk.address}/settings")
    viewer.get(f"/stores/{elsewhere}/orders")
    viewer.post(f"{desk.address}/views/new", data={"name": "x"})
    app.test_client().post(f"{desk.address}/folders", data={"csrf_token": csrf_token(app.test_client(), "/sign-in")})
    app.test_client().get("/api/v2/orders", headers={"ORDERDESK-STORE-ID": str(desk.store_id)})
    refused = [(line["status"], line["reason"], line.get("store")) for line in lines.named("request.refused")]
    assert refused[:3] == [
        (403, "role", desk.store_id),
        (404, "stranger", elsewhere),
        (400, "CSRF", desk.store_id),
    ]
    assert refused[-1] == (401, "API key", desk.store_id)
    assert {line["level"] for line in lines.named("request.refused")} == {"warning"}
    assert [line["person"] for line in lines.named("request.refused")[:3]] == ["viewer@example.com"] * 3


def test_too_large_and_too_many_are_logged(lines: Lines, app: Flask, desk: Desk) -> None:
    headers = {"ORDERDESK-STORE-ID": str(desk.store_id), "ORDERDESK-API-KEY": "a-wrong-canary-key"}
    for _ in range(31):
        app.test_client().get("/api/v2/test", headers=headers)
    assert lines.last("request.refused")["status"] == 429
    assert len(lines.named("api_key.wrong")) == 30
    assert lines.last("api_key.wrong")["store"] == desk.store_id
    app.config["MAX_CONTENT_LENGTH"] = 10
    client = app.test_client()
    client.post("/sign-in", data={"email": "a" * 100})
    assert 413 in {line["status"] for line in lines.named("request.refused")}


def test_signing_in_and_out_passwords_and_people_are_logged(
    lines: Lines, app: Flask, desk: Desk, owner: FlaskClient, post: Post
) -> None:
    assert lines.last("sign_in.succeeded")["person"] == "owner@example.com"
    post(app.test_client(), "/sign-in", email="owner@example.com", password="wrong")
    assert lines.last("sign_in.failed")["person"] == "owner@example.com"
    for _ in range(12):
        post(app.test_client(), "/sign-in", email="mallory@example.com", password="wrong")
    assert lines.last("sign_in.throttled")["address"] == "127.0.0.1"
    post(owner, f"{desk.address}/people", email="grace@example.com", role="operator")
    assert lines.last("invitation.made")["person"] == "owner@example.com"
    post(owner, "/account", current_password=Desk.PASSWORD, new_password="seven-lamps-of-architecture")
    assert lines.last("password.changed")["of"] == "owner@example.com"
    assert lines.last("password.changed")["request_id"]
    owner.get(f"{desk.address}/exports/orders.csv").get_data()
    assert lines.last("export.begun")["list"] == "orders"
    post(owner, "/account", "/sign-out")
    assert lines.last("sign_in.ended")["person"] == "owner@example.com"


def test_what_was_rolled_back_is_not_logged(lines: Lines, desk: Desk) -> None:
    people.add(desk.store, credentials.create_user("eve@example.com", "a-winding-road-with-trees"), OWNER, "test")
    db.session.rollback()
    db.session.commit()
    assert lines.named("person.added") == []


def test_workers_write_lines_of_the_same_form(lines: Lines, desk: Desk, books: Books) -> None:
    order_id = desk.order().id
    appointment = actions.submit(desk.order("7"), "owner@example.com")
    db.session.commit()
    asked = appointment.id
    desk.work()
    ended = [line for line in lines.named("attempt.ended") if line["appointment"] == asked]
    assert [(line["kind"], line["store"], line["outcome"]) for line in ended] == [
        (kinds.SUBMIT.name, desk.store_id, "done")
    ]
    assert lines.last("connection.made")["store"] == desk.store_id
    assert order_id != ended[0]["subject"]


def test_line_ends_in_names_forge_no_line(lines: Lines, app: Flask, desk: Desk) -> None:
    client = app.test_client()
    form = {"email": f"{FORGED}@example.com", "password": "x", "csrf_token": csrf_token(client, "/sign-in")}
    client.post("/sign-in", data=form)
    logging.getLogger("zoho_app").warning("A folder named %s", FORGED)
    try:
        raise RuntimeError(FORGED)
    except RuntimeError:
        logging.getLogger("zoho_app").exception("Broken")
    for line in lines.json:
        assert len(line.splitlines()) == 1
        assert json.loads(line)["event"] != "forged"
    for record in lines.text:
        first, *further = record.splitlines()
        assert first.startswith("2")
        assert all(line.startswith("    | ") for line in further)
    assert sum("sign_in.succeeded person=owner" in record for record in lines.text) >= 2, "it is there, spelled out"


SECRETS = {
    "an argument of an address": "GET https://hooks.example.com/in?token={} failed",
    "the password of an address": "postgresql://desk:{}@db.example.com/desk is away",
    "a one-time link": "A page failed: /invitation/{}",
    "the set-up link": "see https://desk.example.com/set-up/{}.",
    "a header": "Authorization: Zoho-oauthtoken {}",
    "another header": "sent Bearer {} to it",
    "a field": '{{"refresh_token": "{}", "ok": 1}}',
    "what a row holds": "duplicate key\nDETAIL: Key (email)=({}) already exists.\nEND",
}


def test_no_address_of_ours_shows_its_token(app: Flask) -> None:
    token = "4Zr0-canary_token"
    rules = [rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert len({rule.rule for rule in rules}) >= 6
    for rule in rules:
        built = rule.build({**dict.fromkeys(rule.arguments, 7), "token": token})
        assert built is not None
        assert token not in redaction.redact(f"A page failed: {built[1]} for grace@example.com"), rule.rule


@pytest.mark.parametrize("where", SECRETS)
def test_redaction_takes_a_secret_out_of_any_text(lines: Lines, where: str) -> None:
    canary = "canary-4711-xyzzy"
    text = SECRETS[where].format(canary)
    log = logging.getLogger("zoho_app")
    log.warning(text.replace("%", "%%"))
    events.note("canary.seen", about=text, password=canary, api_key=canary)
    try:
        raise ValueError(text)
    except ValueError:
        log.exception("It broke: %s", text)
    assert len(lines.json) == 3
    assert canary not in "\n".join(lines.text + lines.json)


def test_secrets_of_the_configuration_are_known_and_taken_out(
    lines: Lines, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {
        "INSTANCE_DIR": str(tmp_path),
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": "postgresql://desk:pass%40word-of-db@127.0.0.1/desk",
        "REDIS_URL": "redis://:password-of-redis@127.0.0.1:6379/0",
        "SMTP_URL": "smtp://desk:password-of-mail@mail.example.com",
        "SMTP_FROM": "desk@example.com",
    }
    monkeypatch.setattr(redaction, "_known", set())
    secrets = set(secrets_of(load(environment)))
    assert {"k" * 40, "pass@word-of-db", "password-of-redis", "password-of-mail"} <= secrets
    redaction.know(secrets)
    logging.getLogger("zoho_app").error("found %s", " and ".join(secrets))
    assert not [secret for secret in secrets if secret and secret in lines.text[0] + lines.json[0]]


def test_no_canary_reaches_the_lines_of_a_day(
    lines: Lines, app: Flask, desk: Desk, owner: FlaskClient, post: Post
) -> None:
    """The things that happen to secrets, each followed into both forms of the log."""
    link = "canary-of-a-one-time-link"
    secret = {"password": "canary-of-a-password", "API key": "canary-of-an-api-key", "link": link}
    post(app.test_client(), "/sign-in", email="owner@example.com", password=secret["password"])
    post(app.test_client(), "/sign-in", email=secret["password"], password=secret["password"])
    app.test_client().get(f"/set-up/{link}")
    app.test_client().get(f"/invitation/{link}")
    app.test_client().get(f"/nowhere/{link}")
    headers = {"ORDERDESK-STORE-ID": str(desk.store_id), "ORDERDESK-API-KEY": secret["API key"]}
    app.test_client().post("/api/v2/orders", headers=headers, json=order_data())
    owner.get(f"{desk.address}/orders?q=canary-of-a-search")
    written = "\n".join(lines.text + lines.json)
    assert "request.refused" in written
    assert [name for name, text in secret.items() if text in written] == []
    assert "canary-of-a-search" not in written


def test_a_process_writes_one_form_whoever_logs(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    before, level, hook = root.handlers, root.level, sys.excepthook
    try:
        set_up(load({"INSTANCE_DIR": str(tmp_path), "LOG_FORMAT": "json"}))
        WebServerLog(GunicornConfig()).error("Worker (pid:%s) was sent SIGKILL", 7)
        logging.getLogger("rq.worker").warning("a job\nof RQ")
        sys.excepthook(ValueError, ValueError("the end"), None)
    finally:
        logging.captureWarnings(False)
        root.handlers, sys.excepthook = before, hook
        root.setLevel(level)
    written = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["logger"], line["level"]) for line in written] == [
        ("gunicorn.error", "error"),
        ("rq.worker", "warning"),
        ("zoho_app", "critical"),
    ]
    assert written[1]["message"] == "a job\nof RQ"


def test_the_parent_passes_json_on_with_the_name_of_the_process(capsys: pytest.CaptureFixture[str]) -> None:
    supervisor = Supervisor({"LOG_FORMAT": "json"}, ".")
    try:
        supervisor.say('{"time": "2026-01-02T03:04:05.678Z", "event": "request.answered"}', "web")
        supervisor.say("1:M * Ready to accept connections", "redis")
    finally:
        supervisor.close()
    ours, other = map(json.loads, capsys.readouterr().out.splitlines())
    assert ours == {"time": "2026-01-02T03:04:05.678Z", "event": "request.answered", "process": "web"}
    assert (other["process"], other["message"]) == ("redis", "1:M * Ready to accept connections")


def test_a_log_format_that_is_none_is_refused(tmp_path: Any) -> None:
    with pytest.raises(ConfigError, match="LOG_FORMAT: 'xml' is neither text nor json"):
        load({"INSTANCE_DIR": str(tmp_path), "LOG_FORMAT": "xml"})


def test_every_event_is_explained_and_every_explained_one_exists() -> None:
    root = Path(__file__).parents[2]
    sources = "\n".join(path.read_text() for path in (root / "zoho_app").rglob("*.py"))
    named = r'(?:note(?:_after_commit)?\(|event=|event: str = |return |name if told else )"([a-z_]+\.[a-z]+)"'
    written = {name for name in re.findall(named, sources) if name.split(".")[0] in EVENT_GROUPS}
    written |= {event for _, events in audit.KINDS.values() for event in events}
    section = (root / "docs" / "operating.md").read_text().split("## The log's lines")[1].split("## ")[0]
    explained = set(re.findall(r"`([a-z_]+\.[a-z]+)`", section))
    assert len(written) > 20
    assert written == explained


EVENT_GROUPS = {
    *("request", "sign_in", "password", "invitation", "person", "role", "api_key", "connection", "export", "order"),
    *("customer", "settings", "attempt"),
}
