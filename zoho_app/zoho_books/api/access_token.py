"""The connection of a store, and the one access token that all its workers and pages share.

Zoho Accounts: ten access tokens a refresh token in ten minutes, then all are refused for a while. So one
process at a time refreshes, under a lease, and everybody else takes what it brought.
"""

import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from zoho_app import actors, kinds
from zoho_app.accounts import audit
from zoho_app.appointments import gates
from zoho_app.clock import now
from zoho_app.extensions import db, only_reading
from zoho_app.zoho_books.api import accounts_server, data_centers
from zoho_app.zoho_books.api.data_centers import DataCenter
from zoho_app.zoho_books.errors import ConnectionLost, TryLater
from zoho_app.zoho_books.models import CHOOSING, CONNECTED, LOST, Connection

GATE = "connection"

REFRESH_BEFORE = timedelta(minutes=5)
STILL_GOOD = timedelta(seconds=30)  # a token this young may be used while another process refreshes
NEW = timedelta(minutes=50)  # of the hour that a token lives
LEASE = timedelta(seconds=accounts_server.TOTAL_SECONDS + 10)
UNREACHABLE_FOR = timedelta(seconds=15)
WAIT_SECONDS = 20.0

NOT_CONNECTED = "This store is not connected to Zoho Books. Connect it under Manage Integrations."
LOST_WORDS = {
    accounts_server.CODE: "Zoho no longer accepts Bookdesk's access. It was revoked, or a newer access replaced it.",
    accounts_server.CLIENT: "Zoho no longer accepts Bookdesk's client id and secret for this data center.",
}


@dataclass(frozen=True)
class Token:
    """What a call to the Books API needs. `version` goes back as `worse_than` when Zoho answers 401."""

    value: str = field(repr=False)
    version: int
    api_base: str  # such as "https://www.zohoapis.eu/books/v3"
    organization_id: str  # empty until it has been chosen
    is_new: bool = False  # given so lately that a new one would fare no better


def get_connection(store_id: int) -> Connection | None:
    """The store's connection in whatever state, or None when there never was one."""
    return db.session.get(Connection, store_id)


def token_of(row: Connection) -> Token | None:
    """The access token of a connection that has just been read, when it is good for a while; no statement."""
    found = _found(row)
    return found.token if found is not None and found.is_fresh(None) else None


def access_token(store_id: int, worse_than: int | None = None) -> Token:
    """Return the access token to use now, refreshing it when it is about to end.

    `worse_than` is the version of a token that Zoho has just answered 401 to; a newer one is returned.
    Exactly one refresh is under way at a time over all processes.

    This is a job step of its own: call it while no transaction is open; it commits what it writes itself.

    Raises TryLater when no token can be had at the moment, ConnectionLost when a person has to connect again.
    """
    give_up_at = time.monotonic() + WAIT_SECONDS
    while True:
        found = _look(store_id)
        if found.is_fresh(worse_than):
            return found.token
        if found.refresh_after is not None and found.refresh_after > now():
            return _use_or_wait(found, worse_than, found.refresh_after)
        lease = _take_lease(found)
        if lease is not None:
            _refresh(found, lease)
        elif found.is_usable(worse_than):
            return found.token
        elif time.monotonic() > give_up_at:
            raise TryLater("Another process is still requesting access from Zoho.", now() + UNREACHABLE_FOR)
        else:
            time.sleep(0.1 + random.random() * 0.2)


def lose(store_id: int, version: int, words: str) -> None:
    """Note in `words` why only a person can restore the connection, and hold the store's work back until then.

    Does nothing when the store has another access token than `version` by now. Like `access_token` a job step
    of its own: it commits.
    """
    lost = {"state": LOST, "lost_because": words, "refreshing_until": None}
    same = (Connection.store_id == store_id, Connection.token_version == version, Connection.state != LOST)
    with only_reading(False):
        if _changed(db.session.execute(update(Connection).where(*same).values(lost))):
            gates.close(store_id, kinds.ZOHO_BOOKS, GATE, words)
            audit.note(store_id, actors.ZOHO_BOOKS, "Connection to Zoho Books lost", event="connection.lost")
        db.session.commit()


