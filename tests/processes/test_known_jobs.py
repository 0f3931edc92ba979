"""Whoever can write into Redis can waste a worker's time, but has nothing run that is not Bookdesk's own.

Everything here names a module `evil`, which lies on the path of a real worker and a real clock and leaves a file
behind when anybody so much as imports it.
"""

import json
import pickle
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from harness.server import ROOT, clean_environment, wait_for
from tests.support.shop import open_shop
from zoho_app.config import Config
from zoho_app.jobs import DESK, KNOWN, TIMETABLE

SCHEDULE = "rq:scheduler:scheduled_jobs"
SWEEP_NAME = "zoho_app.jobs.sweep"
LONG_AGO = "2026-01-01T00:00:00.000000Z"


@dataclass
class Background:
    """A worker and a clock at work, and what they could be made to leave behind."""

    folder: Path
    redis: Redis
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def proof(self) -> Path:
        """There is such a file once something ran that may not."""
        return self.folder / "proof"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def do_one_of_ours(self) -> None:
        """Give the worker a job of ours and wait until it is done, and with it all that waited before."""
        job = Queue(DESK, connection=self.redis, serializer=JSONSerializer).enqueue(SWEEP_NAME, result_ttl=0)
        wait_for(lambda: not self.redis.exists(job.key), 30, lambda: self.log)


@pytest.fixture(scope="module")
def at_work(
    tmp_path_factory: pytest.TempPathFactory, settings: Config, redis_server: str, empty_database: None
) -> Iterator[Background]:
    folder = tmp_path_factory.mktemp("evil")
    (folder / "evil.py").write_text(f"open({str(folder / 'proof')!r}, 'w').close()\n")
    environment = clean_environment(
        INSTANCE_DIR=str(settings.instance_dir),
        DATABASE_URL=settings.database_url,
        REDIS_URL=redis_server,
        PYTHONPATH=str(folder),
    )
    with Redis.from_url(redis_server) as redis, (folder / "log").open("w") as log:
        background = Background(folder, redis)
        for what in ("channels", "clock"):
            command = [sys.executable, str(ROOT / "worker.py"), what]
            background.processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
        yield background
        for process in background.processes:
            process.send_signal(signal.SIGTERM)
        for process in background.processes:
            process.wait(timeout=30)


@pytest.fixture
def background(app: Flask, at_work: Background) -> Iterator[Background]:
    """The same, at work throughout the test."""
    at_work.do_one_of_ours()
    yield at_work
    assert [process.poll() for process in at_work.processes] == [None, None], at_work.log
    assert not at_work.proof.exists(), at_work.log
    assert "evil" not in at_work.log, "a log names no payload"
    assert "unhandled exception" not in at_work.log


def call(*parts: object) -> dict[str, bytes]:
    """The field of a job that says what to call."""
    return {"data": zlib.compress(json.dumps(parts).encode())}


SWEEP = call(SWEEP_NAME, None, [], {})


def write(redis: Redis, hostile: dict[Any, Any], id: str = "hostile") -> None:
    """Write a job as RQ keeps it: the sweep, but for what is hostile about it."""
    plain: dict[Any, Any] = {"created_at": LONG_AGO, "origin": DESK, "status": "queued", "timeout": 180, **SWEEP}
    redis.hset(f"rq:job:{id}", mapping={**plain, **hostile})


