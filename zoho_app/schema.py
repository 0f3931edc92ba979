"""The tables' versions. Loaded by commands and at the start alone: Alembic would take its share of every process."""

from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from zoho_app.extensions import db

FOLDER = Path(__file__).parent / "migrations"

_migrate = flask_migrate.Migrate(render_as_batch=True, compare_type=True)


def init_app(app: Flask) -> None:
    """Tell Flask-Migrate where the versions are."""
    _migrate.init_app(app, db, directory=str(FOLDER))


def is_up_to_date() -> bool:
    """Whether the tables of the current application are those that this version needs."""
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory(str(FOLDER)).get_heads())


def upgrade(app: Flask) -> None:
    """Bring the tables up to the newest version; nothing is done when they are."""
    init_app(app)
    with app.app_context():
        flask_migrate.upgrade()
