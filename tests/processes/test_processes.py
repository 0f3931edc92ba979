"""What keeps the processes alive, and what runs inside the background ones, against a real Redis."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from rq import Queue
from rq.job import JobStatus
from rq.serializers import JSONSerializer

from harness.server import ROOT, clean_environment, processes_of, umasks_of, wait_for
from zoho_app import heartbeats
from zoho_app.jobs import DESK, TIMETABLE
from zoho_app.processes import background, private_redis
from zoho_app.processes.child import Child, pause_after
from zoho_app.processes.known_jobs import DeskJob
from zoho_app.processes.rq_clock import Clock
from zoho_app.processes.rq_worker import DeskWorker
from zoho_app.processes.supervisor import STOP_SIGNALS, Supervisor

pytestmark = [pytest.mark.once, pytest.mark.slow(45)]

SCHEDULE = "rq:scheduler:scheduled_jobs"


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """Gives the test run its own signal handlers back."""
    numbers = (*STOP_SIGNALS, signal.SIGCHLD)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor({"PATH": "/usr/bin:/bin"}, str(tmp_path))
    yield supervisor
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGTERM)
    supervisor.stop()
    supervisor.close()


@pytest.fixture
def connection(app: Flask, redis_server: str) -> Iterator[Redis]:
    """The empty Redis of the test."""
    with Redis.from_url(redis_server) as connection:
        yield connection


def shell(name: str, script: str, grace: float = 5) -> Child:
    return Child(name, ["/bin/sh", "-c", script], grace)


def test_what_children_say_is_logged_under_their_names(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def has_said_the_end() -> bool:
        said.append(capsys.readouterr().out)
        return "no end" in "".join(said)

    supervisor.start(shell("herald", "echo hear; echo 'no end' >&2; printf halfway; exec sleep 60"))
    supervisor.wait_until(has_said_the_end, 10)
    assert "".join(said) == "herald   | hear\nherald   | no end\n"


def test_a_child_that_dies_is_started_again_at_once(supervisor: Supervisor, tmp_path: Path) -> None:
    begun_at = time.monotonic()
    supervisor.start(shell("mayfly", "echo born >> births; [ $(wc -l < births) = 2 ] && exec sleep 60"))
    births = tmp_path / "births"
    assert supervisor.wait_until(lambda: births.exists() and births.read_text() == "born\nborn\n", 10)
    assert time.monotonic() - begun_at < 1


def test_a_child_that_dies_over_and_over_is_started_with_growing_pauses() -> None:
    assert [pause_after(deaths) for deaths in range(1, 9)] == [0, 1, 2, 4, 8, 16, 30, 30]


def test_a_child_that_cannot_be_started_does_not_bring_down_the_others(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    other = shell("other", "exec sleep 60")
    supervisor.start(Child("ghost", ["/nowhere/ghost"]), other)
    supervisor.wait_until(lambda: False, 0.2)
    assert "ghost    | can't be started: " in capsys.readouterr().out
    assert other.process and other.process.poll() is None


def test_who_was_started_last_is_stopped_first(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ground", "middle", "top"):
        script = f"trap 'echo {name} >> goodbyes; exit' TERM; touch {name}; while :; do sleep 0.05; done"
        supervisor.start(shell(name, script))
        assert supervisor.wait_until((tmp_path / name).exists, 10)
    supervisor.stop()
    assert (tmp_path / "goodbyes").read_text().split() == ["top", "middle", "ground"]


def test_a_child_that_does_not_stop_is_killed_when_its_grace_is_over(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stubborn = shell("stubborn", "trap '' TERM; touch ready; while :; do sleep 0.05; done", grace=0.5)
    supervisor.start(stubborn)
    assert supervisor.wait_until((tmp_path / "ready").exists, 10)
    supervisor.stop()
    assert stubborn.process and stubborn.process.returncode == -signal.SIGKILL
    assert "Killing processes that did not stop in time: stubborn" in capsys.readouterr().out


def waiting(connection: Redis) -> list[str]:
    return Queue(DESK, connection=connection, serializer=JSONSerializer).job_ids


def test_a_clock_puts_the_timetable_into_an_empty_redis_and_the_jobs_into_their_queue(connection: Redis) -> None:
    Clock(connection).enqueue_jobs()
    assert sorted(waiting(connection)) == sorted(entry.id for entry in TIMETABLE)
    assert connection.zcard(SCHEDULE) == len(TIMETABLE)


def test_the_jobs_of_the_clock_are_json(connection: Redis) -> None:
    Clock(connection).enqueue_jobs()
    job = DeskJob.fetch("sweep", connection=connection)
    assert JSONSerializer.loads(job.data)[0] == "zoho_app.jobs.sweep"


@pytest.mark.parametrize(
    "lose",
    [
        lambda connection: connection.flushall(),
        lambda connection: connection.zrem(SCHEDULE, "sweep"),
        lambda connection: connection.delete("rq:job:sweep"),
        lambda connection: connection.hdel("rq:job:sweep", "meta"),
    ],
    ids=["Redis emptied", "entry lost", "job deleted", "interval lost"],
)
def test_the_next_pass_restores_what_was_lost(connection: Redis, lose: Callable[[Redis], object]) -> None:
    clock = Clock(connection)
    clock.enqueue_jobs()
    lose(connection)
    connection.delete(f"rq:queue:{DESK}")
    clock.enqueue_jobs()
    assert "sweep" in waiting(connection)
    assert DeskJob.fetch("sweep", connection=connection).meta["interval"] == TIMETABLE[0].seconds
    due = connection.zscore(SCHEDULE, "sweep")
    assert due is not None
    assert due > time.time()


def test_a_second_clock_does_not_put_off_or_double_anything(connection: Redis) -> None:
    Clock(connection).enqueue_jobs()
    due = connection.zrange(SCHEDULE, 0, -1, withscores=True)
    Clock(connection).enqueue_jobs()
    assert connection.zrange(SCHEDULE, 0, -1, withscores=True) == due
    assert len(waiting(connection)) == len(TIMETABLE)


def test_a_job_that_still_waits_is_not_put_into_the_queue_again(connection: Redis) -> None:
    clock = Clock(connection)
    for _ in range(3):
        clock.enqueue_jobs()
        connection.zadd(SCHEDULE, dict.fromkeys((entry.id for entry in TIMETABLE), 1))  # due since 1970
    assert len(waiting(connection)) == len(TIMETABLE)


def test_what_is_no_text_in_queue_and_schedule_does_not_stop_the_clock(connection: Redis) -> None:
    connection.rpush(f"rq:queue:{DESK}", b"\xff\xfe")
    connection.zadd(SCHEDULE, {b"\xff\xfe": 1})
    Clock(connection).enqueue_jobs()
    assert connection.zcard(SCHEDULE) == len(TIMETABLE)
    assert connection.llen(f"rq:queue:{DESK}") == len(TIMETABLE) + 1


def test_a_worker_does_the_jobs_of_the_timetable_inside_the_application(app: Flask, connection: Redis) -> None:
    Clock(connection).enqueue_jobs()
    DeskWorker(app, [DESK], connection).work(burst=True, logging_level="WARNING")
    for entry in TIMETABLE:
        job = DeskJob.fetch(entry.id, connection=connection)
        assert job.get_status() == JobStatus.FINISHED, job.latest_result().exc_string


def test_workers_and_clock_live_through_a_redis_that_comes_and_goes(worker_folder: Path, app: Flask) -> None:
    settings = app.config["BOOKDESK"]
    folder = worker_folder / "comes-and-goes"
    folder.mkdir()
    address = f"unix://{folder}/r.sock"
    environment = clean_environment(
        INSTANCE_DIR=str(settings.instance_dir), DATABASE_URL=settings.database_url, REDIS_URL=address
    )
    command = [sys.executable, str(ROOT / "worker.py")]
    processes = [subprocess.Popen([*command, *what], env=environment) for what in (["channels"], ["clock"])]
    connection = Redis.from_url(address)
    try:
        for _ in range(2):
            time.sleep(4)
            assert [process.poll() for process in processes] == [None, None]
            redis = start_redis(folder)
            wait_for(lambda: is_alive(connection), 40)
            redis.kill()
            redis.wait()
            (folder / "dump.rdb").unlink(missing_ok=True)
    finally:
        connection.close()
        statuses = [stop(process) for process in processes]
    assert statuses == [0, 0]


def stop(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    try:
        return process.wait(timeout=20)
    finally:
        process.kill()


def start_redis(folder: Path) -> subprocess.Popen[bytes]:
    options = ["--port", "0", "--unixsocket", str(folder / "r.sock"), "--save", "", "--dir", str(folder)]
    return subprocess.Popen([private_redis.find_program(), *options], stdout=subprocess.DEVNULL)


def is_alive(connection: Redis) -> bool:
    signs = heartbeats.listen(connection)
    return signs is not None and signs.workers == 1 and signs.is_ticking


def test_worker_py_alone_runs_workers_and_clock_of_one_more_machine(
    worker_folder: Path, app: Flask, connection: Redis, redis_server: str
) -> None:
    settings = app.config["BOOKDESK"]
    folder = worker_folder / "machine"
    environment = clean_environment(
        INSTANCE_DIR=str(folder), DATABASE_URL=settings.database_url, REDIS_URL=redis_server
    )
    parent = subprocess.Popen([sys.executable, str(ROOT / "worker.py")], env=environment)
    try:
        wait_for(lambda: is_whole(connection), 60)
        assert set(umasks_of(folder).values()) == {"0077"}, "what they write is for its owner alone"
    finally:
        status = stop(parent)
    assert status == 0
    assert processes_of(folder) == {}


def is_whole(connection: Redis) -> bool:
    signs = heartbeats.listen(connection)
    return signs is not None and signs.workers == 4 and signs.is_ticking


def test_a_worker_is_left_to_zoho_books_however_slow_the_receivers_of_news_are() -> None:
    assert ("zoho_books",) in background.WORKER_QUEUES
    assert {queue for queues in background.WORKER_QUEUES for queue in queues} == {
        "zoho_books",
        "channels",
        "shops",
        "bulk",
    }


def test_a_queue_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, str(ROOT / "worker.py"), "zoho_book"],
        env=clean_environment(INSTANCE_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 2
    assert refused.stderr.startswith("There is no queue zoho_book; ")
