"""The web processes of Bookdesk for tests, without the rest of it."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from harness.server import ROOT, clean_environment, free_ports, wait_for


@dataclass
class Web:
    """The web processes as script/server starts them."""

    port: int
    process: subprocess.Popen[bytes]

    def open(self, path: str = "/sign-in") -> float:
        """Read a page over a connection of its own; returns the seconds it took."""
        begun_at = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as page:
            assert page.status == 200
            page.read()
        return time.monotonic() - begun_at

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


@contextmanager
def web_processes(
    app: Flask, folder: Path, application: str = "zoho_app:create_app()", **environment: str
) -> Iterator[Web]:
    """gunicorn with this application, which may be a module in `folder`, on the database of the tests."""
    settings = app.config["BOOKDESK"]
    (port,) = free_ports(1)
    known = clean_environment(
        INSTANCE_DIR=str(settings.instance_dir),
        DATABASE_URL=settings.database_url,
        REDIS_URL=settings.redis_url,
        PORT=str(port),
        PYTHONPATH=str(folder),
        **environment,
    )
    command = [sys.executable, "-m", "gunicorn", "-c", "python:zoho_app.processes.web_server", application]
    web = Web(port, subprocess.Popen(command, env=known, cwd=ROOT))
    try:
        wait_for(lambda: _answers(web), 60)
        yield web
    finally:
        web.process.send_signal(signal.SIGTERM)
        web.process.wait(timeout=30)


def _answers(web: Web) -> bool:
    with suppress(OSError):
        return web.open() > 0
    return False
