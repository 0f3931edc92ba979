"""The one way in which messages leave for addresses that people typed: guarded and short."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import certifi

from zoho_app.channels import addresses
from zoho_app.channels.addresses import Address, NotReached

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
MAX_ANSWER_BYTES = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What the receiver said: the status, its wish when to be asked again, and the first 64 KB of text."""

    status: int
    retry_after: str
    text: str


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST `body` to an address that a person typed, and return the answer whatever its status.

    The host is looked up once, and the connection goes to the very number that was checked, so that a name
    server can't change its mind in between; Host header and TLS name stay the host's. Redirects are answers,
    not followed. No proxy and no cookie is used. Connecting takes at most 5 seconds, everything together 15.

    Raises AddressRefused when the address is forbidden, NotReached when no status came back; the message
    may have arrived all the same.
    """
    address = addresses.resolve(url)
    deadline = _Deadline(TOTAL_SECONDS)
    connection = _Connection(address, deadline)
    try:
        return _exchange(connection, address, body, headers)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotReached(_words(error, deadline.passed, address.host)) from error
    finally:
        deadline.end()
        connection.close()


def _exchange(connection: "_Connection", address: Address, body: bytes, headers: Mapping[str, str]) -> Answer:
    own = {"Host": address.host_header, "User-Agent": "Bookdesk", "Accept": "*/*", "Connection": "close"}
    connection.request("POST", address.target, body=body, headers={**own, **headers})
    response = connection.getresponse()
    if connection.deadline.passed:  # what looks like the end of the headers was the end of our patience
        raise TimeoutError
    return Answer(response.status, response.headers.get("Retry-After", ""), _text(response))


def _text(response: http.client.HTTPResponse) -> str:
    """The beginning of the answer's text; the status is known, so a text that breaks off changes nothing."""
    try:
        return response.read(MAX_ANSWER_BYTES).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError):
        return ""


class _Deadline:
    """Ends a connection when its time is up, also against a server that drips one byte a second."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._ends_at = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True
        self._timer.start()

    def left(self) -> float:
        return max(self._ends_at - time.monotonic(), 0.001)

    def guard(self, connected: socket.socket) -> None:
        # A twin: TLS takes the file descriptor of the original away.
        self._socket = connected.dup()

    def end(self) -> None:
        self._timer.cancel()
        if self._socket is not None:
            self._socket.close()

    def _strike(self) -> None:
        self.passed = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it ended by itself in this moment


class _Connection(http.client.HTTPConnection):
    """A connection to the numbers that were checked, under the name that was asked for."""

    def __init__(self, address: Address, deadline: _Deadline) -> None:
        super().__init__(address.host, address.port)
        self._address = address
        self.deadline = deadline

    def connect(self) -> None:
        plain = self._connect_plain()
        self.deadline.guard(plain)
        plain.settimeout(self.deadline.left())
        self.sock = plain
        if self._address.scheme == "https":
            self.sock = _tls().wrap_socket(plain, server_hostname=self._address.host)

    def _connect_plain(self) -> socket.socket:
        ends_at = time.monotonic() + CONNECT_SECONDS
        last: OSError = TimeoutError()
        for ip in self._address.ips:
            try:
                return socket.create_connection((ip, self._address.port), max(ends_at - time.monotonic(), 0.1))
            except OSError as error:
                last = error
        raise last


def _tls() -> ssl.SSLContext:
    """Trust what this machine trusts, and the public authorities on a machine that has no list of its own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _words(error: Exception, out_of_time: bool, host: str) -> str:
    if out_of_time:
        return f"{host} did not finish its answer within {TOTAL_SECONDS:.0f} seconds."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate of {host} could not be trusted: {error.verify_message}."
    if isinstance(error, ssl.SSLError):
        return f"No secure connection to {host} could be made."
    if isinstance(error, TimeoutError):
        return f"{host} could not be reached within {CONNECT_SECONDS:.0f} seconds."
    if isinstance(error, ConnectionRefusedError):
        return f"{host} refused the connection."
    if isinstance(error, ConnectionError | http.client.RemoteDisconnected):
        return f"{host} broke off the connection before it answered."
    if isinstance(error, OSError):
        return f"{host} could not be reached: {error.strerror or type(error).__name__}."
    return f"{host} answered with something that is not HTTP."
