"""The network between the desk and the others, inside one process: what a socket would carry is answered at once.

Everything above the socket is real: outgoing.py with its adapter, requests, urllib3 and http.client.
"""

import io
import socket
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.test import run_wsgi_app

Environ = dict[str, Any]
Host = tuple[str, int]
Serve = Callable[[Environ], bytes]  # a request -> the bytes that come back; raises what a broken line raises


class Network:
    """Who can be reached; `is_up(host)` raises OSError where nobody answers."""

    def __init__(self) -> None:
        self.served: dict[Host, Serve] = {}
        self.check_line: Callable[[Host], None] = lambda host: None
        self._dial_outside = socket.create_connection

    def rule(self) -> None:
        """Take over every connection that is made to a host from now on."""
        socket.create_connection = self._dial
        socket.getaddrinfo = _look_up

    def _dial(self, address: Any, *args: Any, **kwargs: Any) -> Any:
        serve = self.served.get((address[0], address[1]))
        if serve is None:
            raise ConnectionRefusedError(f"nobody listens at {address}")
        self.check_line((address[0], address[1]))
        return _Line(serve)


def _look_up(*asked: Any, **kwargs: Any) -> Any:
    """The name server: a name is its own number here."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", asked[:2])]


class _Line:
    """What http.client uses of a socket; the request is complete when the answer is asked for."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._said = bytearray()

    def sendall(self, data: bytes) -> None:
        self._said += data

    def makefile(self, *args: Any, **kwargs: Any) -> io.BytesIO:
        return io.BytesIO(self._serve(environ_of(bytes(self._said))))

    def dup(self) -> "_Line":
        return self

    def settimeout(self, seconds: float | None) -> None:
        """The virtual time knows no real one."""

    def setsockopt(self, *args: Any) -> None:
        """There is nothing to set."""

    def shutdown(self, how: int) -> None:
        """There is nothing to shut."""

    def close(self) -> None:
        """There is nothing to close."""


def environ_of(said: bytes) -> Environ:
    """A request as it stands on the wire -> as WSGI has it."""
    head, _, body = said.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    path, _, query = target.partition("?")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().upper().replace("-", "_")] = value.strip()
    host, _, port = headers.get("HOST", "").partition(":")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_TYPE": headers.pop("CONTENT_TYPE", ""),
        "CONTENT_LENGTH": headers.pop("CONTENT_LENGTH", str(len(body))),
        **{f"HTTP_{name}": value for name, value in headers.items()},
    }


def run(app: Any, environ: Environ) -> bytes:
    """Let a WSGI application answer; returns the bytes on the wire, as far as it sent them before it hung up."""
    line = _Sent()
    environ["werkzeug.socket"] = line  # the sandbox sends half an answer past WSGI
    try:
        body, status, headers = run_wsgi_app(app, environ, buffered=True)
    except ConnectionAbortedError:
        return bytes(line.data)
    return whole(int(status.split()[0]), list(headers), b"".join(body))


def whole(status: int, headers: list[tuple[str, str]], body: bytes) -> bytes:
    """An HTTP answer as it stands on the wire."""
    lines = [f"HTTP/1.1 {status} {HTTP_STATUS_CODES.get(status, 'Unknown')}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class _Sent:
    """What a WSGI application writes past WSGI."""

    def __init__(self) -> None:
        self.data = bytearray()

    def sendall(self, data: bytes) -> None:
        self.data += data

    def shutdown(self, how: int) -> None:
        """There is nothing to shut."""
