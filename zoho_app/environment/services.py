"""The services that Bookdesk talks to: database, Redis, Zoho and the mail server."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from zoho_app.environment.kept import kept_secret
from zoho_app.environment.refusal import ConfigError
from zoho_app.environment.values import split

# A longer path can't be a socket's address (104 bytes on macOS, 108 on Linux, with a closing zero).
LONGEST_SOCKET_PATH = 103
# Where a private Redis listens instead: below the ports that systems hand out by themselves.
PRIVATE_REDIS_PORTS = range(20_000, 32_000)

# Where mail servers take messages: encrypted by STARTTLS, or from the first byte.
SMTP_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Smtp:
    """The mail server that takes alerts."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    is_tls: bool  # encrypted from the first byte; otherwise by STARTTLS
    sender: str  # the address that messages come from

    @property
    def is_here(self) -> bool:
        """Whether it runs on this very machine."""
        return self.host in ("localhost", "127.0.0.1", "::1")


def database_url(environ: Mapping[str, str], instance_dir: Path) -> str:
    url = environ.get("DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{instance_dir / 'bookdesk.sqlite3'}"
    url = re.sub("^postgres(ql)?://", "postgresql+psycopg://", url)
    try:
        port = make_url(url).port or 5432
    except (ArgumentError, ValueError):
        port = 0
    if not url.startswith(("postgresql+psycopg://", "sqlite:///")) or not 1 <= port <= 65535:
        raise ConfigError(
            "DATABASE_URL: this is not a database address; give one like "
            "postgresql://user:password@db.example.com:5432/database or sqlite:////path/to/file. "
            "Write a special character of the user or password like %40."
        )
    return url


def redis_url(environ: Mapping[str, str], instance_dir: Path) -> str:
    url = environ.get("REDIS_URL", "").strip()
    if not url:
        return _private_redis_url(instance_dir)
    parts = split(url)
    where = parts.path if parts.scheme == "unix" else parts.hostname
    if parts.scheme not in ("redis", "rediss", "unix") or not where:
        raise ConfigError(
            "REDIS_URL: this is not a Redis address; give one like redis://:password@redis.example.com:6379/0, "
            "or one that starts with rediss:// or unix://. Write a special character of the password like %40."
        )
    return url


def _private_redis_url(instance_dir: Path) -> str:
    """Where the Redis that belongs to this installation listens; every process finds the same answer."""
    socket = instance_dir / "redis.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        return f"unix://{quote(str(socket))}"
    port = PRIVATE_REDIS_PORTS[secrets.randbelow(len(PRIVATE_REDIS_PORTS))]
    return kept_secret(instance_dir / "redis_url", f"redis://:{secrets.token_urlsafe(32)}@127.0.0.1:{port}")


def zoho_client(environ: Mapping[str, str]) -> tuple[str, str]:
    client_id = environ.get("ZOHO_CLIENT_ID", "").strip()
    secret = environ.get("ZOHO_CLIENT_SECRET", "").strip()
    if client_id and not secret:
        raise ConfigError("ZOHO_CLIENT_SECRET: it is missing, but ZOHO_CLIENT_ID is set; give both or neither.")
    if secret and not client_id:
        raise ConfigError("ZOHO_CLIENT_ID: it is missing, but ZOHO_CLIENT_SECRET is set; give both or neither.")
    return client_id, secret


def smtp(environ: Mapping[str, str]) -> Smtp | None:
    address = environ.get("SMTP_URL", "").strip()
    if not address:
        return None
    parts = split(address)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    is_more = parts.path.strip("/") or parts.query or parts.fragment
    is_server = parts.scheme in SMTP_PORTS and parts.hostname
    if not is_server or is_more or bool(user) != bool(password) or not (user + password).isascii():
        raise ConfigError(
            "SMTP_URL: give an address like smtp://user:password@mail.example.com:587, or one that starts with "
            "smtps://; write a special character of the user or password like %40."
        )
    port = parts.port or SMTP_PORTS[parts.scheme]
    return Smtp(parts.hostname or "", port, user, password, parts.scheme == "smtps", _sender(environ))


def _sender(environ: Mapping[str, str]) -> str:
    sender = environ.get("SMTP_FROM", "").strip()
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)*", sender, re.ASCII):
        raise ConfigError(f"SMTP_FROM: {sender!r} is not an e-mail address; give the sender address for messages.")
    return sender
