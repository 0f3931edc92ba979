"""The instance folder, and the secrets that are made once and kept in it, readable by its owner alone."""

import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet

from zoho_app.environment.refusal import ConfigError

# What no mode in the instance folder gives: the umask of all processes that write there.
OTHERS = 0o077


def make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise ConfigError(f"INSTANCE_DIR: can't make the folder {folder}: {error.strerror}.") from error
    is_ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX  # /tmp and its like are everybody's
    if is_ours and found.st_mode & OTHERS:
        with suppress(OSError):  # some file systems know no modes
            folder.chmod(0o700)


def secret_key(environ: Mapping[str, str], instance_dir: Path) -> str:
    key = environ.get("SECRET_KEY", "").strip()
    if not key:
        return kept_secret(instance_dir / "secret_key", secrets.token_urlsafe(48))
    if len(key) < 32:
        raise ConfigError("SECRET_KEY: it is too short to be safe; give at least 32 random characters.")
    return key


def token_keys(environ: Mapping[str, str], instance_dir: Path) -> tuple[str, ...]:
    text = environ.get("TOKEN_KEYS", "").strip()
    if not text:
        text = kept_secret(instance_dir / "token_keys", Fernet.generate_key().decode())
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    try:
        MultiFernet([Fernet(key) for key in keys])  # refuses also when there is none
    except ValueError as error:
        raise ConfigError(
            "TOKEN_KEYS: it has no key, or a value that is not a key; give keys of 32 bytes in url-safe base64, "
            "the newest first, separated by commas."
        ) from error
    return keys


def kept_secret(path: Path, fresh: str) -> str:
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
