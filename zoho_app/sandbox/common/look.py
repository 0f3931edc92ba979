"""The look that the pages of all stand-ins share: a style sheet, a frame, and macros of fields."""

from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

HERE = Path(__file__).parent
STATIC = str(HERE / "static")


def dressed(app: Flask) -> Flask:
    """Let the templates of a stand-in use those of all."""
    own = app.jinja_loader
    shared = FileSystemLoader(str(HERE / "templates"))
    app.jinja_loader = ChoiceLoader([own, shared] if own else [shared])
    return app
