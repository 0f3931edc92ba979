"""A real Bookdesk for tests: `script/server` with an instance folder and ports of its own."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

ROOT = Path(__file__).parent.parent
# What the person who runs the tests may have set for a server of their own.
OF_OTHERS = ("HOST", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "ZOHO_SANDBOX_URL", "SECRET_KEY", "TOKEN_KEYS")


class Server:
    """`script/server` on a folder; `log` is everything that it has said."""

    command: tuple[str, ...] = (str(ROOT / "script" / "server"),)

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port, self.sandbox_port, self.shopify_sandbox_port, self.woocommerce_sandbox_port = free_ports(4)
        self.log_file = folder.with_name(folder.name + ".log")
        self.environment = {
            "INSTANCE_DIR": str(folder),
            "PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "SHOPIFY_SANDBOX_PORT": str(self.shopify_sandbox_port),
            "WOOCOMMERCE_SANDBOX_PORT": str(self.woocommerce_sandbox_port),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    @property
    def set_up_link(self) -> str:
        """The one-time link, from the file that the log names."""
        return (self.folder / "set_up_link").read_text().strip()

    def start(self) -> None:
        with self.log_file.open("w") as log:
            self.process = subprocess.Popen(
                self.command,
                env=clean_environment(**self.environment),
                cwd="/",
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_for(lambda: "ready at" in self.log or not self.is_running, 120, lambda: self.log)
        assert self.is_running, self.log

    def health(self) -> dict[str, Any]:
        """What /health says; nothing while the web server does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=10) as answer:
                return json.load(answer)
        except (OSError, urllib.error.HTTPError):
            return {}

    def wait_until_healthy(self) -> None:
        wait_for(lambda: self.health().get("status") == "ok", 60, lambda: f"{self.health()}\n{self.log}")

    def children(self) -> dict[int, str]:
        """The pid and the command of each process that the parent keeps alive, or its child for the background."""
        assert self.process
        running = processes_of(self.folder)
        below = {pid: command for pid, command in running.items() if parent_of(pid) == self.process.pid}
        background = {pid for pid, command in below.items() if command.rstrip().endswith("worker.py")}
        return below | {pid: command for pid, command in running.items() if parent_of(pid) in background}

    def ask_to_stop(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGTERM)

    def clear_up(self) -> None:
        """Leave nothing behind, whatever happened in the test."""
        if self.is_running:
            assert self.process
            self.process.kill()
            self.process.wait()
        for pid in processes_of(self.folder):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def database_of_its_own(name: str) -> Iterator[dict[str, str]]:
    """The environment that gives a server a database of its own: SQLite unless TEST_DATABASE_URL is set."""
    if not os.environ.get("TEST_DATABASE_URL"):
        yield {}
        return
    url = make_url(os.environ["TEST_DATABASE_URL"])
    name = f"bookdesk_{name}_{os.getpid()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": url.set(database=name).render_as_string(hide_password=False)}
        finally:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    engine.dispose()


def clean_environment(**wanted: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OF_OTHERS} | wanted


def free_ports(how_many: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(how_many)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def processes_of(folder: Path) -> dict[int, str]:
    """The pid and the command of every living process that was started with this instance folder."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes() + b"\0"
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
        # Redis writes its socket's path over its environment.
        if f"INSTANCE_DIR={folder}\0".encode() in environment or f"{folder}/" in command:
            found[int(entry.name)] = command
    return found


def umasks_of(folder: Path) -> dict[int, str]:
    """Whom each living process of this instance folder keeps from what it writes."""
    found = {}
    for pid in processes_of(folder):
        with suppress(OSError):  # it ended meanwhile
            status = Path(f"/proc/{pid}/status").read_text()
            found[pid] = next(line.split()[1] for line in status.splitlines() if line.startswith("Umask:"))
    return found


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def wait_for(is_so: Callable[[], Any], seconds: float, story: Callable[[], str] = str) -> None:
    """Wait until it is so; fail with the story when the time is up."""
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at, f"not within {seconds} seconds\n{story()}"
        time.sleep(0.1)
