"""The door for pushes from Zoho Books: who may enter, what it reads, and how much."""

from datetime import timedelta
from typing import Any

import pytest
import redis
from flask import Flask
from freezegun import freeze_time

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from tests.support.pushes import Knocker
from zoho_app import job_queue, jobs
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.pushes import body, doors, hints, pace


@pytest.fixture
def knocker(desk: Desk, books: Books) -> Knocker:
    return Knocker(desk, books)


@pytest.mark.parametrize("wrong", [{"secret": "guessed"}, {"secret": ""}, {"public_id": "nobody"}])
def test_who_does_not_know_the_secret_is_refused_before_anything_is_read(
    knocker: Knocker, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    monkeypatch.setattr(body, "read", lambda *_: pytest.fail("the body was read"))
    answer = knocker.knock(**wrong, data=b"x" * 100_000)
    assert (answer.status_code, answer.json) == (
        401,
        {"message": "Wrong address or wrong secret in the header X-Bookdesk-Secret."},
    )
    assert "Set-Cookie" not in answer.headers
    assert knocker.door.last_push_at is None


def test_guesses_have_to_wait_and_whoever_knows_the_secret_never_does(desk: Desk, knocker: Knocker) -> None:
    statuses = [knocker.knock(secret=f"guess {number}", json={}).status_code for number in range(32)]
    assert statuses[:30] == [401] * 30
    assert statuses[-1] == 429
    assert int(knocker.knock(secret="guess", json={}).headers["Retry-After"]) > 0
    assert knocker.knock(json={"salesorder_id": "1"}).status_code == 200


def test_the_old_secret_is_good_for_an_hour(desk: Desk, knocker: Knocker) -> None:
    old = knocker.door.secret
    doors.replace_secret(desk.store_id, "owner@example.com")
    db.session.commit()
    told: dict[str, Any] = {"json": {"salesorder_id": "1"}}
    assert knocker.door.secret != old
    assert [knocker.knock(secret=one, **told).status_code for one in (old, knocker.door.secret)] == [200, 200]
    with freeze_time(now() + timedelta(minutes=61)):
        assert [knocker.knock(secret=one, **told).status_code for one in (old, knocker.door.secret)] == [401, 200]
    doors.close(desk.store_id, "owner@example.com")
    db.session.commit()


FORM = {"content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"salesorder": {"salesorder_id": "ID", "last_modified_time": "soon"}}},
        {"json": {"salesorder_id": "ID"}},
        {"data": "salesorder_id=ID&status=open", **FORM},
        {"data": 'JSONString={"salesorder":{"salesorder_id":"ID"}}', **FORM},
        {"data": '{"salesorder_id": ID}', "content_type": "text/plain"},
    ],
)
def test_bodies_that_zoho_can_send(desk: Desk, books: Books, knocker: Knocker, sent: dict[str, Any]) -> None:
    salesorder_id = order_of(submitted(desk)).fulfillment_id
    named = {name: _named(value, salesorder_id) for name, value in sent.items()}
    assert knocker.knock(**named).status_code == 200
    assert hints.is_waiting(desk.store_id, salesorder_id)


def _named(value: Any, salesorder_id: str) -> Any:
    if isinstance(value, dict):
        return {name: _named(one, salesorder_id) for name, one in value.items()}
    return value.replace("ID", salesorder_id, 1) if not value.startswith("JSON") else _inside(value, salesorder_id)


def _inside(value: str, salesorder_id: str) -> str:
    return value.replace('"ID"', f'"{salesorder_id}"')


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"data": b"\xff\x00{"}, "its body is neither JSON nor a form"),
        ({"data": "[" * 60_000}, "its body is neither JSON nor a form"),
        ({"json": ["1"]}, "its body is JSON, but no object with fields"),
        ({"json": {"salesorder": {}}}, "it has no field “salesorder_id”"),
        ({"json": {"salesorder_id": "${SALESORDER.ID}"}}, "Zoho did not fill in the placeholder"),
        ({"json": {"salesorder_id": "1 OR 1=1"}}, "its “salesorder_id” is not the id of a sales order"),
        ({"json": {"salesorder_id": {"$gt": ""}}}, "its “salesorder_id” is not the id of a sales order"),
        ({"json": {"salesorder_id": "٣"}}, "its “salesorder_id” is not the id of a sales order"),
        ({"json": {"salesorder_id": "9" * 41}}, "its “salesorder_id” is not the id of a sales order"),
        ({"data": "&".join(["a=1"] * 501), **FORM}, "its form has more than 500 fields"),
    ],
)
def test_what_names_no_sales_order_is_answered_with_what_to_mend(
    knocker: Knocker, sent: dict[str, Any], words: str
) -> None:
    answer = knocker.knock(**sent)
    assert answer.status_code == 400
    assert answer.json["message"].startswith(f"Nothing was done: {words}")


def test_a_body_that_is_too_large_is_refused(knocker: Knocker) -> None:
    assert knocker.knock(data=b" " * 64_001).status_code == 413


def test_more_pushes_than_zoho_sends_a_day_have_to_wait(knocker: Knocker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "CAPACITY", 3)
    with freeze_time() as clock:
        statuses = [knocker.knock(json={"salesorder_id": "1"}).status_code for _ in range(5)]
        clock.tick(1)
        statuses.append(knocker.knock(json={"salesorder_id": "1"}).status_code)
    assert statuses == [200, 200, 200, 429, 429, 200]


def test_without_redis_the_answer_comes_all_the_same_and_the_sweeper_has_it_read(
    app: Flask, desk: Desk, knocker: Knocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = submitted(desk)
    knocker.ship(order_id, "1Z999")
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, "redis", redis.Redis(host="127.0.0.1", port=9, socket_timeout=0.1))
        assert knocker.push(order_id) == 200
    job_queue.get_queue("zoho_books").empty()
    jobs.sweep()
    assert job_queue.get_queue("zoho_books").count == 1
    desk.work()
    assert [shipment.tracking_number for shipment in order_of(order_id).shipments] == ["1Z999"]
