"""`script/server` as a newcomer runs it: real web, workers, clock, Redis and sandbox, killed and stopped for real."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from rq import Queue
from rq.job import JobStatus
from rq.serializers import JSONSerializer

from harness.server import ROOT, Server, clean_environment, processes_of, umasks_of, wait_for
from zoho_app.processes import set_up_link

pytestmark = pytest.mark.slow(75)


@pytest.fixture(scope="module")
def one_server(worker_folder: Path, server_database: dict[str, str]) -> Iterator[Server]:
    server = Server(worker_folder / "server", OF_ANOTHER_PROGRAM="hush", **server_database)
    yield server
    server.clear_up()


@pytest.fixture
def server(one_server: Server) -> Server:
    """A running server; tests may stop or kill it."""
    if not one_server.is_running:
        one_server.start()
    return one_server


def redis_of(server: Server) -> Redis:
    return Redis.from_url(f"unix://{server.folder}/redis.sock")


def last_sweep(server: Server) -> str:
    """When the sweep of the timetable last ended, as RQ notes it; nothing while Redis starts or has no such job."""
    connection = redis_of(server)
    try:
        return (connection.hget("rq:job:sweep", "ended_at") or b"").decode()
    except RedisConnectionError:
        return ""
    finally:
        connection.close()


def wait_for_a_sweep(server: Server, after: str) -> None:
    wait_for(lambda: last_sweep(server) > after, 30, lambda: server.log)


def test_two_machines_that_start_at_once_do_not_disturb_each_other(
    worker_folder: Path, server_database: dict[str, str]
) -> None:
    """Runs first: the database is still empty."""
    command = (
        "from zoho_app import create_app; from zoho_app.processes.database import migrate; migrate(create_app())"
    )
    environment = clean_environment(INSTANCE_DIR=str(worker_folder / "at once"), **server_database)
    both = [
        subprocess.Popen([sys.executable, "-c", command], env=environment, cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    complaints = [process.communicate(timeout=60)[1].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0], complaints


def test_a_first_start_writes_a_set_up_link_that_opens_and_prints_where(server: Server) -> None:
    file = server.folder / "set_up_link"
    wait_for(lambda: f"Set up Bookdesk once at the address in the file {file}\n" in server.log, 5, lambda: server.log)
    assert "/set-up/" not in server.log, "a log is read by more people than may use it"
    assert file.stat().st_mode & 0o777 == 0o600
    with urllib.request.urlopen(server.set_up_link.replace("localhost", "127.0.0.1")) as page:
        assert page.status == 200


@pytest.mark.once
def test_on_a_terminal_the_set_up_link_is_printed_and_kept_nowhere(tmp_path: Path) -> None:
    (tmp_path / "set_up_link").write_text("of an earlier start")
    with open(os.openpty()[1], "w") as terminal:
        assert set_up_link.hand_over("http://localhost:8000/set-up/abc", tmp_path, terminal) == (
            "http://localhost:8000/set-up/abc"
        )
    assert not (tmp_path / "set_up_link").exists()


def test_the_secrets_it_made_can_be_read_by_their_owner_alone(server: Server) -> None:
    for name in ("secret_key", "token_keys"):
        assert (server.folder / name).stat().st_mode & 0o777 == 0o600


def test_nothing_that_it_writes_can_be_read_by_others(server: Server) -> None:
    server.wait_until_healthy()
    assert set(umasks_of(server.folder).values()) == {"0077"}
    open_to_others = [path for path in server.folder.rglob("*") if path.stat().st_mode & 0o077]
    assert not open_to_others


def test_everything_that_belongs_to_it_is_seen_alive(server: Server) -> None:
    server.wait_until_healthy()
    assert server.health()["workers"] >= 3
    for port in (server.sandbox_port, server.shopify_sandbox_port, server.woocommerce_sandbox_port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200


@pytest.mark.once
def test_what_needs_no_secret_is_told_none(server: Server) -> None:
    told = {command: Path(f"/proc/{pid}/environ").read_text() for pid, command in server.children().items()}
    needless = [text for command, text in told.items() if "sandbox" in command or "redis" in command]
    assert len(needless) == 2
    assert not any("hush" in text or "INSTANCE_DIR" in text for text in needless)
    assert any("hush" in text for text in told.values())


@pytest.mark.once
def test_beside_the_real_zoho_there_is_no_sandbox_and_an_old_redis_is_named(tmp_path: Path) -> None:
    class Bare(Server):
        command = (sys.executable, "-m", "zoho_app.processes")

    client = {"ZOHO_CLIENT_ID": "1000.ID", "ZOHO_CLIENT_SECRET": "hush"}
    server = Bare(tmp_path / "desk", PATH="/nowhere", PYTHONPATH=str(ROOT), **client)
    try:
        server.start()
        server.wait_until_healthy()
        assert len(server.children()) == 8, "Redis, background with four workers and clock, web"
        assert "Bookdesk runs Redis 6.2 from a Python package" in server.log
        with pytest.raises(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{server.sandbox_port}/")
    finally:
        server.clear_up()


def test_kill_9_of_every_child_is_survived(server: Server) -> None:
    server.wait_until_healthy()
    before = server.children()
    assert len(before) == 9, before  # Redis, sandbox, background with four workers and clock, web
    timestamp = last_sweep(server)
    for pid in before:
        with suppress(ProcessLookupError):  # workers and clock end with the process that they are forked from
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: len(server.children().keys() - before.keys()) == 9, 60, lambda: server.log)
    wait_for_a_sweep(server, after=timestamp)
    server.wait_until_healthy()
    assert sorted(server.children().values()) == sorted(before.values())


@pytest.mark.once
def test_the_timetable_survives_an_emptied_redis_and_a_lost_entry(server: Server) -> None:
    connection = redis_of(server)
    connection.flushall()
    wait_for_a_sweep(server, after="")
    connection.zrem("rq:scheduler:scheduled_jobs", "sweep")
    wait_for_a_sweep(server, after=last_sweep(server))
    connection.delete("rq:job:sweep")
    wait_for_a_sweep(server, after="")
    connection.close()


@pytest.mark.once
def test_a_second_server_on_the_same_folder_is_refused_in_one_line(server: Server) -> None:
    refused = run_server(server, PORT=str(server.port + 1))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.startswith("INSTANCE_DIR: another Bookdesk already uses ")


@pytest.mark.once
def test_a_busy_port_is_told_in_one_line(server: Server, tmp_path: Path) -> None:
    refused = run_server(server, INSTANCE_DIR=str(tmp_path / "instance"))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.startswith(f"PORT: can't listen on port {server.port} ")


def test_a_bad_value_is_told_in_one_line(tmp_path: Path) -> None:
    refused = run_server(Server(tmp_path / "instance"), PORT="eighty")
    assert refused.returncode == 2
    assert refused.stderr == "PORT: 'eighty' is not a port; give a number from 1 to 65535.\n"


def test_a_database_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    server = Server(tmp_path / "instance")
    refused = run_server(server, DATABASE_URL="postgresql://nobody:hush@127.0.0.1:9/none")
    assert refused.returncode == 2
    assert refused.stderr.startswith("DATABASE_URL: the database can't be used: ")
    assert refused.stderr.count("\n") == 1
    assert "hush" not in refused.stderr
    assert processes_of(server.folder) == {}


def run_server(server: Server, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "script" / "server"],
        env=clean_environment(**server.environment | changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_sigterm_stops_all_of_it_and_leaves_no_process(server: Server) -> None:
    server.wait_until_healthy()
    assert server.process
    server.ask_to_stop()
    assert server.process.wait(timeout=45) == 0, server.log
    assert processes_of(server.folder) == {}
    assert "Killing" not in server.log


@pytest.mark.once
def test_a_second_sigterm_does_not_wait_for_a_job(server: Server) -> None:
    server.wait_until_healthy()
    connection = redis_of(server)
    assert server.process
    with sqlite3.connect(server.folder / "bookdesk.sqlite3", isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")  # the job waits for the lock for 15 seconds
        work = ("zoho_app.jobs.work", "channels")
        job = Queue("channels", connection=connection, serializer=JSONSerializer).enqueue(*work)
        wait_for(lambda: job.get_status() == JobStatus.STARTED, 20, lambda: server.log)
        connection.close()
        server.ask_to_stop()
        time.sleep(2)
        assert server.is_running, "it waits for the job"
        server.ask_to_stop()
        assert server.process.wait(timeout=10) == 0, server.log
    holder.close()
    wait_for(lambda: processes_of(server.folder) == {}, 5)


@pytest.mark.once
def test_kill_9_of_the_parent_leaves_no_process_either(server: Server) -> None:
    server.wait_until_healthy()
    assert server.process
    server.process.kill()
    server.process.wait()
    wait_for(lambda: processes_of(server.folder) == {}, 5, lambda: str(processes_of(server.folder)))
