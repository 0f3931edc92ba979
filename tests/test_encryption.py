"""Whoever runs Bookdesk is told at each start when PostgreSQL or Redis elsewhere are reached in the open."""

import subprocess
import sys
from pathlib import Path

import pytest

from harness.server import ROOT, clean_environment
from zoho_app.config import load


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"DATABASE_URL": "postgresql://desk:hush@db.example.com/desk"}, "PostgreSQL on db.example.com"),
        ({"DATABASE_URL": "postgres://desk:hush@10.0.0.7/desk?sslmode=require"}, "PostgreSQL on 10.0.0.7"),
        ({"DATABASE_URL": "postgresql://desk:hush@/desk?host=/run/pg,db.example"}, "PostgreSQL on db.example "),
        ({"REDIS_URL": "redis://desk:hush@redis.example.com:6379/0"}, "Redis on redis.example.com"),
        ({"REDIS_URL": "redis://[2001:db8::7]"}, "Redis on 2001:db8::7"),
        ({"REDIS_URL": "rediss://:hush@redis.example.com?ssl_cert_reqs=none"}, "nobody checks whether it is Redis"),
    ],
)
def test_a_connection_that_others_may_read_is_told(tmp_path: Path, settings: dict[str, str], told: str) -> None:
    (words,) = load({"INSTANCE_DIR": str(tmp_path), **settings}).warnings
    assert told in words
    assert "hush" not in words


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"DATABASE_URL": "postgresql://desk:hush@localhost/desk"},
        {"DATABASE_URL": "postgresql://desk:hush@127.0.0.2:5432/desk"},
        {"DATABASE_URL": "postgresql:///desk?host=/run/postgresql"},
        {
            "DATABASE_URL": "postgresql://desk:hush@db.example.com/desk?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem"
        },
        {"REDIS_URL": "redis://localhost:6379"},
        {"REDIS_URL": "redis://[::1]:6379"},
        {"REDIS_URL": "unix:///run/redis.sock"},
        {"REDIS_URL": "rediss://desk:hush@redis.example.com:6379/0?ssl_ca_certs=/etc/ssl/ca.pem"},
    ],
)
def test_of_one_that_stays_here_or_is_encrypted_nothing_is_told(tmp_path: Path, settings: dict[str, str]) -> None:
    assert load({"INSTANCE_DIR": str(tmp_path), **settings}).warnings == ()


def test_the_workers_begin_with_that_warning(tmp_path: Path) -> None:
    environment = clean_environment() | {"INSTANCE_DIR": str(tmp_path), "REDIS_URL": "redis://192.0.2.7:6379"}
    command = [sys.executable, "worker.py"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as workers:
        assert workers.stdout is not None
        assert "Redis on 192.0.2.7 is another machine" in workers.stdout.readline()
        workers.terminate()
        workers.communicate(timeout=40)
