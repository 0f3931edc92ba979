"""GET /health: what a monitor hears in good times and bad."""

import dataclasses
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from rq.utils import utcformat

from zoho_app import create_app, heartbeats


@pytest.fixture
def connection(app: Flask, redis_server: str) -> Iterator[Redis]:
    """The empty Redis of the test."""
    with Redis.from_url(redis_server) as connection:
        yield connection


def worker_reported(connection: Redis, name: str, ago: timedelta) -> None:
    connection.sadd("rq:workers", f"rq:worker:{name}")
    connection.hset(f"rq:worker:{name}", "last_heartbeat", utcformat(datetime.now(UTC) - ago))


def test_all_is_well_with_a_database_a_redis_a_worker_and_a_ticking_clock(app: Flask, connection: Redis) -> None:
    worker_reported(connection, "alive", ago=timedelta(seconds=10))
    worker_reported(connection, "killed", ago=timedelta(minutes=1))
    heartbeats.record_tick(connection)
    answer = app.test_client().get("/health")
    assert answer.status_code == 200
    told = dict(answer.get_json())
    tick = datetime.fromisoformat(told.pop("clock_last_tick"))
    assert timedelta(0) <= datetime.now(UTC) - tick < timedelta(seconds=5)
    assert told == {"status": "ok", "database": "ok", "redis": "ok", "workers": 1, "missing": []}


def test_without_worker_and_clock_it_is_degraded_and_says_so(app: Flask, connection: Redis) -> None:
    answer = app.test_client().get("/health")
    assert answer.status_code == 200
    assert answer.json["status"] == "degraded"
    assert answer.json["missing"] == ["workers", "clock"]
    assert answer.json["workers"] == 0
    assert answer.json["clock_last_tick"] is None


def test_a_clock_that_fell_silent_is_missed(app: Flask, connection: Redis) -> None:
    worker_reported(connection, "alive", ago=timedelta(0))
    tick = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=2)
    connection.set(heartbeats.LAST_TICK_KEY, tick.isoformat())
    answer = app.test_client().get("/health")
    assert (answer.json["status"], answer.json["missing"]) == ("degraded", ["clock"])
    assert datetime.fromisoformat(answer.json["clock_last_tick"]) == tick


def test_nonsense_in_redis_is_no_sign_of_life_and_breaks_nothing(app: Flask, connection: Redis) -> None:
    connection.sadd("rq:workers", "rq:worker:odd")
    connection.hset("rq:worker:odd", "last_heartbeat", b"\xff")
    connection.set(heartbeats.LAST_TICK_KEY, "yesterday")
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.json["missing"]) == (200, ["workers", "clock"])


def test_without_redis_it_is_degraded_not_down(app: Flask, tmp_path: Path) -> None:
    app.extensions["redis"].close()
    app.extensions["redis"] = Redis.from_url(f"unix://{tmp_path}/none.sock")
    answer = app.test_client().get("/health")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "degraded",
        "database": "ok",
        "redis": "away",
        "workers": None,
        "clock_last_tick": None,
        "missing": ["redis", "workers", "clock"],
    }


def desk_on(app: Flask, database_url: str) -> Flask:
    return create_app(dataclasses.replace(app.config["BOOKDESK"], database_url=database_url))


def test_without_its_database_it_is_down(app: Flask) -> None:
    answer = desk_on(app, "postgresql+psycopg://nobody:hush@127.0.0.1:9/none").test_client().get("/health")
    assert answer.status_code == 503
    assert (answer.json["status"], answer.json["database"]) == ("down", "away")
    assert "hush" not in answer.text


def test_a_database_that_never_answers_does_not_hold_it_up(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        begun_at = time.monotonic()
        answer = desk_on(app, address).test_client().get("/health")
        assert answer.status_code == 503
        assert time.monotonic() - begun_at < 5