class Pickled:
    """Imports `evil` when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return __import__, ("evil",)


AS_PICKLE = pickle.dumps(Pickled())


HOSTILE: dict[str, dict[Any, Any]] = {
    "a function of its own": call("evil.run", None, [], {}),
    "a command": call("os.system", None, ["python3 -c 'import evil'"], {}),
    "a process": call("subprocess.check_output", None, [["python3", "-c", "import evil"]], {}),
    "code": call("builtins.exec", None, ["import evil"], {}),
    "an import": call("importlib.import_module", None, ["evil"], {}),
    "a queue that is not there": call("zoho_app.jobs.work", None, ["evil"], {}),
    "a list for a queue": call("zoho_app.jobs.work", None, [["channels"]], {}),
    "a named argument": call("zoho_app.jobs.work", None, [], {"lane_name": "channels"}),
    "an argument too many": call("zoho_app.jobs.sweep", None, [1], {}),
    "a function of a module of ours": call("zoho_app.jobs.lane.work", None, ["channels"], {}),
    "an instance": call("work", "zoho_app.jobs", ["channels"], {}),
    "a list for a name": call(["zoho_app.jobs.sweep"], None, [], {}),
    "too few parts": call("zoho_app.jobs.sweep"),
    "a packed pickle": {"data": zlib.compress(AS_PICKLE)},
    "a pickle": {"data": AS_PICKLE},
    "brackets": {"data": zlib.compress(b"[" * 100_000)},
    "a bomb": {"data": zlib.compress(b" " * 100_000_000)},
    "nothing to call": {"data": b""},
    "pickled notes": {"meta": AS_PICKLE},
    "a class of queue": {"meta": json.dumps({"queue_class_name": "evil.Queue"})},
    "a cron": {"meta": json.dumps({"interval": 1, "cron_string": "* * * * *"})},
    "on success": {"success_callback_name": "evil.run"},
    "on failure": {"failure_callback_name": "evil.run", **call("zoho_app.jobs.work", None, ["channels"], {})},
    "when stopped": {"stopped_callback_name": "evil.run"},
    "a dependency": {"dependency_ids": json.dumps(["evil"])},
    "retries": {"retries_left": 5, "retry_intervals": json.dumps([1])},
    "repeats": {"repeats_left": 5, "repeat_intervals": json.dumps([1])},
    "a rate limit": {"rate_limit_key": "evil", "rate_limit_concurrency": 1},
    "a group": {"group_id": "evil"},
    "in front of all": {"enqueue_at_front": 1},
    "a strange queue": {"origin": "evil"},
    "a strange state": {"status": "evil"},
    "without end": {"timeout": -1},
    "a long time": {"timeout": "99d"},
    "a strange moment": {"created_at": "evil"},
    "a field that is no text": {b"\xff": "evil"},
}


@pytest.mark.once
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_job_that_is_none_of_ours_is_dropped(background: Background, hostile: dict[Any, Any]) -> None:
    write(background.redis, hostile)
    before = background.log.count("was refused")
    background.redis.rpush(f"rq:queue:{DESK}", "hostile")
    background.do_one_of_ours()
    assert not background.redis.exists("rq:job:hostile")
    assert background.log.count("was refused") == before + 1


@pytest.mark.once
def test_the_same_job_without_anything_hostile_is_done(background: Background) -> None:
    """Or the test above would show nothing."""
    write(background.redis, {})
    before = background.log.count("was refused")
    background.redis.rpush(f"rq:queue:{DESK}", "hostile")
    background.do_one_of_ours()
    assert not background.redis.exists("rq:job:hostile")
    assert background.log.count("was refused") == before


@pytest.mark.once
def test_ids_that_rq_would_not_give_are_passed_over(background: Background) -> None:
    background.redis.rpush(f"rq:queue:{DESK}", b"\xff\xfe", "../evil", "a:b", "", "not-there")
    background.do_one_of_ours()


@pytest.mark.once
def test_a_web_hook_of_rq_is_not_sent(background: Background) -> None:
    with open_shop() as shop:
        hook = {"url": shop.url, "job_status": "finished", "method": "POST", "headers": {}, "timeout": 2}
        write(background.redis, {"webhooks": json.dumps([hook])})
        background.redis.rpush(f"rq:queue:{DESK}", "hostile")
        background.do_one_of_ours()
        assert shop.requests == []


@pytest.mark.once
def test_what_depends_on_a_job_of_ours_is_not_run(background: Background) -> None:
    write(background.redis, {}, "ours")
    write(background.redis, {**call("evil.run", None, [], {}), "status": "deferred"})
    background.redis.sadd("rq:job:ours:dependents", "hostile")
    background.redis.rpush(f"rq:queue:{DESK}", "ours")
    background.do_one_of_ours()
    assert not background.redis.exists("rq:job:hostile")


@pytest.mark.once
def test_what_lies_in_the_registries_is_not_run(background: Background) -> None:
    """Maintenance calls the failure callback of a job whose worker seems dead, and queues those that wait."""
    evil = {**call("evil.run", None, [], {}), "failure_callback_name": "evil.run"}
    states = {"wip": "started", "ready": "ready_to_enqueue", "deferred": "deferred", "scheduled": "scheduled"}
    for registry, status in states.items():
        write(background.redis, {**evil, "status": status}, registry)
        background.redis.zadd(f"rq:{registry}:{DESK}", {f"{registry}:1" if registry == "wip" else registry: 1})
    write(background.redis, evil, "middle")
    background.redis.rpush(f"rq:queue:{DESK}:intermediate", "middle")
    background.redis.sadd("rq:groups", "evil")
    background.redis.sadd("rq:group:evil", "wip", "ready")

    def is_cleaned() -> bool:
        background.do_one_of_ours()
        return not any(background.redis.exists(f"rq:job:{id}") for id in ("wip", "ready", "middle"))

    wait_for(is_cleaned, 40, lambda: background.log)


@pytest.mark.once
@pytest.mark.parametrize(
    "hostile",
    [
        call("evil.run", None, [], {}),
        {"meta": json.dumps({"queue_class_name": "evil.Queue"})},
        {"meta": json.dumps({"cron_string": "* * * * *"})},
        {"data": zlib.compress(AS_PICKLE)},
        {},
    ],
    ids=["another function", "a class to import", "a cron", "a pickle", "one of ours, not planned"],
)
def test_the_clock_runs_its_timetable_alone(background: Background, hostile: dict[str, Any]) -> None:
    redis = background.redis
    write(redis, hostile, "stranger")
    redis.zadd(SCHEDULE, {"stranger": 1})
    wait_for(lambda: not redis.exists("rq:job:stranger"), 15, lambda: background.log)
    assert redis.zscore(SCHEDULE, "stranger") is None
    write(redis, {"meta": json.dumps({"interval": 5}), "status": "scheduled", **hostile}, "sweep")
    redis.zadd(SCHEDULE, {"sweep": 1})
    wait_for(lambda: redis.zscore(SCHEDULE, "sweep") != 1, 15, lambda: background.log)
    background.do_one_of_ours()
    assert {id.decode() for id in redis.zrange(SCHEDULE, 0, -1)} == {entry.id for entry in TIMETABLE}


@pytest.mark.once
def test_nobody_gives_a_worker_orders_through_redis(background: Background) -> None:
    """RQ's own commands would stop a worker, kill its job and run that job's callback."""
    redis = background.redis
    names = [key.decode().removeprefix("rq:worker:") for key in redis.smembers("rq:workers")]
    assert names
    for name in names:
        for command in ("shutdown", "kill-horse"):
            assert redis.publish(f"rq:pubsub:{name}", json.dumps({"command": command})) == 0, "nobody listens"
    redis.set("rq:suspended", 1)
    time.sleep(1)
    background.do_one_of_ours()


def test_workers_know_every_job_of_the_timetable() -> None:
    assert {entry.function for entry in TIMETABLE} <= KNOWN.keys()
    assert all(KNOWN[entry.function].takes([]) for entry in TIMETABLE)
