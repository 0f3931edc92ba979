"""What people and programs send by hand: numbers no row has, clashes, broken pages, guesses, forged proxies."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from harness.desk import Desk, csrf_token
from zoho_app import create_app
from zoho_app.accounts import one_time_links, throttle
from zoho_app.accounts.models import Guessing, User
from zoho_app.accounts.throttle import Pace
from zoho_app.application import POSTGRESQL_PATIENCE
from zoho_app.config import Config
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.orders.models import Order

HUGE = "9" * 30


def test_numbers_that_no_row_has_break_no_page(desk: Desk, owner: FlaskClient) -> None:
    order = desk.order()
    token = csrf_token(owner, f"{desk.address}/orders/{order.id}")
    orders = f"{desk.address}/orders"
    sent = [
        owner.post(f"{orders}/checked", data={"csrf_token": token, "order_ids": HUGE, "do": "submit"}),
        owner.post(
            f"{orders}/checked",
            data={"csrf_token": token, "order_ids": str(order.id), "do": "move", "folder_id": HUGE},
        ),
        owner.post(f"{orders}/{order.id}/move", data={"csrf_token": token, "folder_id": HUGE}),
        *(owner.get(f"{desk.address}/appointments?{name}={HUGE}") for name in ("before", "after")),
        *(owner.get(f"{orders}?{name}={HUGE}") for name in ("page", "folder", "q")),
        owner.get(f"{desk.address}/inventory?page={HUGE}"),
    ]
    assert {answer.status_code for answer in sent} <= {200, 302}


def test_whoever_is_overtaken_by_a_worker_gets_a_clear_page(
    desk: Desk, operator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = desk.order().id
    token = csrf_token(operator, f"{desk.address}/orders/{order_id}")
    add_note = edit.add_note

    def overtaken(order: Order, content: str, who: str) -> Any:
        db.session.execute(
            update(Order).where(Order.id == order.id).values(version=99),
            execution_options={"synchronize_session": False},
        )
        return add_note(order, content, who)

    monkeypatch.setattr(edit, "add_note", overtaken)
    answer = operator.post(
        f"{desk.address}/orders/{order_id}/notes", data={"csrf_token": token, "content": "Call Ada first"}
    )
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text
    assert "Call Ada first" not in str(desk.history(order_id))


def test_the_same_row_made_twice_at_once_is_no_broken_page(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"{desk.address}/folders"
    monkeypatch.setattr("zoho_app.orders.folders.by_name", lambda *_: None)
    answer = post(owner, page, name="Prepared")
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text


def test_a_broken_page_leaves_no_one_time_link_in_the_log(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = one_time_links.new_set_up_link()
    db.session.commit()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("zoho_app.web.accounts.set_up.render_template", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = app.testing = False
    assert app.test_client().get(f"/set-up/{token}").status_code == 500
    assert "A page failed: GET /set-up/<token>" in caplog.text
    assert token not in caplog.text


def test_what_the_database_refuses_is_not_repeated_by_its_error(desk: Desk) -> None:
    desk.person("owner")
    db.session.add(User(email="owner@example.com", password_hash="a hash that nobody may read"))
    with pytest.raises(IntegrityError) as refused:
        db.session.flush()
    db.session.rollback()
    assert "nobody may read" not in str(refused.value)


def test_a_dead_postgresql_is_given_up_soon(settings: Config) -> None:
    app = create_app(replace(settings, database_url="postgresql+psycopg://nobody@192.0.2.1/desk"))
    with app.app_context():
        assert db.engine.dialect.create_connect_args(db.engine.url)[1]["host"] == "192.0.2.1"
    assert app.config["SQLALCHEMY_ENGINE_OPTIONS"] == {"connect_args": POSTGRESQL_PATIENCE}
    assert POSTGRESQL_PATIENCE["connect_timeout"] <= 5
    app.extensions["redis"].close()


def refused_sign_ins(app: Flask, forwarded_for: list[str]) -> list[int]:
    """The status of wrong tries that come through one proxy, each for somebody else."""
    statuses = []
    for number, visitor in enumerate(forwarded_for):
        client = app.test_client()
        headers = {"X-Forwarded-For": visitor}
        form = {"email": f"{number}@example.com", "password": "wrong", "csrf_token": csrf_token(client, "/sign-in")}
        statuses.append(client.post("/sign-in", data=form, headers=headers).status_code)
    return statuses


def test_a_visitor_can_not_forge_the_address_that_is_slowed_down(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "NETWORK", Pace(free=2, forgets=timedelta(minutes=1)))
    assert refused_sign_ins(app, ["198.51.100.1", "198.51.100.2", "198.51.100.3"]) == [200, 200, 429]


def test_behind_a_trusted_proxy_each_visitor_is_slowed_down_alone(
    settings: Config, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "NETWORK", Pace(free=2, forgets=timedelta(minutes=1)))
    db.session.remove()  # the other application must not find the database locked
    app = create_app(replace(settings, trusted_proxies=(ip_network("127.0.0.1"),)))
    visitors = ["198.51.100.1", "198.51.100.2", "198.51.100.3"]
    assert refused_sign_ins(app, visitors) == [200] * 3
    # What a visitor writes there stands before what the proxy adds.
    forged = [f"203.0.113.{number}, 198.51.100.1" for number in range(2)]
    assert refused_sign_ins(app, forged) == [200, 429]
    app.extensions["redis"].close()


def test_guessing_api_keys_is_slowed_down_for_the_guesser_alone(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(throttle, "API_KEY", Pace(free=3, forgets=timedelta(minutes=1)))
    client, right = app.test_client(), desk.api_key
    store = {"ORDERDESK-STORE-ID": str(desk.store_id)}

    def ask(key: str, address: str = "198.51.100.1") -> Any:
        headers = {**store, "ORDERDESK-API-KEY": key}
        return client.get("/api/v2/test", headers=headers, environ_overrides={"REMOTE_ADDR": address})

    with caplog.at_level(logging.WARNING):
        assert [ask(f"guess-{number}").status_code for number in range(3)] == [401] * 3
    assert "guess-0" not in caplog.text
    refused = ask("guess-3")
    assert refused.status_code == 429
    assert refused.json["status"] == "error"
    assert 0 < int(refused.headers["X-Retry-After"]) <= 15 * 60
    assert ask(right).status_code == 200, "who has the key never waits for others in the same network"
    assert ask("guess-3").status_code == 429, "nor does that help the guesser"
    assert ask("guess-0", "198.51.100.2").status_code == 401
    other = Desk.open(app, "Other")
    store["ORDERDESK-STORE-ID"] = str(other.store_id)
    assert ask(other.api_key).status_code == 200


def test_guessing_the_keys_of_many_stores_is_slowed_down_too(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "NETWORK", Pace(free=3, forgets=timedelta(minutes=1)))
    answers = [
        app.test_client().get("/api/v2/test", headers={"ORDERDESK-STORE-ID": str(store_id), "ORDERDESK-API-KEY": "x"})
        for store_id in (100, 101, 102, 103, 103, 103)
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429, 429]
    assert len(db.session.scalars(select(Guessing)).all()) == 5, "one for each store, and one for the network"


def test_a_password_typed_as_the_email_address_stays_out_of_the_log(
    app: Flask, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    for email in ("a-password-in-the-wrong-field", "ada@example.com"):
        form = {"email": email, "password": "x", "csrf_token": csrf_token(client, "/sign-in")}
        client.post("/sign-in", data=form)
    assert "sign_in.failed request_id=" in caplog.text
    assert "wrong-field" not in caplog.text
    assert "person=ada@example.com" in caplog.text
