"""Read-only requests take no write lock on SQLite, so they never wait for writers."""

from contextlib import ExitStack

from flask import Flask, g, request, request_started

from zoho_app.extensions import only_reading
from zoho_app.http.access import HARMLESS


def init_app(app: Flask) -> None:
    """Mark each request that only reads, before anything of it asks the database."""
    request_started.connect(_begin, app)
    app.teardown_request(_end)


def _begin(app: Flask) -> None:
    g.reading = ExitStack()
    g.reading.enter_context(only_reading(request.method in HARMLESS))


def _end(error: BaseException | None) -> None:
    reading = g.pop("reading", None)
    if reading is not None:
        reading.close()
