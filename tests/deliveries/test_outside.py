"""How Bookdesk speaks to what it reaches outside: messages arrive whole, and no answer holds it up or leads it on."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support.tls import server_tls
from zoho_app.deliveries import outside
from zoho_app.deliveries.addresses import NotReached

Answering = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def opened() -> Iterator[Flask]:
    """An application started with ALLOW_PRIVATE_ADDRESSES=1."""
    app = Flask(__name__)
    app.config["ALLOW_PRIVATE_ADDRESSES"] = True
    with app.app_context():
        yield app


@pytest.fixture
def receiver() -> Iterator[Callable[..., str]]:
    """receiver(answering) starts a server whose requests go to `answering`; returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answering: Answering, tls: ssl.SSLContext | None = None) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                answering(self)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who hangs up early is part of the test
        server.daemon_threads = True
        server.block_on_close = False
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"{'https' if tls else 'http'}://localhost:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def answer(status: int, text: bytes = b"", **headers: str) -> Answering:
    def answering(request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(int(request.headers["Content-Length"]))
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    return answering


def test_a_message_arrives_whole_under_the_name_that_was_asked_for(
    opened: Flask, receiver: Callable[..., str]
) -> None:
    seen: dict[str, Any] = {}

    def take(request: BaseHTTPRequestHandler) -> None:
        seen.update(path=request.path, host=request.headers["Host"], kind=request.headers["Content-Type"])
        seen["body"] = request.rfile.read(int(request.headers["Content-Length"]))
        answer(201, b"thanks", Retry_After="7")(request)

    url = receiver(lambda request: take_once(request, take))
    told = outside.post(f"{url}/hook?a=1&b=%20", '{"ä": 1}'.encode(), {"Content-Type": "application/json"})
    assert (told.status, told.text, told.retry_after) == (201, "thanks", "7")
    assert seen["path"] == "/hook?a=1&b=%20"
    assert seen["host"] == url.removeprefix("http://")
    assert seen["body"] == '{"ä": 1}'.encode()
    assert seen["kind"] == "application/json"


def take_once(request: BaseHTTPRequestHandler, take: Answering) -> None:
    """Let `take` read the body, and answer without reading it again."""
    body = request.rfile.read(int(request.headers["Content-Length"]))
    request.rfile = _Again(body)  # type: ignore[assignment]
    take(request)


class _Again:
    """A body that can be read more than once."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def read(self, size: int = -1) -> bytes:
        return self.body

    def close(self) -> None:
        pass


def test_a_redirect_is_an_answer_and_is_not_followed(opened: Flask, receiver: Callable[..., str]) -> None:
    followed: list[str] = []
    secret_place = receiver(lambda request: followed.append(request.path))
    url = receiver(answer(302, Location=f"{secret_place}/inside"))
    assert outside.post(url, b"{}", {}).status == 302
    assert followed == []


def test_a_flood_of_an_answer_is_cut_at_64_kilobytes(opened: Flask, receiver: Callable[..., str]) -> None:
    url = receiver(answer(200, b"x" * 5_000_000))
    assert len(outside.post(url, b"{}", {}).text) == 64 * 1024


def dripping(beginning: bytes) -> Answering:
    """Begin an answer like that, and go on with one byte at a time."""

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(beginning)
        for _ in range(400):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.05)

    return drip


def test_a_server_that_drips_one_byte_at_a_time_is_cut_off(
    opened: Flask, receiver: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "TOTAL_SECONDS", 0.5)
    url = receiver(dripping(b"HTTP/1.1 200 OK\r\nX-Slow: "))
    began = time.monotonic()
    with pytest.raises(NotReached, match="did not finish its answer"):
        outside.post(url, b"{}", {})
    assert time.monotonic() - began < 3


def test_a_text_that_drips_after_the_status_does_not_take_the_status_back(
    opened: Flask, receiver: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "TOTAL_SECONDS", 0.5)
    url = receiver(dripping(b"HTTP/1.1 200 OK\r\nX: 1\r\n\r\n"))
    began = time.monotonic()
    assert outside.post(url, b"{}", {}).status == 200
    assert time.monotonic() - began < 3


def test_a_server_that_hangs_up_or_talks_nonsense_is_not_reached(opened: Flask, receiver: Callable[..., str]) -> None:
    with pytest.raises(NotReached, match="closed the connection"):
        outside.post(receiver(lambda request: None), b"{}", {})
    with pytest.raises(NotReached, match="not HTTP"):
        outside.post(receiver(lambda request: request.wfile.write(b"hello\r\n\r\n")), b"{}", {})


def test_no_proxy_of_the_environment_gets_to_see_a_message(
    opened: Flask, receiver: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert outside.post(receiver(answer(200)), b"{}", {}).status == 200


def test_tls_is_checked_against_the_name_that_was_typed(
    opened: Flask, receiver: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = receiver(answer(200, b"secret"), tls=server_tls(tmp_path, "localhost"))
    with pytest.raises(NotReached, match="certificate of localhost could not be trusted"):
        outside.post(url, b"{}", {})
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
    assert outside.post(url, b"{}", {}).text == "secret"


def test_a_trusted_certificate_of_another_name_is_refused(
    opened: Flask, receiver: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = receiver(answer(200), tls=server_tls(tmp_path, "other.example.com"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.example.com.pem"))
    with pytest.raises(NotReached, match="could not be trusted"):
        outside.post(url, b"{}", {})
