"""Clients that send half a request, byte by byte or nothing: they hold up nobody and are disconnected."""

import contextlib
import http.client
import re
import signal
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask import Flask
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from harness.server import wait_for
from tests.support.web import Web, web_processes
from zoho_app.processes import slow_clients

pytestmark = pytest.mark.once

HEAD = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
# What each of many connections sends before it falls silent.
SILENCES = {
    "nothing": b"",
    "half a header": HEAD,
    "half a body": HEAD + FORM + b"email=",
    "a request, and stays": b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.fixture
def web(app: Flask, tmp_path: Path) -> Iterator[Web]:
    with web_processes(app, tmp_path) as web:
        yield web


def test_pages_answer_within_a_second_whatever_many_connections_do_not_send(web: Web) -> None:
    for count in (64, 500):
        for words, sent in SILENCES.items():
            connections = [web.connect() for _ in range(count)]
            for connection in connections:
                with contextlib.suppress(OSError):  # it was closed to make room for those that came later
                    connection.sendall(sent)
            seconds = [web.open() for _ in range(5)]
            for connection in connections:
                connection.close()
            assert statistics.median(seconds) < 1, f"{count} send {words}: {seconds}"
            assert max(seconds) < 3, f"{count} send {words}: {seconds}"


def test_a_body_that_is_too_large_is_read_to_its_end_and_refused_in_the_words_of_the_api(web: Web) -> None:
    large = b"x" * (17 * 1024 * 1024)
    for more in ({}, {"Expect": "100-continue"}):
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
        headers = {"Host": "localhost", "Content-Type": "application/json", **more}
        if more:
            connection.putrequest("POST", "/api/v2/orders", skip_host=True)
            for name, value in {**headers, "Content-Length": str(len(large))}.items():
                connection.putheader(name, value)
            connection.endheaders()  # the client waits for "go on", and is refused instead
        else:
            connection.request("POST", "/api/v2/orders", large, headers)
        answer = connection.getresponse()
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.status in (401, 413)
        connection.close()


def test_a_request_that_is_under_way_is_answered_though_the_web_server_stops(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(
        "import time\n"
        "from zoho_app import create_app\n"
        "app = create_app()\n"
        "inside = app.wsgi_app\n"
        "def slow(environ, start_response):\n"
        "    if environ['PATH_INFO'] == '/health' and environ['QUERY_STRING']:\n"
        "        time.sleep(2)\n"
        "    return inside(environ, start_response)\n"
        "app.wsgi_app = slow\n"
    )
    with web_processes(app, tmp_path, "slow:app") as web:
        took: list[float] = []
        reader = threading.Thread(target=lambda: took.append(web.open("/health?slowly")))
        reader.start()
        time.sleep(0.5)
        web.process.send_signal(signal.SIGTERM)
        reader.join(timeout=20)
        assert took and took[0] > 2
        assert web.process.wait(timeout=20) == 0


# One server in this process, whose patience is short


@dataclass
class Small:
    """A server whose application answers "done" to everything."""

    port: int
    connections: list[socket.socket] = field(default_factory=list)

    def connect(self, sent: bytes = b"", address: str = "127.0.0.1") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), 10, (address, 0))
        connection.sendall(sent)
        self.connections.append(connection)
        return connection

    def ask(self, sent: bytes) -> bytes:
        """What comes back until the server closes the connection."""
        connection, parts = self.connect(sent), list[bytes]()
        with contextlib.suppress(ConnectionResetError):
            parts.extend(iter(lambda: connection.recv(4096), b""))
        return b"".join(parts)

    def close(self) -> None:
        for one in self.connections:
            one.close()


Start = Callable[..., Small]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """start(HEADER_SECONDS=0.2, ...) -> a server to whom these numbers apply."""
    ends: list[Callable[[], object]] = []

    def start(proxies: str = "", **numbers: float) -> Small:
        for name, number in numbers.items():
            monkeypatch.setattr(slow_clients, name, number)
        sock = socket.create_server(("127.0.0.1", 0))
        threads, connections = ThreadedTaskDispatcher(), dict[int, wasyncore.dispatcher]()
        threads.set_thread_count(2)
        networks = (ip_network(proxies),) if proxies else ()
        server = slow_clients.listen(sock, _done, 10_000, networks, threads, connections)
        server.adj.cleanup_interval = 0
        is_over = threading.Event()

        def serve() -> None:
            while not is_over.is_set():
                wasyncore.poll2(0.05, connections)
            wasyncore.close_all(connections)
            threads.shutdown()

        thread = threading.Thread(target=serve)
        thread.start()
        small = Small(sock.getsockname()[1])
        ends.extend((is_over.set, thread.join, small.close))
        return small

    yield start
    for end in ends:
        end()


