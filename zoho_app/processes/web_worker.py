"""The class of gunicorn's workers: gunicorn starts them and keeps them alive, waitress speaks HTTP in them."""

import logging
import os
import resource
import socket
import time
from types import FrameType

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from zoho_app.http.limits import LARGEST_BODY
from zoho_app.processes.slow_clients import CONNECTIONS, Server, listen

OPEN_FILES = 4 * CONNECTIONS  # a connection, what it sends and what it gets may each be a file
LOOK_SECONDS = 1


class WebWorker(Worker):
    """Serves the application until it is told to stop, then ends what is under way."""

    def run(self) -> None:
        """Serve; called by gunicorn in the forked process."""
        _allow_open_files()
        # Requests that wait for a thread are no news.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._map: dict[int, wasyncore.dispatcher] = {}
        self._threads = ThreadedTaskDispatcher()
        self._threads.set_thread_count(self.cfg.threads)
        self._servers = [self._listen(gunicorns.sock) for gunicorns in self.sockets]
        while self.alive and os.getppid() == self.ppid:
            self._go_on()
        self._end_what_is_under_way()
        self._threads.shutdown(timeout=1)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, at once where nothing is under way."""
        super().handle_exit(sig, frame)
        for server in getattr(self, "_servers", ()):
            server.pull_trigger()

    def _listen(self, sock: socket.socket) -> Server:
        proxies = self.wsgi.config["BOOKDESK"].trusted_proxies
        return listen(sock, self.wsgi, LARGEST_BODY, proxies, self._threads, self._map)

    def _go_on(self) -> None:
        """Read and write wherever something can be, for a second at most."""
        self.notify()
        wasyncore.poll2(LOOK_SECONDS, self._map)

    def _end_what_is_under_way(self) -> None:
        """Take no new connection, and give those that wait for an answer the time that gunicorn grants."""
        for server in self._servers:
            server.accepting = False
            server.del_channel()
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and self._is_under_way():
            self._go_on()

    def _is_under_way(self) -> bool:
        channels = [channel for server in self._servers for channel in server.active_channels.values()]
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def _allow_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
