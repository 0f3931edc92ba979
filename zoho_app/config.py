"""Every environment variable of Bookdesk: its meaning, its default, and a refusal to start on a bad value."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet


class ConfigError(Exception):
    """A setting that Bookdesk can't start with; its text is one line that names the variable and the remedy."""


@dataclass(frozen=True)
class Config:
    """What the environment says, checked. Made by `load()`; nothing else reads the environment."""

    port: int
    sandbox_port: int
    instance_dir: Path
    database_url: str
    redis_url: str
    secret_key: str
    token_keys: tuple[str, ...]
    zoho_client_id: str
    zoho_client_secret: str
    public_url: str
    zoho_sandbox_url: str

    @property
    def is_https(self) -> bool:
        """Whether people reach Bookdesk through HTTPS, so that cookies may be marked Secure."""
        return self.public_url.startswith("https://")


# The built-in sandbox Zoho knows this client when the environment names no other.
SANDBOX_CLIENT_ID = "bookdesk-sandbox"
SANDBOX_CLIENT_SECRET = "bookdesk-sandbox-secret"  # noqa: S105 - opens only the pretend Zoho


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check the environment.

    Secrets that are not given are made once and kept in the instance folder, readable by its owner alone.

    Raises ConfigError with one clear line when a value can't be used.
    """
    instance_dir = Path(environ.get("INSTANCE_DIR") or "instance").resolve()
    _make_private_folder(instance_dir)
    port = _port(environ, "PORT", 8000)
    return Config(
        port=port,
        sandbox_port=_port(environ, "SANDBOX_PORT", 8001),
        instance_dir=instance_dir,
        database_url=_database_url(environ, instance_dir),
        redis_url=_redis_url(environ, instance_dir),
        secret_key=_secret_key(environ, instance_dir),
        token_keys=_token_keys(environ, instance_dir),
        zoho_client_id=environ.get("ZOHO_CLIENT_ID", "").strip(),
        zoho_client_secret=environ.get("ZOHO_CLIENT_SECRET", "").strip(),
        public_url=_web_address(environ, "PUBLIC_URL") or f"http://localhost:{port}",
        zoho_sandbox_url=_web_address(environ, "ZOHO_SANDBOX_URL"),
    )


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"INSTANCE_DIR: can't make the folder {folder}: {error.strerror}.") from error


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ConfigError(f"{name}: {text!r} is not a port; give a number from 1 to 65535.")
    return int(text)


def _database_url(environ: Mapping[str, str], instance_dir: Path) -> str:
    url = environ.get("DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{instance_dir / 'bookdesk.sqlite3'}"
    url = url.replace("postgres://", "postgresql://", 1)
    if url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    if url.startswith(("postgresql+psycopg://", "sqlite:///")):
        return url
    raise ConfigError("DATABASE_URL: give an address that starts with postgresql:// or sqlite:///.")


def _redis_url(environ: Mapping[str, str], instance_dir: Path) -> str:
    url = environ.get("REDIS_URL", "").strip()
    if not url:
        return f"unix://{instance_dir / 'redis.sock'}"
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError("REDIS_URL: give an address that starts with redis://, rediss:// or unix://.")
    return url


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
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            raise ConfigError(
                "TOKEN_KEYS: each key, newest first and separated by commas, must be 32 bytes in url-safe base64."
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


def _web_address(environ: Mapping[str, str], name: str) -> str:
    address = environ.get(name, "").strip().rstrip("/")
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(f"{name}: {address!r} is not a web address; give one like https://desk.example.com.")
    return address
