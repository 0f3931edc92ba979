"""Answers that are made while they travel: one part at a time in memory, and no transaction open in between."""

from collections.abc import Iterator

from flask import Flask, current_app

from zoho_app.extensions import only_reading


def in_parts(parts: Iterator[str]) -> Iterator[str]:
    """The parts, each made in a context of its own."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return _made(app, parts)


def _made(app: Flask, parts: Iterator[str]) -> Iterator[str]:
    while True:
        with app.app_context(), only_reading():
            part = next(parts, None)
        if part is None:
            return
        yield part
