"""What a press may use: seconds, memory, and no file, network or process but its own."""

import os
import resource
import sys
from pathlib import Path
from typing import Any

MEBIBYTE = 1024 * 1024
# Where Python and its packages lie; they read files of theirs while they work.
READABLE = tuple({os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, Path(__file__).parent)})
REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "ctypes.")
CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.link", "os.symlink")


class Forbidden(Exception):
    """The press was led to something that it has no business with."""


def set_limits(seconds: int, mebibytes: int) -> None:
    """From now on the system ends this process when it uses more."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (mebibytes * MEBIBYTE, mebibytes * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def close_the_doors() -> None:
    """From now on connecting, starting a program, writing a file, or reading one of others raises Forbidden."""
    sys.addaudithook(_check)


def _check(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith((*REFUSED, *CHANGES)):
        raise Forbidden(event)
    if event == "open":
        _check_file(*arguments)


def _check_file(path: Any, mode: str | None, flags: int) -> None:
    if not isinstance(path, str | bytes):
        return  # what is open already
    is_written = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    real = os.path.realpath(os.fsdecode(path))
    if is_written or not any(real == folder or real.startswith(f"{folder}{os.sep}") for folder in READABLE):
        raise Forbidden(f"open {real}")
