"""Where a request ends is never in doubt: the real web server refuses what two programs could read in two ways."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.server import ROOT, clean_environment, free_ports, wait_for

HIDDEN = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = f"0\r\n\r\n{HIDDEN}"


@pytest.fixture(scope="module")
def port(worker_folder: Path, redis_server: str) -> Iterator[int]:
    """Where gunicorn listens, with the settings of script/server."""
    (port,) = free_ports(1)
    command = ("-m", "gunicorn", "-c", "python:zoho_app.processes.web_server", "zoho_app:create_app()")
    environment = clean_environment(
        INSTANCE_DIR=str(worker_folder / "smuggling"), PORT=str(port), REDIS_URL=redis_server
    )
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT)
    wait_for(lambda: _is_open(port), 60)
    yield port
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def _is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def answers(port: int, request: str) -> list[str]:
    """The first line of every answer that comes back on one connection."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request.encode("latin-1"))
        connection.settimeout(10)
        whole = b""
        while part := connection.recv(65_536):
            whole += part
    return [line for line in whole.decode("latin-1").splitlines() if line.startswith("HTTP/1.")]


def test_an_honest_request_is_answered(port: int) -> None:
    request = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert [line.split()[1] for line in answers(port, request)] == ["200"]


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Content-Length: 4\r\nContent-Length: 50",
        "Content-Length: +4",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked, identity",
    ],
)
def test_a_request_with_two_lengths_is_refused(port: int, headers: str) -> None:
    request = f"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n{CHUNKED}"
    found = answers(port, request)
    assert len(found) == 1, "what was hidden behind it was answered, too"
    assert found[0].split()[1] in ("400", "501")


@pytest.mark.parametrize("host", ["Host: localhost\r\n", "", "Host: localhost\r\nHost: evil.example\r\n"])
def test_an_address_that_names_another_host_than_the_header_is_refused(port: int, host: str) -> None:
    request = f"GET http://evil.example/sign-in HTTP/1.1\r\n{host}Connection: close\r\n\r\n"
    assert [line.split()[1] for line in answers(port, request)] == ["400"]


def test_an_address_that_names_the_same_host_is_answered(port: int) -> None:
    request = "GET http://LocalHost/sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert [line.split()[1] for line in answers(port, request)] == ["200"]
