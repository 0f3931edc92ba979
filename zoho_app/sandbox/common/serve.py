"""Stand-ins as one process: a server and its threads for each, until a signal ends them."""

import signal
import sys
import threading
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


def listen(name: str, app: Flask, host: str, port: int) -> BaseWSGIServer:
    """Open the port, 0 for any free one, and say in one line where it is."""
    server = make_server(host, port, app, threaded=True, request_handler=Handler)
    sys.stdout.write(f"{name} is listening on http://{host}:{server.server_port}\n")
    sys.stdout.flush()
    return server


def until_stopped(servers: list[BaseWSGIServer]) -> None:
    """Serve all until SIGTERM or SIGINT."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # shutdown() waits for serve_forever() to return, which runs in this very thread.
        threading.Thread(target=lambda: [server.shutdown() for server in servers]).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    first, *others = servers
    threads = [threading.Thread(target=server.serve_forever, args=(0.1,)) for server in others]
    for thread in threads:
        thread.start()
    first.serve_forever(poll_interval=0.1)
    for thread in threads:
        thread.join()
