"""Every environment variable of Bookdesk: its meaning, its default, and a refusal to start on a bad value."""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


class ConfigError(Exception):
    """A setting that Bookdesk can't start with; its text is one line naming the variable and the remedy."""


@dataclass(frozen=True)
class Smtp:
    """The mail server that takes what Bookdesk sends."""

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


@dataclass(frozen=True)
class Config:
    """What the environment says, checked. Made by `load()`; nothing else reads the environment."""

    port: int
    sandbox_port: int
    instance_dir: Path
    database_url: str
    redis_url: str
    redis_is_private: bool
    secret_key: str
    token_keys: tuple[str, ...]
    zoho_client_id: str
    zoho_client_secret: str
    public_url: str
    zoho_sandbox_url: str
    allow_private_addresses: bool = False
    trusted_proxies: int = 0
    smtp: Smtp | None = None  # none: no e-mail is sent
    log_format: str = "text"  # or "json"

    @property
    def is_https(self) -> bool:
        """Whether people reach Bookdesk through HTTPS, so that cookies may be marked Secure."""
        return self.public_url.startswith("https://")


# The built-in sandbox Zoho knows this client when the environment names no other.
SANDBOX_CLIENT_ID = "bookdesk-sandbox"
SANDBOX_CLIENT_SECRET = "bookdesk-sandbox-secret"  # noqa: S105 - opens only the pretend Zoho

LONGEST_SOCKET_PATH = 103  # of a socket's address: 104 bytes on macOS, 108 on Linux, with a closing zero
PRIVATE_REDIS_PORTS = range(20_000, 32_000)  # instead of a socket; below the ports that systems hand out
SMTP_PORTS = {"smtp": 587, "smtps": 465}  # encrypted by STARTTLS, or from the first byte
OTHERS = 0o077  # what no mode in the instance folder gives: the umask of all processes that write there
MOST_PROXIES = 9  # more in a row are a mistake


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check the environment.

    Secrets that are not given are made once and kept in the instance folder, readable by its owner alone.

    Raises ConfigError with one clear line when a value can't be used.
    """
    instance_dir = Path(environ.get("INSTANCE_DIR") or "instance").resolve()
    _make_private_folder(instance_dir)
    (port, sandbox_port), (zoho_client_id, zoho_client_secret) = _ports(environ), _zoho_client(environ)
    return Config(
        port=port,
        sandbox_port=sandbox_port,
        instance_dir=instance_dir,
        database_url=_database_url(environ, instance_dir),
        redis_url=_redis_url(environ, instance_dir),
        redis_is_private=not environ.get("REDIS_URL", "").strip(),
        secret_key=_secret_key(environ, instance_dir),
        token_keys=_token_keys(environ, instance_dir),
        zoho_client_id=zoho_client_id,
        zoho_client_secret=zoho_client_secret,
        public_url=_public_url(environ) or f"http://localhost:{port}",
        zoho_sandbox_url=_web_address(environ, "ZOHO_SANDBOX_URL"),
        allow_private_addresses=_switch(environ, "ALLOW_PRIVATE_ADDRESSES"),
        trusted_proxies=_count(environ, "TRUSTED_PROXIES", MOST_PROXIES),
        smtp=_smtp(environ),
        log_format=_log_format(environ),
    )


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise ConfigError(f"INSTANCE_DIR: can't make the folder {folder}: {error.strerror}.") from error
    is_ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX  # /tmp and its like are everybody's
    if is_ours and found.st_mode & OTHERS:
        with suppress(OSError):  # some file systems know no modes
            folder.chmod(0o700)


def _ports(environ: Mapping[str, str]) -> tuple[int, int]:
    port, sandbox_port = _port(environ, "PORT", 8000), _port(environ, "SANDBOX_PORT", 8001)
    if port == sandbox_port:
        raise ConfigError(f"SANDBOX_PORT: {port} is the port of Bookdesk itself; give another.")
    return port, sandbox_port


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ConfigError(f"{name}: {text!r} is not a port; give a number from 1 to 65535.")
    return int(text)


def _database_url(environ: Mapping[str, str], instance_dir: Path) -> str:
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
            "DATABASE_URL: this is no address of a database; give one like "
            "postgresql://user:password@db.example.com:5432/database or sqlite:////path/to/file. "
            "A special character of user or password is written like %40."
        )
    return url


def _redis_url(environ: Mapping[str, str], instance_dir: Path) -> str:
    url = environ.get("REDIS_URL", "").strip()
    if not url:
        return _private_redis_url(instance_dir)
    parts = _split(url)
    where = parts.path if parts.scheme == "unix" else parts.hostname
    if parts.scheme not in ("redis", "rediss", "unix") or not where:
        raise ConfigError(
            "REDIS_URL: this is no address of a Redis; give one like redis://:password@redis.example.com:6379/0, "
            "or one that starts with rediss:// or unix://. A special character of the password is written like %40."
        )
    return url


def _private_redis_url(instance_dir: Path) -> str:
    """Where the Redis that belongs to this installation listens; every process finds the same answer."""
    socket = instance_dir / "redis.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        return f"unix://{quote(str(socket))}"
    port = PRIVATE_REDIS_PORTS[secrets.randbelow(len(PRIVATE_REDIS_PORTS))]
    return _kept_secret(instance_dir / "redis_url", f"redis://:{secrets.token_urlsafe(32)}@127.0.0.1:{port}")


def _secret_key(environ: Mapping[str, str], instance_dir: Path) -> str:
    key = environ.get("SECRET_KEY", "").strip()
    if not key:
        return _kept_secret(instance_dir / "secret_key", secrets.token_urlsafe(48))
    if len(key) < 32:
        raise ConfigError("SECRET_KEY: it is too short to be safe; give at least 32 random characters.")
    return key


def _token_keys(environ: Mapping[str, str], instance_dir: Path) -> tuple[str, ...]:
    text = environ.get("TOKEN_KEYS", "").strip()
    if not text:
        text = _kept_secret(instance_dir / "token_keys", Fernet.generate_key().decode())
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    try:
        MultiFernet([Fernet(key) for key in keys])  # refuses also when there is none
    except ValueError as error:
        raise ConfigError(
            "TOKEN_KEYS: there is no key in it, or something that is none; give keys of 32 bytes in url-safe base64, "
            "the newest first, split by commas."
        ) from error
    return keys


def _kept_secret(path: Path, fresh: str) -> str:
    """Return the secret kept at `path`; the first caller of all puts `fresh` there."""
    staged = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        if not path.exists():
            descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(fresh + "\n")
            try:
                os.link(staged, path)  # of several processes that start at once, one wins whole
            except FileExistsError:
                pass
            finally:
                staged.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise ConfigError(f"INSTANCE_DIR: can't keep a secret in {path}: {error.strerror}.") from error


def _zoho_client(environ: Mapping[str, str]) -> tuple[str, str]:
    client_id = environ.get("ZOHO_CLIENT_ID", "").strip()
    secret = environ.get("ZOHO_CLIENT_SECRET", "").strip()
    if client_id and not secret:
        raise ConfigError("ZOHO_CLIENT_SECRET: it is missing while ZOHO_CLIENT_ID is set; give both, or neither.")
    if secret and not client_id:
        raise ConfigError("ZOHO_CLIENT_ID: it is missing while ZOHO_CLIENT_SECRET is set; give both, or neither.")
    return client_id, secret


def _public_url(environ: Mapping[str, str]) -> str:
    address = _web_address(environ, "PUBLIC_URL")
    if urlsplit(address).path:
        raise ConfigError("PUBLIC_URL: Bookdesk can't live below a path; give one like https://desk.example.com.")
    return address


def _web_address(environ: Mapping[str, str], name: str) -> str:
    """The address without a slash at its end; the words of a refusal don't repeat it, as it may hold a password."""
    address = environ.get(name, "").strip().rstrip("/")
    if not address:
        return ""
    parts = _split(address)
    is_host = re.fullmatch(r"[\w.:-]+", parts.hostname or "")
    if parts.scheme not in ("http", "https") or not is_host or "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(
            f"{name}: this is no web address, or one with more than host and port; give one like "
            "https://desk.example.com or http://192.0.2.7:8000."
        )
    return address


