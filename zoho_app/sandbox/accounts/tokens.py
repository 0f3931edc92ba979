"""Codes and tokens: made, checked, expired, revoked.

Zoho's accounts server: a code works once and for two minutes; a refresh token gives ten access tokens
in ten minutes; a user has twenty refresh tokens, the next one silently drops the oldest.
"""

import json
import secrets
from dataclasses import dataclass

from ..common.store import Store

CODE_LIFETIME = 120
REFRESH_TOKENS_PER_USER = 20
ACCESS_TOKENS_PER_WINDOW = 10
WINDOW = 600
USER_ID = "460815000"


@dataclass(frozen=True)
class Grant:
    """A code or token; `parent` is the refresh token an access token came from."""

    secret: str
    client_id: str
    parent: str
    scopes: tuple[str, ...]
    expires_at: float | None
    details: dict[str, str]


def make_code(
    store: Store, client_id: str, scopes: list[str], redirect_uri: str, offline: bool, code_challenge: str = ""
) -> str:
    details = {
        "redirect_uri": redirect_uri,
        "offline": "yes" if offline else "",
        "code_challenge": code_challenge,
    }
    return _add(store, "code", client_id, "", scopes, CODE_LIFETIME, details)


def use_code(store: Store, code: str) -> Grant | None:
    """Return the code's grant and destroy it; None when it is unknown, used or too old."""
    grant = find(store, "code", code)
    store.execute("DELETE FROM grants WHERE secret = ? AND kind = 'code'", code)
    return grant


def make_refresh_token(store: Store, client_id: str, scopes: list[str]) -> str:
    token = _add(store, "refresh", client_id, USER_ID, scopes, None, {})
    kept = store.rows("SELECT secret FROM grants WHERE kind = 'refresh' ORDER BY made_at DESC, rowid DESC")
    for row in kept[REFRESH_TOKENS_PER_USER:]:
        revoke(store, row["secret"])
    return token


def make_access_token(store: Store, client_id: str, parent: str, scopes: list[str], lifetime: int) -> str:
    return _add(store, "access", client_id, parent, scopes, lifetime, {})


def is_throttled(store: Store, refresh_token: str) -> bool:
    """Tell whether a refresh token has given all the access tokens it may give for now."""
    made = store.rows(
        "SELECT COUNT(*) AS made FROM grants WHERE kind = 'access' AND parent = ? AND made_at > ?",
        refresh_token,
        store.now() - WINDOW,
    )
    return int(made[0]["made"]) >= ACCESS_TOKENS_PER_WINDOW


def has_refresh_token(store: Store, client_id: str) -> bool:
    return bool(store.rows("SELECT 1 FROM grants WHERE kind = 'refresh' AND client_id = ?", client_id))


def find(store: Store, kind: str, secret: str) -> Grant | None:
    """Return a living code or token of this kind ("code", "refresh", "access")."""
    rows = store.rows("SELECT * FROM grants WHERE secret = ? AND kind = ?", secret, kind)
    if not rows or (rows[0]["expires_at"] is not None and rows[0]["expires_at"] <= store.now()):
        return None
    row = rows[0]
    return Grant(
        secret=row["secret"],
        client_id=row["client_id"],
        parent=row["parent"],
        scopes=tuple(json.loads(row["scopes"])),
        expires_at=row["expires_at"],
        details=json.loads(row["details"]),
    )


def revoke(store: Store, secret: str) -> bool:
    """Destroy a token and, with a refresh token, all access tokens it gave."""
    known = bool(store.rows("SELECT 1 FROM grants WHERE secret = ? AND kind <> 'code'", secret))
    store.execute("DELETE FROM grants WHERE secret = ? OR parent = ?", secret, secret)
    return known


def revoke_everything(store: Store) -> None:
    store.execute("DELETE FROM grants")


def expire_access_tokens(store: Store) -> None:
    store.execute("UPDATE grants SET expires_at = ? WHERE kind = 'access'", store.now())


def _add(
    store: Store,
    kind: str,
    client_id: str,
    parent: str,
    scopes: list[str],
    lifetime: int | None,
    details: dict[str, str],
) -> str:
    secret = f"1000.{secrets.token_hex(16)}.{secrets.token_hex(16)}"
    timestamp = store.now()
    store.execute(
        "INSERT INTO grants VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        secret,
        kind,
        client_id,
        parent,
        json.dumps(scopes),
        timestamp,
        None if lifetime is None else timestamp + lifetime,
        json.dumps(details),
    )
    return secret
