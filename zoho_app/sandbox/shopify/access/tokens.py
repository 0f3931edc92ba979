"""Access tokens: those of a client id and secret live for a day, the one of an app made in the admin for ever."""

import json
import secrets
from collections.abc import Iterable

from ...common.store import Store
from ..seed import setting


def make(store: Store, scopes: Iterable[str], lifetime: int) -> str:
    token = f"shpat_{secrets.token_hex(16)}"
    now = store.now()
    store.execute(
        "INSERT INTO grants VALUES (?, 'access', '', '', ?, ?, ?, '{}')",
        token,
        json.dumps(list(scopes)),
        now,
        now + lifetime,
    )
    return token


def scopes_of(store: Store, token: str) -> list[str] | None:
    """Return the scopes of a living token, None for an unknown or expired one."""
    shop = setting(store)
    if token and token == shop["admin_token"]:
        return list(shop["scopes"])
    rows = store.rows("SELECT scopes, expires_at FROM grants WHERE secret = ?", token)
    if not rows or rows[0]["expires_at"] <= store.now():
        return None
    return list(json.loads(rows[0]["scopes"]))


def expire(store: Store) -> None:
    """End every token that a client id and secret gave."""
    store.execute("UPDATE grants SET expires_at = ?", store.now())


def revoke(store: Store) -> None:
    """End every token, the fixed one too, as when the app is uninstalled."""
    with store.transaction():
        store.execute("DELETE FROM grants")
        store.set_setting("shop", {**store.setting("shop", {}), "admin_token": ""})
