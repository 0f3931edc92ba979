"""Between the network and the application: the ledger and the faults asked for."""

import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request

from . import ledger
from .faults import CARRIED_OUT, Answer, Faults, Rule
from .store import Store

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class HungUp(ConnectionAbortedError):
    """The caller gets no (or half an) answer; the server takes it for a connection that broke."""


@dataclass(frozen=True)
class Watch:
    """What a doorway looks at: addresses, those of them whose bodies are secret, and how tokens end."""

    addresses: tuple[str, ...]
    secret: tuple[str, ...]
    expire_tokens: Callable[[Store], None]
    revoke_tokens: Callable[[Store], None]


class Doorway:
    """WSGI middleware around a stand-in's own application."""

    def __init__(self, inner: Application, store: Store, faults: Faults, watch: Watch) -> None:
        self._inner = inner
        self._store = store
        self._faults = faults
        self._watch = watch

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if not request.path.startswith(self._watch.addresses):
            return self._inner(environ, start_response)
        body = request.get_data()
        secret = request.path.startswith(self._watch.secret)
        environ["sandbox.ledger_id"] = entry = ledger.open_entry(self._store, request, body, secret)
        environ["sandbox.details"] = {}
        rule = self._faults.take(request.method, request.path, body.decode(errors="replace"))
        fault = rule.action if rule else ""
        try:
            found = self._carry_out(environ, rule)
        except HungUp:
            self._close(environ, entry, None, fault)
            _close_connection(environ)
            raise
        self._close(environ, entry, found.status, fault)
        if fault == "truncate":
            _send_half(environ, found)
        start_response(_status_line(found), _head(found))
        return [found.body]

    def _close(self, environ: Environ, entry: int, status: int | None, fault: str) -> None:
        ledger.close_entry(self._store, entry, status, fault, environ["sandbox.details"])

    def _carry_out(self, environ: Environ, rule: Rule | None) -> Answer:
        if rule is None:
            return self._run(environ)
        if rule.when == "before":
            self._suffer(environ, rule)
            return self._run(environ) if rule.action in CARRIED_OUT else self._faults.answer(rule)
        found = self._run(environ)
        self._suffer(environ, rule)
        return found if rule.action in CARRIED_OUT else self._faults.answer(rule)

    def _suffer(self, environ: Environ, rule: Rule) -> None:
        """Do what a rule does besides answering."""
        if rule.action == "hang":
            time.sleep(float(rule.fields.get("seconds", 1)))
        elif rule.action == "drop":
            raise HungUp
        elif rule.action == "lag":
            environ["sandbox.lag"] = float(rule.fields.get("seconds", 60))
        elif rule.action == "repeat":
            environ["sandbox.repeat"] = True
        elif rule.action == "expire_tokens":
            self._watch.expire_tokens(self._store)
        elif rule.action == "revoke_tokens":
            self._watch.revoke_tokens(self._store)

    def _run(self, environ: Environ) -> Answer:
        body, status, headers = run_wsgi_app(self._inner, environ, buffered=True)
        rest = [(name, value) for name, value in headers if name not in ("Content-Type", "Content-Length")]
        return Answer(int(status.split()[0]), headers.get("Content-Type", ""), b"".join(body), rest)


def _close_connection(environ: Environ) -> None:
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def _send_half(environ: Environ, found: Answer) -> None:
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        head = "".join(f"{name}: {value}\r\n" for name, value in _head(found))
        start = f"HTTP/1.1 {_status_line(found)}\r\n{head}\r\n".encode("latin-1")
        connection.sendall(start + found.body[: len(found.body) // 2])
    _close_connection(environ)
    raise HungUp


def _status_line(found: Answer) -> str:
    return f"{found.status} {HTTP_STATUS_CODES.get(found.status, 'Unknown')}"


def _head(found: Answer) -> list[tuple[str, str]]:
    length = ("Content-Length", str(len(found.body)))
    return [("Content-Type", found.content_type), length, *found.headers]
