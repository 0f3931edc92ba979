"""A Redis that several machines share, as docs/operating.md says: with docs/redis.acl, over TLS."""

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError

from harness.desk import Desk
from harness.server import ROOT, clean_environment, free_ports, wait_for
from tests.support.tls import server_tls
from zoho_app import create_app, heartbeats, job_queue
from zoho_app.api import bucket
from zoho_app.extensions import db
from zoho_app.jobs import TIMETABLE
from zoho_app.processes import private_redis
from zoho_app.zoho_books.api import rate_limit

PASSWORD = "choose-a-long-password-of-your-own"


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis with the rights of docs/redis.acl."""
    with shared_redis(tmp_path, tls=False) as address:
        yield address


@contextmanager
def shared_redis(folder: Path, tls: bool) -> Iterator[str]:
    (port,) = free_ports(1)
    admin = "user admin on nopass ~* &* +@all\n"  # for the test to look at the log of refusals
    (folder / "redis.acl").write_text((ROOT / "docs" / "redis.acl").read_text() + admin)
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--aclfile", str(folder / "redis.acl")]
    scheme, query = "redis", ""
    if tls:
        server_tls(folder, "localhost")
        options[:2] = ["--port", "0", "--tls-port", str(port), "--tls-auth-clients", "no"]
        options += ["--tls-cert-file", str(folder / "localhost.pem"), "--tls-key-file", str(folder / "localhost.key")]
        scheme, query = "rediss", f"?ssl_ca_certs={folder}/localhost.pem"
    process = subprocess.Popen([private_redis.find_program(), *options], stdout=subprocess.DEVNULL)
    address = f"{scheme}://bookdesk:{PASSWORD}@localhost:{port}/0{query}"
    try:
        wait_for(lambda: is_there(address) or process.poll() is not None, 20)
        assert process.poll() is None
        yield address
    finally:
        process.terminate()
        process.wait()


def is_there(address: str) -> bool:
    with Redis.from_url(address) as connection:
        try:
            return bool(connection.ping())
        except RedisError:
            return False


def admin_of(address: str) -> Redis:
    return Redis.from_url(address.replace(f"bookdesk:{PASSWORD}", "admin:any"))


@contextmanager
def at_work(app: Flask, address: str) -> Iterator[None]:
    """A worker and a clock that use this Redis."""
    settings = app.config["BOOKDESK"]
    environment = clean_environment(
        INSTANCE_DIR=str(settings.instance_dir), DATABASE_URL=settings.database_url, REDIS_URL=address
    )
    command = [sys.executable, str(ROOT / "worker.py")]
    running = [subprocess.Popen([*command, what], env=environment) for what in ("channels", "clock")]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)


def has_finished(connection: Redis, id: str) -> bool:
    return connection.hget(f"rq:job:{id}", "status") == b"finished"


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
def test_with_the_rights_of_the_example_everything_works(app: Flask, desk: Desk, tmp_path: Path, tls: bool) -> None:
    db.session.remove()
    with shared_redis(tmp_path, tls) as address, at_work(app, address):
        web = create_app(dataclasses.replace(app.config["BOOKDESK"], redis_url=address))
        with web.app_context(), admin_of(address) as admin:
            wait_for(lambda: all(has_finished(admin, entry.id) for entry in TIMETABLE), 60)
            assert bucket.take(desk.store_id) == bucket.Taken(bucket.CAPACITY - 1, 0)
            with rate_limit.place("42", 1):
                db.session.commit()  # as a call is made between two steps of a task
            rate_limit.learn(
                "42", {"x-rate-limit-limit": "9", "x-rate-limit-remaining": "5", "x-rate-limit-reset": "60"}
            )
            assert rate_limit.today("42").remaining == 5
            assert job_queue.enqueue("channels", "zoho_app.jobs.work", "channels")
            job_queue.enqueue_up_to("channels", 3, "zoho_app.jobs.work", "channels")
            wait_for(lambda: admin.llen("rq:queue:channels") == 0, 30)
            signs = heartbeats.listen(job_queue.redis())
            assert (signs.workers, signs.is_ticking) == (1, True)
            assert admin.acl_log() == [], "nothing that Bookdesk does is refused"
        web.extensions["redis"].close()


def test_the_rights_of_the_example_are_no_more_than_that(shared: str) -> None:
    with Redis.from_url(shared) as connection:
        for command in (
            ("CONFIG", "SET", "dir", "/tmp"),
            ("MODULE", "LIST"),
            ("FLUSHALL",),
            ("KEYS", "*"),
            ("GET", "of-another"),
            ("SET", "of-another", "1"),
            ("EVAL", "return redis.call('GET', KEYS[1])", "1", "of-another"),
            ("PUBLISH", "rq:pubsub:x", "{}"),
            ("ACL", "WHOAMI"),
            ("CLIENT", "LIST"),
            ("REPLICAOF", "127.0.0.1", "9"),
            ("SHUTDOWN",),
        ):
            with pytest.raises(NoPermissionError):
                connection.execute_command(*command)
    with Redis.from_url(shared.replace(f"bookdesk:{PASSWORD}@", "")) as nobody, pytest.raises(AuthenticationError):
        nobody.get("rq:workers")
