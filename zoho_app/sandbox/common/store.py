"""A stand-in's memory: one SQLite file, one connection, one lock.

Records are JSON documents. A write is committed when its `transaction()` ends, so the file survives
kill -9 at any moment with every request either wholly in it or not at all.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Document = dict[str, Any]
AfterPut = Callable[["Store", str, str, Document, bool], None]

# Above 2**53, so that an id read as a floating point number visibly breaks.
FIRST_ID = 460815000000100000

TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, organization_id TEXT NOT NULL,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS documents_modified ON documents (kind, organization_id, modified_at, id);
CREATE INDEX IF NOT EXISTS documents_created ON documents (kind, organization_id, created_at, id);
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS grants (
    secret TEXT PRIMARY KEY, kind TEXT NOT NULL, client_id TEXT NOT NULL, parent TEXT NOT NULL,
    scopes TEXT NOT NULL, made_at REAL NOT NULL, expires_at REAL, details TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS grants_parent ON grants (parent, made_at);
CREATE TABLE IF NOT EXISTS ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ledger_id INTEGER NOT NULL,
    action TEXT NOT NULL, kind TEXT NOT NULL, record_id TEXT NOT NULL);
"""
TABLE_NAMES = ("documents", "counters", "settings", "grants", "ledger", "changes")


class Store:
    """What is kept in the file at `path`; `indexes` is SQL for the look-ups of one stand-in."""

    def __init__(self, path: str, indexes: str = "") -> None:
        self.after_put: AfterPut | None = None  # is told of each document, in the transaction that writes it
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(TABLES + indexes)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block alone; commit at its end, roll back when it raises. May be nested."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._finish("ROLLBACK")
                raise
            self._finish("COMMIT")

    def _finish(self, verb: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._db.execute(verb)

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def execute(self, sql: str, *values: object) -> int:
        """Run one statement; return the id of an inserted row."""
        with self._lock:
            return self._db.execute(sql, values).lastrowid or 0

    def now(self) -> float:
        """Return the stand-in's clock, seconds since 1970; tests may set it ahead or back."""
        return time.time() + float(self.setting("clock_offset", 0))

    def new_id(self) -> str:
        return str(FIRST_ID + self.count("id"))

    def count(self, name: str, step: int = 1) -> int:
        """Add `step` to a named counter and return its new value."""
        self.execute(
            "INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + ?",
            name,
            step,
            step,
        )
        return int(self.rows("SELECT value FROM counters WHERE name = ?", name)[0]["value"])

    def put(self, kind: str, organization_id: str, document: Document) -> Document:
        """Insert or replace a document by its `id`, stamping `created_at` and `modified_at`."""
        timestamp = int(self.now())
        is_new = "created_at" not in document
        document.setdefault("created_at", timestamp)
        document["modified_at"] = timestamp
        self.execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?)",
            document["id"],
            kind,
            organization_id,
            document["created_at"],
            timestamp,
            json.dumps(document),
        )
        if self.after_put:
            self.after_put(self, kind, organization_id, document, is_new)
        return document

    def get(self, kind: str, organization_id: str, record_id: str) -> Document | None:
        found = self.find(kind, organization_id, "id = ?", [record_id])
        return found[0] if found else None

    def find(
        self,
        kind: str,
        organization_id: str,
        where: str = "1",
        values: list[Any] | None = None,
        order: str = "id",
        limit: int = -1,
        offset: int = 0,
    ) -> list[Document]:
        """Return documents, oldest first; `where` and `order` are SQL of ours, `values` fill its marks."""
        sql = (
            "SELECT body FROM documents WHERE kind = ? AND organization_id = ? "  # noqa: S608
            f"AND {where} ORDER BY {order} LIMIT ? OFFSET ?"
        )
        found = self.rows(sql, kind, organization_id, *(values or []), limit, offset)
        return [json.loads(row["body"]) for row in found]

    def delete(self, kind: str, organization_id: str, record_id: str) -> None:
        self.execute(
            "DELETE FROM documents WHERE kind = ? AND organization_id = ? AND id = ?",
            kind,
            organization_id,
            record_id,
        )

    def empty_organization(self, organization_id: str) -> None:
        """Delete everything that belongs to an organization; the organization itself stays."""
        self.execute("DELETE FROM documents WHERE organization_id = ?", organization_id)

    def setting(self, name: str, default: Any) -> Any:
        found = self.rows("SELECT value FROM settings WHERE name = ?", name)
        return json.loads(found[0]["value"]) if found else default

    def set_setting(self, name: str, value: Any) -> None:
        self.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, json.dumps(value))

    def forget_everything(self) -> None:
        with self.transaction():
            for table in TABLE_NAMES:
                self.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
