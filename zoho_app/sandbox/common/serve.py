"""Stand-ins as one process: a server and its threads for each, until a signal ends them."""

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .store import Store


class Handler(WSGIRequestHandler):
    def date_time_string(self, timestamp: float | None = None) -> str:
        """What the header Date says: the stand-in's own time, which a test may have moved."""
        store = self.server.app.extensions["store"]  # type: ignore[attr-defined]
        assert isinstance(store, Store)
        return super().date_time_string(store.now())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of an answered request; queries may carry codes and tokens."""


@dataclass(frozen=True)
class StandIn:
    """One of them: its name, its application, where it listens (port 0 is any free one), what runs beside it."""

    name: str
    app: Flask
    host: str
    port: int
    start: Callable[[], None] = lambda: None
    stop: Callable[[], None] = lambda: None


def until_stopped(*stand_ins: StandIn) -> None:
    """Serve all until SIGTERM or SIGINT; say in one line each where they listen."""
    servers = [make_server(one.host, one.port, one.app, threaded=True, request_handler=Handler) for one in stand_ins]
    _stop_on_signals(servers)
    for one, server in zip(stand_ins, servers, strict=True):
        sys.stdout.write(f"{one.name} is listening on http://{one.host}:{server.server_port}\n")
        one.start()
    sys.stdout.flush()
    threads = [threading.Thread(target=server.serve_forever, args=(0.1,)) for server in servers[1:]]
    for thread in threads:
        thread.start()
    servers[0].serve_forever(poll_interval=0.1)
    for thread in threads:
        thread.join()
    for one in stand_ins:
        one.stop()


def _stop_on_signals(servers: list[BaseWSGIServer]) -> None:
    def shut_down() -> None:
        for server in servers:
            server.shutdown()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # shutdown() waits for serve_forever() to return, which runs in this very thread.
        threading.Thread(target=shut_down).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
