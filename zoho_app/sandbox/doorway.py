"""Between the network and the application: calls in progress, the ledger and the faults asked for."""

import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request

from .accounts import tokens
from .control import ledger
from .control.faults import Answer, Rule, answer
from .state import Sandbox

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
WATCHED = ("/books/", "/oauth/")
OWN_ANSWER_STAYS = {"hang", "expire_tokens", "revoke_tokens", "lag", "repeat", "truncate"}


class HungUp(ConnectionAbortedError):
    """The caller gets no (or half an) answer; the server takes it for a connection that broke."""


class Doorway:
    """WSGI middleware around the sandbox's own application."""

    def __init__(self, inner: Application, sandbox: Sandbox, control: bool) -> None:
        self._inner = inner
        self._sandbox = sandbox
        self._control = control

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        organization_id = request.args.get("organization_id", "")
        self._sandbox.limits.enter(organization_id)
        try:
            if self._control and request.path.startswith(WATCHED):
                return self._watched(environ, start_response, request)
            return self._inner(environ, start_response)
        finally:
            self._sandbox.limits.leave(organization_id)

    def _watched(self, environ: Environ, start_response: StartResponse, request: Request) -> Iterable[bytes]:
        store = self._sandbox.store
        environ["sandbox.ledger_id"] = entry = ledger.open_entry(store, request)
        rule = self._sandbox.faults.take(request.method, request.path)
        fault = rule.action if rule else ""
        try:
            found = self._carry_out(environ, rule)
        except HungUp:
            ledger.close_entry(store, entry, None, fault)
            _close_connection(environ)
            raise
        ledger.close_entry(store, entry, found.status, fault)
        if fault == "truncate":
            _send_half(environ, found)
        start_response(_status_line(found), _head(found))
        return [found.body]

    def _carry_out(self, environ: Environ, rule: Rule | None) -> Answer:
        if rule is None:
            return self._run(environ)
        if rule.when == "before":
            self._suffer(environ, rule)
            return self._run(environ) if rule.action in OWN_ANSWER_STAYS else answer(rule)
        found = self._run(environ)
        self._suffer(environ, rule)
        return found if rule.action in OWN_ANSWER_STAYS else answer(rule)

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
            tokens.expire_access_tokens(self._sandbox.store)
        elif rule.action == "revoke_tokens":
            tokens.revoke_everything(self._sandbox.store)

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
