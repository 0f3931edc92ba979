"""Bookdesk: create_desk() for background processes, create_app() with the pages and the API (application.py)."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zoho_app.application import create_app, create_desk

__all__ = ["create_app", "create_desk"]


def __getattr__(name: str) -> Any:
    """Load the application when somebody asks for it: the parent of all processes has to stay small."""
    if name in __all__:
        return getattr(import_module("zoho_app.application"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
