"""How long a client may take to send a request and to take the answer, and how many connections it may hold.

waitress reads requests of all connections in one thread and gives a thread of the application only to those that are
there whole, so that clients which send half of one, byte by byte or nothing at all hold up nobody. Here is what it
leaves open: connections that wait for their client too long are closed, and where there are too many, the oldest.
"""

import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable
from ipaddress import ip_address

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.wasyncore import dispatcher

from zoho_app.config import Network

HEADER_SECONDS = 10
BODY_SECONDS, BODY_BYTES_A_SECOND = 20, 4_000
KEEP_ALIVE_SECONDS = 10
ANSWER_SECONDS = 30  # without a byte taken
# In each web process. A browser opens 6.
CONNECTIONS_AN_ADDRESS = 64
CONNECTIONS = 900
BYTES_ON_THE_WAY = 256 * 1024 * 1024
MOST_HEADERS = 100
LARGEST_HEADER = 32 * 1024
# What is larger lies in a file, so that many bodies at once fit into memory.
BODY_IN_MEMORY, ANSWER_IN_MEMORY = 64 * 1024, 1024 * 1024
# A client that sends more than the application takes reads the answer when it has sent it all, not before.
MOST_PASSED_OVER = 64 * 1024 * 1024


class Parser(HTTPRequestParser):
    """Reads a request. One that is larger than the application takes is read without being kept."""

    expect_continue: bool
    content_length: int
    to_pass_over = 0

    def received(self, data: bytes) -> int:
        """Take over what belongs to this request; returns how many bytes that is."""
        if not self.to_pass_over:
            return super().received(data)
        passed = min(len(data), self.to_pass_over)
        self.to_pass_over -= passed
        self.body_bytes_received += passed
        self.completed = self.to_pass_over == 0
        return passed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header. Raises ParsingError where two programs could read it in two ways."""
        super().parse_header(header_plus)
        is_old_and_chunked = "TRANSFER_ENCODING" in self.headers  # it is taken away from those that may have it
        if is_old_and_chunked or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("Transfer-Encoding can't be used here")
        if self.proxy_netloc and self.proxy_netloc.casefold() != self.headers.get("HOST", "").casefold():
            raise ParsingError("Host is another than that of the address")  # RFC 9112, section 3.2.2
        if len(self.headers) > MOST_HEADERS:
            raise ParsingError("Too many headers")
        if self.adj.max_request_body_size <= self.content_length <= MOST_PASSED_OVER:
            self._answer_without_body()

    def _answer_without_body(self) -> None:
        """Let the application say that it is too much: the header Content-Length tells it."""
        if self.expect_continue:  # the client asks before it sends the body
            self.expect_continue, self.body_rcv = False, None
            self.headers["CONNECTION"] = "close"
        else:
            self.to_pass_over = self.content_length
        self.content_length = 0


class Channel(HTTPChannel):
    """One connection."""

    parser_class = Parser
    began_at = 0.0  # when the first byte of the request that is being read came

    def received(self, data: bytes) -> bool:
        """Take over what the client sent."""
        if self.request is None:
            self.began_at = time.time()
        return super().received(data)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for its client, rather than for the application."""
        return not self.requests and not self.will_close

    @property
    def waits_since(self) -> float:
        """Since when it waits for the end of a request, or for one at all."""
        return self.began_at if self.request else self.last_activity

    @property
    def bytes_on_the_way(self) -> int:
        """How much of a body is kept that is not there whole."""
        return self.request.body_bytes_received if self.request and not self.request.to_pass_over else 0

    def is_overdue(self, now: float) -> bool:
        """Whether its client has taken too long."""
        if self.total_outbufs_len:
            return now - self.last_activity > ANSWER_SECONDS
        if not self.is_waiting:
            return False
        return now - self.waits_since > self._patience()

    def _patience(self) -> float:
        request = self.request
        if request is None:
            return KEEP_ALIVE_SECONDS
        if not request.headers_finished:
            return HEADER_SECONDS
        return BODY_SECONDS + request.body_bytes_received / BODY_BYTES_A_SECOND


class Server(TcpWSGIServer):
    """Listens at one address. `proxies` may hold as many connections as they like."""

    channel_class = Channel
    proxies: tuple[Network, ...] = ()

    def handle_accept(self) -> None:
        """Take a new connection, and close another where that makes too many."""
        super().handle_accept()
        channels = [channel for channel in self.active_channels.values() if not channel.will_close]
        if not channels:
            return
        newest = channels[-1]
        of_its_address = [channel for channel in channels if channel.addr[0] == newest.addr[0]]
        if len(of_its_address) > CONNECTIONS_AN_ADDRESS and not self._is_proxy(newest.addr[0]):
            _close_oldest(of_its_address)
        elif len(channels) > CONNECTIONS:
            _close_oldest(self._of_the_greediest(channels))

    def maintenance(self, now: float) -> None:
        """Close connections whose clients take too long, and the largest bodies where all are too much."""
        channels = list(self.active_channels.values())
        for channel in channels:
            channel.will_close = channel.will_close or channel.is_overdue(now)
        too_much = sum(channel.bytes_on_the_way for channel in channels) - BYTES_ON_THE_WAY
        for channel in sorted(channels, key=lambda channel: channel.bytes_on_the_way, reverse=True):
            if too_much <= 0:
                break
            channel.will_close = True
            too_much -= channel.bytes_on_the_way

    def _of_the_greediest(self, channels: list[Channel]) -> list[Channel]:
        """The connections of the address that holds the most, a proxy only where nobody else holds any."""
        counts = Counter(channel.addr[0] for channel in channels)
        address = max(counts, key=lambda address: (not self._is_proxy(address), counts[address]))
        return [channel for channel in channels if channel.addr[0] == address]

    def _is_proxy(self, address: str) -> bool:
        return any(ip_address(address) in network for network in self.proxies)


def _close_oldest(channels: Iterable[Channel]) -> None:
    """Close the one that has waited longest for its client; the newest, the last, where none waits."""
    *older, newest = channels
    waiting = [channel for channel in older if channel.is_waiting]
    min(waiting, key=lambda channel: channel.waits_since, default=newest).will_close = True


def listen(
    sock: socket.socket,
    application: Callable[..., Iterable[bytes]],
    largest_body: int,
    proxies: tuple[Network, ...],
    threads: ThreadedTaskDispatcher,
    connections: dict[int, dispatcher],
) -> Server:
    """A server at a bound socket, which reads and writes whenever somebody polls `connections`."""
    settings = Adjustments(
        sockets=[sock],
        ident="",
        max_request_header_size=LARGEST_HEADER,
        max_request_body_size=largest_body + 1,
        inbuf_overflow=BODY_IN_MEMORY,
        outbuf_overflow=ANSWER_IN_MEMORY,
        connection_limit=2 * CONNECTIONS,  # it never gets so far
        cleanup_interval=1,
        log_socket_errors=False,
        clear_untrusted_proxy_headers=False,  # the application knows whom it may believe
    )
    where = (sock.family, sock.type, sock.proto, sock.getsockname())
    server = Server(application, connections, True, sock, threads, settings, where, bind_socket=False)
    server.proxies = proxies
    return server
