"""Keys of programs: a consumer key with its secret, and what they may do."""

import secrets

from ...common.store import Document, Store
from .. import documents

PERMISSIONS = {"read": ("read",), "write": ("write",), "read_write": ("read", "write")}


def make(store: Store, description: str, permissions: str) -> Document:
    number = documents.new_number(store, "key")
    key = {
        "id": documents.identity("key", number),
        "key": f"ck_{secrets.token_hex(20)}",
        "secret": f"cs_{secrets.token_hex(20)}",
        "permissions": permissions,
        "description": description,
        "nonces": [],
    }
    return documents.put(store, "key", key)


def find(store: Store, consumer_key: str) -> Document | None:
    found = documents.find(store, "key", "json_extract(body, '$.key') = ?", consumer_key)
    return found[0] if found else None


def revoke_all(store: Store) -> None:
    for key in documents.find(store, "key"):
        documents.delete(store, key)
