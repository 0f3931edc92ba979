"""One call to the outside: it is always certain whether anything may have been sent."""

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zoho_app import outgoing
from zoho_app.outgoing import Broken, Limits, NotSent

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def server() -> Iterator[Callable[[bytes, bool], str]]:
    """server(answer, hang, seen) answers one connection and hangs up, or stays; what it was sent goes into `seen`."""
    opened: list[socket.socket] = []

    def start(answer: bytes, hang: bool = False, seen: list[bytes] | None = None) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        opened.append(listener)

        def serve() -> None:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            (seen if seen is not None else []).append(connection.recv(65_536))
            connection.sendall(answer)
            if hang:
                opened.append(connection)
            else:
                connection.close()

        threading.Thread(target=serve, daemon=True).start()
        return f"127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for one in opened:
        one.close()


def test_a_whole_answer_comes_back(server: Callable[..., str]) -> None:
    answer = outgoing.send("GET", f"http://{server(WHOLE)}/")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"ok", "2")


def test_nothing_was_sent_to_a_closed_port() -> None:
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        outgoing.send("POST", "http://127.0.0.1:9/", json={})


@pytest.mark.parametrize("answer", [b"", WHOLE[:-1], b"HTTP/1.1 200 OK\r\nContent-Le"])
def test_what_broke_off_may_have_been_acted_on(server: Callable[..., str], answer: bytes) -> None:
    with pytest.raises(Broken):
        outgoing.send("POST", f"http://{server(answer, hang=True)}/", Limits(total_seconds=0.3), json={})


def test_a_body_without_an_end_is_not_taken_for_a_whole_one(server: Callable[..., str]) -> None:
    address = server(b"HTTP/1.1 200 OK\r\n\r\n[1, 2", hang=True)
    with pytest.raises(Broken, match="it took too long"):
        outgoing.send("GET", f"http://{address}/", Limits(total_seconds=0.3))


def test_an_answer_that_is_too_large_is_refused(server: Callable[..., str]) -> None:
    with pytest.raises(Broken):
        outgoing.send("GET", f"http://{server(WHOLE)}/", Limits(most_bytes=1))


def test_an_answer_that_is_too_large_once_unpacked_is_refused_without_unpacking_it(
    server: Callable[..., str],
) -> None:
    packed = gzip.compress(bytes(300_000_000), 9)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    address = server(head.encode() + packed)
    tracemalloc.start()
    try:
        with pytest.raises(Broken, match="ValueError"):
            outgoing.send("GET", f"http://{address}/")
        assert tracemalloc.get_traced_memory()[1] < 3 * outgoing.MOST_BYTES
    finally:
        tracemalloc.stop()


def test_what_a_proxy_was_given_may_have_been_passed_on(
    server: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://{server(b'')}")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(Broken):
        outgoing.send("POST", "http://books.example.com/", json={})


def test_a_pinned_call_goes_to_the_given_numbers_only(server: Callable[..., str]) -> None:
    port = server(WHOLE).rpartition(":")[2]
    answer = outgoing.send("GET", f"http://no-such-host.example:{port}/", Limits(ips=("127.0.0.1",)))
    assert answer.body == b"ok"


def test_a_password_kept_on_the_machine_does_not_replace_our_own(
    server: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    sent: list[bytes] = []
    address = server(WHOLE, seen=sent)
    outgoing.send("GET", f"http://{address}/", headers={"Authorization": "Zoho-oauthtoken abc"})
    assert b"Authorization: Zoho-oauthtoken abc\r\n" in sent[0]


def test_a_name_server_that_does_not_answer_is_within_the_time_of_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [] if released.wait(10) else [])
    began = time.monotonic()
    with pytest.raises(NotSent) as refused:
        outgoing.send("GET", "http://slow-name.example/", Limits(total_seconds=0.3))
    released.set()
    assert time.monotonic() - began < 2
    assert "too long" in str(refused.value) or isinstance(refused.value.root, TimeoutError)


def test_a_name_that_does_not_exist_was_certainly_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotSent):
        outgoing.send("GET", "http://nowhere.example/")
