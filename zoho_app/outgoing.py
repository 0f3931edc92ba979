"""One HTTP call to the outside: a total deadline, an answer of limited size, no redirects, TLS verified.

Each call has a connection of its own, so that it is certain whether anything was sent before it failed.
"""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Timer
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CONNECT_SECONDS = 5
READ_SECONDS = 30
TOTAL_SECONDS = 45
MOST_BYTES = 10 * 1024 * 1024


class NotSent(Exception):
    """The other side could not be reached; certainly nothing was sent."""


class Broken(Exception):
    """The call was sent, but no whole answer came back; the other side may have acted on it."""


@dataclass(frozen=True)
class Answer:
    """A whole HTTP answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def send(method: str, url: str, *, total_seconds: float = TOTAL_SECONDS, **arguments: Any) -> Answer:
    """Make one call; `arguments` are those of `requests` (params, json, data, headers).

    Raises NotSent when no connection could be made, Broken for anything that went wrong after that.
    """
    with requests.Session() as session:
        adapter = _WatchedAdapter()
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        watch = Timer(total_seconds, adapter.cut)
        watch.daemon = True
        watch.start()
        try:
            return _send(session, method, url, arguments)
        except (requests.RequestException, OSError, ValueError) as error:
            if adapter.is_connected:
                raise Broken(_reason(error, adapter)) from error
            raise NotSent(_reason(error, adapter)) from error
        finally:
            watch.cancel()


def _send(session: requests.Session, method: str, url: str, arguments: dict[str, Any]) -> Answer:
    timeout = (CONNECT_SECONDS, READ_SECONDS)
    with session.request(method, url, timeout=timeout, allow_redirects=False, stream=True, **arguments) as response:
        body = bytearray()
        for chunk in response.iter_content(65_536):
            body += chunk
            if len(body) > MOST_BYTES:
                raise ValueError(f"the answer is larger than {MOST_BYTES} bytes")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, bytes(body))


def _reason(error: Exception, adapter: "_WatchedAdapter") -> str:
    return "it took too long" if adapter.is_cut else type(error).__name__


class _WatchedAdapter(HTTPAdapter):
    """Knows its connection: whether it was made, and how to cut it when the time is up."""

    is_connected = False
    is_cut = False

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self._socket: socket.socket | None = None
        self.poolmanager.pool_classes_by_scheme = {
            "http": _watched(HTTPConnectionPool, HTTPConnection, self),
            "https": _watched(HTTPSConnectionPool, HTTPSConnection, self),
        }

    def connected(self, made: socket.socket) -> None:
        self._socket = made
        self.is_connected = True

    def cut(self) -> None:
        self.is_cut = True
        if self._socket is not None:
            try:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                return  # it was over already


def _watched(pool: type, connection: Any, adapter: _WatchedAdapter) -> type:
    """The pool class with connections that report to `adapter` as soon as they stand."""

    def connect(self: Any) -> None:
        connection.connect(self)
        adapter.connected(self.sock)

    watched = type(f"Watched{connection.__name__}", (connection,), {"connect": connect})
    return type(f"Watched{pool.__name__}", (pool,), {"ConnectionCls": watched})
