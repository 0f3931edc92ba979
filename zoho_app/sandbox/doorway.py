"""Between the network and the application: the ledger, calls in progress and the faults asked for."""

import json
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request

from . import ledger, tokens
from .faults import Answer, Rule, answer
from .limits import Limits
from .state import Sandbox

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WATCHED = ("/books/", "/oauth/")
PASS_THROUGH = {"hang", "expire_tokens", "revoke_tokens", "lag"}


class Doorway:
    """WSGI middleware around the sandbox's own application."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], sandbox: Sandbox, control: bool) -> None:
        self._inner = inner
        self._sandbox = sandbox
        self._control = control

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if not self._control or not request.path.startswith(WATCHED):
            return self._count_running(environ, start_response, request)
        store = self._sandbox.store
        environ["sandbox.ledger_id"] = entry = ledger.open_entry(store, request)
        rule = self._sandbox.faults.take(request.method, request.path)
        try:
            found = self._carry_out(environ, rule, request)
        except ConnectionError:
            ledger.close_entry(store, entry, None, b"", rule)
            raise
        ledger.close_entry(store, entry, found.status, found.body, rule)
        if rule and rule.action == "truncate":
            _send_half(environ, found)
        return _send(found, start_response)

    def _carry_out(self, environ: Environ, rule: Rule | None, request: Request) -> Answer:
        if rule is None:
            return self._run(environ, request)
        if rule.when == "before":
            self._suffer(environ, rule)
            if rule.action in PASS_THROUGH or rule.action == "truncate":
                return self._run(environ, request)
            return answer(rule)
        found = self._run(environ, request)
        self._suffer(environ, rule)
        return found if rule.action in PASS_THROUGH or rule.action == "truncate" else answer(rule)

    def _suffer(self, environ: Environ, rule: Rule) -> None:
        """Do what a rule does besides answering."""
        if rule.action == "hang":
            time.sleep(float(rule.fields.get("seconds", 1)))
        elif rule.action == "drop":
            _hang_up(environ)
        elif rule.action == "lag":
            environ["sandbox.lag"] = float(rule.fields.get("seconds", 60))
        elif rule.action == "expire_tokens":
            tokens.expire_all(self._sandbox.store)
        elif rule.action == "revoke_tokens":
            tokens.revoke_all(self._sandbox.store)

    def _run(self, environ: Environ, request: Request) -> Answer:
        body, status, headers = run_wsgi_app(
            lambda inner_environ, start: self._count_running(inner_environ, start, request), environ
        )
        content = b"".join(body)
        kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "content-type")]
        return Answer(int(status.split()[0]), headers.get("Content-Type", ""), content, kept)

    def _count_running(
        self, environ: Environ, start_response: StartResponse, request: Request
    ) -> Iterable[bytes]:
        return self._inner(environ, start_response)


def _send(found: Answer, start_response: StartResponse) -> Iterable[bytes]:
    start_response(_status_line(found), _head(found))
    return [found.body]


def _status_line(found: Answer) -> str:
    return f"{found.status} {HTTP_STATUS_CODES.get(found.status, 'Unknown')}"


def _head(found: Answer) -> list[tuple[str, str]]:
    return [
        ("Content-Type", found.content_type),
        ("Content-Length", str(len(found.body))),
        *found.headers,
    ]
