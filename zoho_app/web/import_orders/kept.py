"""An uploaded file kept between a preview and its confirmation: in the instance folder, for one person and store."""

import re
import secrets
from contextlib import suppress
from pathlib import Path

from flask import current_app

from zoho_app.clock import now

KEPT_FOR_SECONDS = 24 * 60 * 60
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def keep(content: bytes, user_id: int, store_id: int) -> str:
    """Keep the file for a day and return the token that finds it again; older uploads are removed."""
    folder = _folder()
    _remove_old(folder)
    token = secrets.token_urlsafe(24)
    path = _path(token, user_id, store_id)
    path.touch(mode=0o600)
    path.write_bytes(content)
    return token


def read(token: str, user_id: int, store_id: int) -> bytes | None:
    """The file kept under the token; None when it is gone, or is another person's or store's."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        return _path(token, user_id, store_id).read_bytes()
    except FileNotFoundError:
        return None


def take(token: str, user_id: int, store_id: int) -> bytes | None:
    """The file kept under the token, which is then gone: of two that take it at once only one gets it."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _path(token, user_id, store_id)
    taken = path.with_suffix(f".{secrets.token_hex(8)}")
    try:
        path.rename(taken)
    except FileNotFoundError:
        return None
    content = taken.read_bytes()
    taken.unlink()
    return content


def _folder() -> Path:
    folder = Path(current_app.instance_path) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(token: str, user_id: int, store_id: int) -> Path:
    return _folder() / f"{store_id}-{user_id}-{token}.csv"


def _remove_old(folder: Path) -> None:
    oldest = now().timestamp() - KEPT_FOR_SECONDS
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # somebody else was faster
            if path.stat().st_mtime < oldest:
                path.unlink()
