"""The tables' versions. Loaded by commands and at the start alone: Alembic would take its share of every process."""

from pathlib import Path

import flask_migrate
from flask import Flask

from zoho_app.extensions import db

FOLDER = Path(__file__).parent / "migrations"

_migrate = flask_migrate.Migrate(render_as_batch=True, compare_type=True)


def init_app(app: Flask) -> None:
    """Tell Flask-Migrate where the versions are."""
    _migrate.init_app(app, db, directory=str(FOLDER))


def upgrade(app: Flask) -> None:
    """Bring the tables up to the newest version; nothing is done when they are."""
    init_app(app)
    with app.app_context():
        flask_migrate.upgrade()
