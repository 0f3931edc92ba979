"""Guards of the pages: sign-in and form tokens."""

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
login_manager = LoginManager()


def init_app(app: Flask) -> None:
    """Bind both to the application."""
    csrf.init_app(app)
    login_manager.init_app(app)
