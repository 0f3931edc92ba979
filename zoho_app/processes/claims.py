"""Claims that only one server at a time may have: the instance folder and the ports."""

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zoho_app.config import ConfigError


@contextmanager
def installation(folder: Path) -> Iterator[None]:
    """Hold an instance folder; the claim ends with this process, however it ends.

    Raises ConfigError when another server has it.
    """
    with (folder / "server.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(f"INSTANCE_DIR: another Bookdesk already uses {folder}.") from error
        yield


def check_port(name: str, host: str, port: int) -> None:
    """Raise ConfigError when this machine lets nobody listen on the port that the variable `name` gives."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise ConfigError(f"HOST: {host} is not an address of this machine; give another address.") from error
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise ConfigError(f"{name}: can't listen on port {port} ({reason}); give another port.") from error