def _done(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
    environ["wsgi.input"].read()  # type: ignore[attr-defined]
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"done"]


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed it by now."""
    connection.setblocking(False)
    try:
        return connection.recv(4096) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def is_answered(connection: socket.socket) -> bool:
    """Whether the whole answer comes."""
    got = b""
    while not got.endswith(b"done"):
        part = connection.recv(4096)
        if not part:
            return False
        got += part
    return True


def closed_after(connection: socket.socket, drip: bytes = b"", pause: float = 0.05) -> float:
    """The seconds until the server closes a connection on which one byte after the other comes."""
    begun_at = time.monotonic()
    left = list(drip)
    while not is_closed(connection):
        assert time.monotonic() - begun_at < 10, "it stays open"
        if left:
            with contextlib.suppress(OSError):
                connection.send(bytes([left.pop(0)]))
        time.sleep(pause)
    return time.monotonic() - begun_at


def test_a_header_has_to_be_there_in_time_however_it_drips(start: Start) -> None:
    small = start(HEADER_SECONDS=0.5, BODY_SECONDS=60, KEEP_ALIVE_SECONDS=60)
    assert 0.4 < closed_after(small.connect(HEAD)) < 2
    assert 0.4 < closed_after(small.connect(), drip=HEAD * 20) < 2


def test_a_body_has_to_come_at_some_rate(start: Start) -> None:
    small = start(HEADER_SECONDS=60, BODY_SECONDS=0.5, KEEP_ALIVE_SECONDS=60, BODY_BYTES_A_SECOND=1_000)
    assert 0.4 < closed_after(small.connect(HEAD + FORM), drip=b"a" * 900) < 2
    quick_enough = small.connect(HEAD + FORM)
    for _ in range(10):
        time.sleep(0.08)  # 1,250 bytes a second, for longer than the half second
        quick_enough.sendall(b"a" * 100)
    assert is_answered(quick_enough)


def test_a_connection_on_which_nothing_is_asked_is_closed(start: Start) -> None:
    small = start(HEADER_SECONDS=60, BODY_SECONDS=60, KEEP_ALIVE_SECONDS=0.5)
    assert 0.4 < closed_after(small.connect()) < 2
    retry = small.connect(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert is_answered(retry)
    assert 0.4 < closed_after(retry) < 2


def test_an_address_has_so_many_connections_and_loses_its_oldest_first(start: Start) -> None:
    small = start(CONNECTIONS_AN_ADDRESS=10)
    mine = [small.connect(HEAD) for _ in range(15)]
    wait_for(lambda: sum(map(is_closed, mine)) == 5, 5)
    assert [is_closed(one) for one in mine] == [True] * 5 + [False] * 10
    other = small.connect(HEAD, address="127.0.0.2")
    time.sleep(0.3)
    assert not is_closed(other) and sum(map(is_closed, mine)) == 5


def test_a_proxy_has_as_many_as_it_likes(start: Start) -> None:
    small = start(proxies="127.0.0.0/24", CONNECTIONS_AN_ADDRESS=10)
    of_proxy = [small.connect(HEAD) for _ in range(30)]
    time.sleep(0.5)
    assert not any(map(is_closed, of_proxy))


def test_where_all_are_too_many_whoever_has_most_loses_one(start: Start) -> None:
    small = start(CONNECTIONS=20)
    visitor = small.connect(HEAD, address="127.0.0.2")
    greedy = [small.connect(HEAD, address="127.0.0.3") for _ in range(25)]
    wait_for(lambda: sum(map(is_closed, greedy)) == 6, 5)
    assert not is_closed(visitor)


def test_where_bodies_are_too_much_the_largest_has_to_go(start: Start) -> None:
    small = start(BYTES_ON_THE_WAY=3_000)
    sizes = (800, 900, 700, 995)
    senders = {size: small.connect(HEAD + FORM + b"a" * size) for size in sizes}
    wait_for(lambda: is_closed(senders[995]), 5)
    time.sleep(0.3)
    assert [size for size in sizes if not is_closed(senders[size])] == [800, 900, 700]


def test_a_client_that_does_not_take_its_answer_is_left(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    large = b"x" * 20_000_000
    monkeypatch.setattr(sys.modules[__name__], "_done", lambda environ, start_response: _large(large, start_response))
    small = start(ANSWER_SECONDS=0.5)
    lazy = socket.socket()
    small.connections.append(lazy)
    lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # else the system would take it all
    lazy.connect(("127.0.0.1", small.port))
    lazy.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    time.sleep(3)
    got = 0
    with contextlib.suppress(ConnectionResetError):
        while part := lazy.recv(1_000_000):
            got += len(part)
    assert got < len(large)


def _large(body: bytes, start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\naaaa", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-%d: 1\r\n" * 101 % tuple(range(101)) + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 40_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200),
        (b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 20000\r\n\r\n" + b"a" * 20_000, 200),
    ],
    ids=[
        "two lengths",
        "chunked in HTTP/1.0",
        "two Content-Lengths",
        "another coding",
        "101 headers",
        "a header of 40 KB",
        "a plain one",
        "too large, for the application to refuse",
    ],
)
def test_what_two_programs_could_read_in_two_ways_is_refused(start: Start, request_: bytes, status: int) -> None:
    answer = start().ask(request_)
    assert re.match(rb"HTTP/1\.[01] (\d+)", answer)[1] == str(status).encode()
    assert answer.count(b"HTTP/1.") == 1, "one request has one answer"
    assert b"Server:" not in answer
