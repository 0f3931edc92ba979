"""A receiver of webhooks on this machine, which checks signatures as the specification has them."""

import base64
import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from zoho_app.clock import now


@dataclass
class Received:
    """One request as a receiver got it."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Shop:
    """A receiver of news; `answers` are (status, headers, text) for its next requests, then 200."""

    url: str
    requests: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def will_answer(self, status: int, headers: dict[str, str] | None = None, text: str = "") -> None:
        self.answers.append((status, headers or {}, text))


@contextmanager
def open_shop() -> Iterator[Shop]:
    """A shop on this machine."""
    shop = Shop("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            shop.meanwhile()
            shop.requests.append(
                Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            )
            status, headers, text = shop.answers.pop(0) if shop.answers else (200, {}, "")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    shop.url = f"http://localhost:{server.server_address[1]}"
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()


def is_signed(received: Received, secret: str) -> bool:
    """Check a message as a receiver would, by the words of the Standard Webhooks specification."""
    signed = b".".join(
        (
            received.headers["webhook-id"].encode(),
            received.headers["webhook-timestamp"].encode(),
            received.body,
        )
    )
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    is_fresh = abs(int(received.headers["webhook-timestamp"]) - now().timestamp()) < 60
    return received.headers["webhook-signature"] == f"v1,{expected}" and is_fresh
