"""The API keys of a store: each has a name, is shown once, is kept as a hash, and can be revoked."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from zoho_app.accounts import audit
from zoho_app.accounts.models import ApiKey, Store
from zoho_app.accounts.sign_ins import fingerprint
from zoho_app.clock import now
from zoho_app.extensions import alone, db

FULL, READ = "full", "read"
SCOPES = {FULL: "Read and change", READ: "Read only"}
PREFIX = "bdk_"  # so that people and programs that look for secrets know one when they see it
DEFAULT_NAME = "API key"  # of a key that nobody has named
LONGEST_NAME = 100
MOST = 20  # that work at the same time, in one store
MOST_REVOKED = 20  # that are still listed
USE_IS_NOTED_EVERY = timedelta(minutes=1)
ENDING = 4  # characters that people may see afterwards


class BadKey(ValueError):
    """A key can't be made like this; says what to give instead."""


def make(store: Store, name: str, scope: str, who: str) -> tuple[ApiKey, str]:
    """Make a key; returns its row and its text, which is kept nowhere. Raises BadKey."""
    alone("API keys", store.id)
    key, text = new(store.id, _free_name(store.id, name), scope, who)
    audit.note(store.id, who, f"API key “{key.name}” made ({SCOPES[scope].lower()})", event="api_key.made")
    return key, text


def new(store_id: int, name: str, scope: str, who: str = "") -> tuple[ApiKey, str]:
    """Add a key to the session as it is given, and return it with its text."""
    text = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        store_id=store_id, name=name, scope=scope, key_hash=fingerprint(text), ending=text[-ENDING:], made_by=who
    )
    db.session.add(key)
    db.session.flush()
    return key, text


def revoke(key: ApiKey, who: str) -> bool:
    """Let a key work no more, from its next request on; False when it was revoked already."""
    if key.revoked_at is not None:
        return False
    key.revoked_at, key.revoked_by = now(), who
    audit.note(key.store_id, who, f"API key “{key.name}” revoked", event="api_key.revoked")
    return True


def find(store_id: int, text: str) -> ApiKey | None:
    """The store's key with that text, and its store; one statement. A wrong key takes as long as a right one."""
    keys = db.session.scalars(_working(store_id).options(joinedload(ApiKey.store))).all()
    wanted = fingerprint(text)
    matching = [key for key in keys if hmac.compare_digest(key.key_hash, wanted)]
    return matching[0] if matching else None


def is_use_to_be_noted(key: ApiKey) -> bool:
    """Whether it is time to note again that the key was used: now and then, to spare the database."""
    return key.last_used_at is None or key.last_used_at < now() - USE_IS_NOTED_EVERY


def note_use(key_id: int) -> None:
    """Note that the key was used just now."""
    db.session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=now()))


def get(store_id: int, key_id: int) -> ApiKey | None:
    """The key, if it is the store's."""
    return db.session.scalar(select(ApiKey).where(ApiKey.store_id == store_id, ApiKey.id == key_id))


def working(store_id: int) -> Sequence[ApiKey]:
    """The keys that open the store's API, the oldest first."""
    return db.session.scalars(_working(store_id).order_by(ApiKey.id)).all()


def revoked(store_id: int) -> Sequence[ApiKey]:
    """Those that did, the last revoked first."""
    wanted = select(ApiKey).where(ApiKey.store_id == store_id, ApiKey.revoked_at.is_not(None))
    return db.session.scalars(wanted.order_by(ApiKey.revoked_at.desc(), ApiKey.id.desc()).limit(MOST_REVOKED)).all()


def _working(store_id: int) -> Select[ApiKey]:
    return select(ApiKey).where(ApiKey.store_id == store_id, ApiKey.revoked_at.is_(None))


def _free_name(store_id: int, text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadKey(f"Name: give a name of 1 to {LONGEST_NAME} characters, such as Warehouse.")
    there = working(store_id)
    if name.casefold() in {key.name.casefold() for key in there}:
        raise BadKey(f"Name: there is a key “{name}” already. Give another name, or revoke that key first.")
    if len(there) >= MOST:
        raise BadKey(f"This store has {MOST} keys, which is the most. Revoke one that is not used any more.")
    return name
