"""How Alembic reaches Bookdesk's database: through the application that is running the migration."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.types import TypeDecorator

from zoho_app.extensions import db


def run() -> None:
    """Bring the database to the wanted version, in one transaction."""
    arguments = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, _foreign_keys_at_rest(connection):
        _complete_indexes(connection.dialect.name)
        context.configure(connection=connection, target_metadata=db.metadata, render_item=_plain, **arguments)
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def _foreign_keys_at_rest(connection: Connection) -> Iterator[None]:
    """On SQLite a table is changed by making it anew; what belongs to its rows must not go with the old one.

    SQLite hears this outside of transactions only, so it is told past SQLAlchemy, which would begin one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _complete_indexes(dialect: str) -> None:
    """Say in the dialect's words of which rows a `partial_index` is."""
    for index in [index for table in db.metadata.tables.values() for index in table.indexes]:
        if where := index.info.get("where"):
            index.dialect_kwargs[f"{dialect}_where"] = text(where)


def _plain(kind: str, thing: Any, _: Any) -> str | bool:
    """Write our column types as what they are in the database, so that migrations don't depend on our code."""
    return f"sa.{thing.impl!r}" if kind == "type" and isinstance(thing, TypeDecorator) else False


run()
