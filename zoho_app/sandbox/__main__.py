"""`python -m zoho_app.sandbox --port 8001 --data FILE`: run the sandbox until it is told to stop."""

import argparse
import os
import signal
import sqlite3
import sys
import threading
from types import FrameType

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .app import create_sandbox


class SandboxHandler(WSGIRequestHandler):
    def date_time_string(self, timestamp: float | None = None) -> str:
        """What the header Date says: the sandbox's own time, which a test may have moved."""
        return super().date_time_string(self.server.app.extensions["sandbox"].store.now())  # type: ignore[attr-defined]

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of an answered request; queries may carry codes and tokens."""


def main() -> int:
    asked = _arguments()
    try:
        app = create_sandbox(asked.data, asked.control)
    except sqlite3.Error as error:
        sys.stderr.write(f"The sandbox cannot keep its data in {asked.data}: {error}\n")
        return 1
    server = make_server(asked.host, asked.port, app, threaded=True, request_handler=SandboxHandler)
    _stop_on_signals(server)
    sys.stdout.write(f"Sandbox Zoho is listening on http://{asked.host}:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m zoho_app.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001, help="0 takes any free port")
    parser.add_argument("--data", required=True, metavar="FILE", help="where everything is kept (SQLite)")
    parser.add_argument(
        "--control",
        action="store_true",
        default=os.environ.get("SANDBOX_CONTROL") == "1",
        help="serve /sandbox/faults, /ledger, /settings, /edition and /reset, for tests",
    )
    return parser.parse_args()


def _stop_on_signals(server: BaseWSGIServer) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        # shutdown() waits for serve_forever() to return, which runs in this very thread.
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


if __name__ == "__main__":
    sys.exit(main())