@dataclass(frozen=True)
class _Found:
    """A connection as it stood a moment ago, free of any transaction."""

    store_id: int
    center: DataCenter
    token: Token
    refresh_token: str = field(repr=False)
    expires_at: datetime
    refresh_after: datetime | None

    def is_fresh(self, worse_than: int | None) -> bool:
        return self.token.version != worse_than and self.expires_at - now() > REFRESH_BEFORE

    def is_usable(self, worse_than: int | None) -> bool:
        return self.token.version != worse_than and self.expires_at - now() > STILL_GOOD


def _look(store_id: int) -> _Found:
    with only_reading(), Session(db.engine) as session:
        row = session.get(Connection, store_id)
        found = _found(row) if row is not None else None
        if found is None:
            raise ConnectionLost((row and row.lost_because) or NOT_CONNECTED)
        return found


def _found(row: Connection) -> _Found | None:
    """The connection as plain values; None when it can't be used."""
    center = data_centers.get(row.data_center)
    if row.state not in (CHOOSING, CONNECTED) or center is None or not row.access_token or not row.refresh_token:
        return None
    expires_at = row.access_token_expires_at or row.connected_at or now()
    return _Found(
        store_id=row.store_id,
        center=center,
        token=Token(
            row.access_token, row.token_version, center.books_api, row.organization_id, expires_at - now() > NEW
        ),
        refresh_token=row.refresh_token,
        expires_at=expires_at,
        refresh_after=row.refresh_after,
    )


def _use_or_wait(found: _Found, worse_than: int | None, until: datetime) -> Token:
    if found.is_usable(worse_than):
        return found.token
    is_throttled = until - now() > UNREACHABLE_FOR
    words = "Zoho gives no new access right now. Bookdesk asks again automatically."
    raise TryLater(words, until, is_waiting=True, is_outage=not is_throttled)


def _take_lease(found: _Found) -> datetime | None:
    """Become the one who refreshes; return the end of the lease, or None when somebody else holds one."""
    lease = now() + LEASE
    free = Connection.refreshing_until.is_(None) | (Connection.refreshing_until < now())
    taken = _change(found, {"refreshing_until": lease}, free)
    return lease if taken else None


def _refresh(found: _Found, lease: datetime) -> None:
    """Ask Zoho, with no transaction open, and keep what came; the caller looks again."""
    mine = Connection.refreshing_until == lease
    try:
        grant = accounts_server.refresh(found.center, found.refresh_token)
    except accounts_server.NoToken as problem:
        if problem.cause in LOST_WORDS:
            lose(found.store_id, found.token.version, LOST_WORDS[problem.cause])
        elif problem.other is not None:
            words = f"Zoho says that this account belongs to {problem.other.name} now. Connect again, in that region."
            lose(found.store_id, found.token.version, words)
        else:
            pause = problem.wait if problem.cause == accounts_server.THROTTLED else UNREACHABLE_FOR
            _change(found, {"refreshing_until": None, "refresh_after": now() + pause}, mine)
        return
    _change(
        found,
        {
            "access_token": grant.access_token,
            "access_token_expires_at": grant.expires_at,
            "refresh_token": grant.refresh_token or found.refresh_token,
            "token_version": found.token.version + 1,
            "refreshing_until": None,
            "refresh_after": None,
        },
        mine,
    )


def _change(found: _Found, values: dict[str, Any], *conditions: Any) -> bool:
    """Change the connection in a transaction of its own, unless it has another token by now."""
    same = (Connection.store_id == found.store_id, Connection.token_version == found.token.version)
    with only_reading(False), Session(db.engine) as session, session.begin():
        return _changed(session.execute(update(Connection).where(*same, *conditions).values(values)))


def _changed(result: Any) -> bool:
    return bool(result.rowcount)
