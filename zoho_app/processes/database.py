"""Bringing the database up to date before anybody uses it, also when two machines start at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import InvalidToken
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from zoho_app import schema
from zoho_app.accounts import one_time_links
from zoho_app.columns import Secret
from zoho_app.config import ConfigError
from zoho_app.extensions import db

# Any number that no other program uses for a lock in the same database.
LOCK_KEY = 2_653_378_335


def prepare(app: Flask) -> None:
    """Bring the tables up to date and look whether the keys fit. Raises ConfigError when something can't be used."""
    try:
        migrate(app)
        check_token_keys(app)
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise ConfigError(f"DATABASE_URL: the database can't be used: {reason}") from error


def migrate(app: Flask) -> None:
    """Bring the tables up to date; whoever comes second waits and then finds nothing to do."""
    with app.app_context(), _alone(db.engine, Path(app.instance_path)):
        schema.upgrade(app)


def check_token_keys(app: Flask) -> None:
    """Raise ConfigError when TOKEN_KEYS do not open what is kept encrypted in the tables."""
    columns = [column for table in db.metadata.sorted_tables for column in table.columns]
    with app.app_context():
        try:
            for column in columns:
                if isinstance(column.type, Secret):
                    db.session.scalar(select(column).where(column.is_not(None)).limit(1))
        except InvalidToken as error:
            raise ConfigError(
                "TOKEN_KEYS: none of the keys decrypts the secrets in the database; give the key that encrypted them."
            ) from error


def set_up_link(app: Flask) -> str | None:
    """A fresh one-time address where the first owner signs up; None once there is a user."""
    with app.app_context():
        if one_time_links.is_set_up():
            return None
        token = one_time_links.new_set_up_link()
        db.session.commit()
    return f"{app.config['PUBLIC_URL']}/set-up/{token}"


@contextmanager
def _alone(engine: Engine, instance_dir: Path) -> Iterator[None]:
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK_KEY})
            yield  # the lock ends with the session, even when this process is killed
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK_KEY})
    else:
        with (instance_dir / "migrating.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
