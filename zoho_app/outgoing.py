"""One HTTP call to the outside: a total deadline, an answer of limited size, no redirects, TLS verified.

Each call has a connection of its own, so that it is certain whether anything was sent before it failed.
"""

import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from queue import Empty, Queue
from threading import Thread, Timer
from typing import Any

import requests
from requests.adapters import DEFAULT_CA_BUNDLE_PATH, HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CONNECT_SECONDS = 5
READ_SECONDS = 30
TOTAL_SECONDS = 45
MOST_BYTES = 10 * 1024 * 1024


class NoAnswer(Exception):
    """No answer came; `root` is the error at the bottom of it, `is_too_late` that the time was up."""

    def __init__(self, root: BaseException, is_too_late: bool) -> None:
        super().__init__("it took too long" if is_too_late else type(root).__name__)
        self.root = root
        self.is_too_late = is_too_late


class NotSent(NoAnswer):
    """The other side could not be reached; certainly nothing was sent."""


class Broken(NoAnswer):
    """The call was sent, but no whole answer came back; the other side may have acted on it."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Limits:
    """How far a call may go.

    `ips`: connect to these numbers alone, under the name of the address, past every proxy and without asking a
    name server again. `is_status_enough`: an answer whose body is too large or breaks off counts with the part
    that came.
    """

    total_seconds: float = TOTAL_SECONDS
    most_bytes: int = MOST_BYTES
    ips: Sequence[str] = ()
    is_status_enough: bool = False


def send(method: str, url: str, limits: Limits | None = None, **arguments: Any) -> Answer:
    """Make one call; `arguments` are those of `requests` (params, json, data, headers).

    Raises NotSent when no connection could be made, Broken for anything that went wrong after that.
    """
    limits = limits or Limits()
    with requests.Session() as session:
        adapter = _WatchedAdapter(limits)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.trust_env = not limits.ips  # the environment's proxies lead past them
        session.auth = _as_it_is  # or a password in ~/.netrc would take the place of our own header
        watch = Timer(limits.total_seconds, adapter.cut)
        watch.daemon = True
        watch.start()
        try:
            return _send(session, adapter, method, url, limits, arguments)
        except (requests.RequestException, OSError, ValueError) as error:
            kind = Broken if adapter.is_connected else NotSent
            raise kind(_root(error), adapter.is_cut) from error
        finally:
            watch.cancel()


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _send(
    session: requests.Session,
    adapter: "_WatchedAdapter",
    method: str,
    url: str,
    limits: Limits,
    arguments: dict[str, Any],
) -> Answer:
    timeout = (CONNECT_SECONDS, READ_SECONDS)
    with session.request(method, url, timeout=timeout, allow_redirects=False, stream=True, **arguments) as response:
        if adapter.is_cut:  # what looks like the end of the headers was the end of our patience
            raise TimeoutError
        headers = {name.lower(): value for name, value in response.headers.items()}
        body = _body(response, limits)
        if adapter.is_cut and not limits.is_status_enough:
            raise TimeoutError
        return Answer(response.status_code, headers, body)


def _body(response: requests.Response, limits: Limits) -> bytes:
    body = bytearray()
    try:
        for chunk in response.iter_content(65_536):
            body += chunk
            if len(body) > limits.most_bytes:
                raise ValueError(f"the answer is larger than {limits.most_bytes} bytes")
    except (requests.RequestException, OSError, ValueError):
        if not limits.is_status_enough:
            raise
    return bytes(body[: limits.most_bytes])


def _root(error: BaseException) -> BaseException:
    """What libraries have wrapped in errors of their own, as deep as it goes."""
    inner = [getattr(error, "reason", None), *error.args, error.__cause__]
    return next((_root(one) for one in inner if isinstance(one, BaseException)), error)


class _WatchedAdapter(HTTPAdapter):
    """Knows its connection: where it may lead, whether it was made, and how to cut it when the time is up."""

    def __init__(self, limits: Limits) -> None:
        self.ips = limits.ips
        self._ends_at = time.monotonic() + limits.total_seconds
        self.is_connected = self.is_cut = False
        self._socket: socket.socket | None = None
        self._pools = {
            "http": _watched(HTTPConnectionPool, HTTPConnection, self),
            "https": _watched(HTTPSConnectionPool, HTTPSConnection, self),
        }
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=_trusted(ssl.get_default_verify_paths()))
        self.poolmanager.pool_classes_by_scheme = self._pools

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:
        super().cert_verify(conn, url, verify, cert)
        if verify is True:
            conn.ca_certs = None  # they are in `_trusted` already

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def watch(self, plain: socket.socket) -> None:
        self._socket = plain.dup()  # a twin: TLS takes the file descriptor of the original away
        if self.is_cut:
            self.cut()

    def numbers(self, host: str, port: int) -> Sequence[str]:
        """Where to connect to; a name server that does not answer in time counts as one that can't be reached."""
        return self.ips or resolved(host, port, self._ends_at - time.monotonic())

    def cut(self) -> None:
        self.is_cut = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it was over already

    def close(self) -> None:
        super().close()
        if self._socket is not None:
            self._socket.close()


@cache
def _trusted(lists: ssl.DefaultVerifyPaths) -> ssl.SSLContext:
    """Whom to believe: what this machine trusts, and the public authorities for machines without a list of their own.

    Reading these lists takes longer than all the rest of a call, so a process reads them once; `lists` says where
    this machine has its own.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


def _watched(pool: type, connection: Any, adapter: _WatchedAdapter) -> type:
    """The pool class with connections that ask `adapter` where to go, and report to it as soon as they stand."""

    def new_connection(self: Any) -> socket.socket:
        plain = _connect(adapter.numbers(self._dns_host, self.port), self.port)
        adapter.watch(plain)
        return plain

    def connect(self: Any) -> None:
        connection.connect(self)
        adapter.is_connected = True

    watched = type(f"Watched{connection.__name__}", (connection,), {"connect": connect, "_new_conn": new_connection})
    return type(f"Watched{pool.__name__}", (pool,), {"ConnectionCls": watched})


def resolved(host: str, port: int, seconds: float) -> list[str]:
    """The numbers of a host. The system's look-up knows no deadline, so it is left behind when the time is up.

    Raises OSError: gaierror when there are none, TimeoutError when it took too long.
    """
    found: Queue[list[str] | OSError] = Queue()

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as error:
            found.put(error if isinstance(error, OSError) else OSError(str(error)))

    Thread(target=look_up, daemon=True).start()
    try:
        answer = found.get(timeout=max(seconds, 0.1))
    except Empty:
        raise TimeoutError(f"the name {host} could not be looked up in time") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def _connect(ips: Sequence[str], port: int) -> socket.socket:
    """Connect to the first of the numbers that answers."""
    ends_at = time.monotonic() + CONNECT_SECONDS
    last: OSError = TimeoutError()
    for ip in ips:
        try:
            plain = socket.create_connection((ip, port), max(ends_at - time.monotonic(), 0.1))
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return plain
        except OSError as error:
            last = error
    raise last
