"""The database, made here and bound to the application in `create_desk`; SQLite's ways."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, Engine, MetaData, UpdateBase, event, text
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


# What a statement was given may be a secret or a customer's address: no error message may repeat it.
db = SQLAlchemy(model_class=Model, engine_options={"pool_pre_ping": True, "hide_parameters": True})

_only_reading: ContextVar[bool] = ContextVar("only_reading", default=False)


@contextmanager
def only_reading(reading: bool = True) -> Iterator[None]:
    """Within it, SQLite transactions start without the write lock, so that pages never wait for writers."""
    token = _only_reading.set(reading)
    try:
        yield
    finally:
        _only_reading.reset(token)


def rows_changed(statement: UpdateBase) -> int:
    """Run an UPDATE or DELETE in the current transaction and return how many rows it touched."""
    return cast(CursorResult[Any], db.session.execute(statement)).rowcount


def alone(*what: object) -> None:
    """Until the current transaction ends, be the only one that does `what`; whoever comes second waits for that.

    SQLite has one writer at a time anyway.
    """
    if db.engine.dialect.name == "postgresql":
        digest = hashlib.sha256(" ".join(map(str, what)).encode()).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        db.session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def prepare_engine(engine: Engine) -> None:
    """Make SQLite safe for several writing processes (WAL, BEGIN IMMEDIATE), any engine safe for fork."""
    os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _set_up_postgresql)


def _set_up_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # an appointment that was promised survives a power cut
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=15000")
    cursor.close()


def _set_up_postgresql(connection: Any, record: Any) -> None:
    connection.autocommit = True  # what a transaction sets is forgotten when it is rolled back
    connection.execute("SET jit = off")  # compiling a statement takes longer than any of ours
    connection.autocommit = False


def _begin_sqlite(connection: Any) -> None:
    # A transaction that starts reading and then writes would fail under a second writer; taking the write
    # lock at once makes it wait instead.
    connection.exec_driver_sql("BEGIN DEFERRED" if _only_reading.get() else "BEGIN IMMEDIATE")