def _split(address: str) -> SplitResult:
    """The parts of an address; all are empty when it, or the port in it, can't be understood."""
    try:
        parts = urlsplit(address)
        return parts if parts.port != 0 else urlsplit("")
    except ValueError:
        return urlsplit("")


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "").strip() or "0"
    if text not in ("0", "1"):
        raise ConfigError(f"{name}: {text!r} is neither 0 (off) nor 1 (on).")
    return text == "1"


def _count(environ: Mapping[str, str], name: str, most: int) -> int:
    text = environ.get(name, "").strip() or "0"
    if not text.isascii() or not text.isdigit() or int(text) > most:
        raise ConfigError(f"{name}: {text!r} is not a number from 0 to {most}.")
    return int(text)


def _log_format(environ: Mapping[str, str]) -> str:
    chosen = environ.get("LOG_FORMAT", "").strip() or "text"
    if chosen not in ("text", "json"):
        raise ConfigError(f"LOG_FORMAT: {chosen!r} is neither text nor json.")
    return chosen


def _smtp(environ: Mapping[str, str]) -> Smtp | None:
    address = environ.get("SMTP_URL", "").strip()
    if not address:
        return None
    parts = _split(address)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    is_more = parts.path.strip("/") or parts.query or parts.fragment
    is_server = parts.scheme in SMTP_PORTS and parts.hostname
    if not is_server or is_more or bool(user) != bool(password) or not (user + password).isascii():
        raise ConfigError(
            "SMTP_URL: give an address like smtp://user:password@mail.example.com:587, or one that starts with "
            "smtps://; a special character of user or password is written like %40."
        )
    port = parts.port or SMTP_PORTS[parts.scheme]
    return Smtp(parts.hostname or "", port, user, password, parts.scheme == "smtps", _sender(environ))


def _sender(environ: Mapping[str, str]) -> str:
    sender = environ.get("SMTP_FROM", "").strip()
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)*", sender, re.ASCII):
        raise ConfigError(f"SMTP_FROM: {sender!r} is not an e-mail address; give the one that messages come from.")
    return sender
