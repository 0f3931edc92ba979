"""What guards the pages: who is signed in, and that a form comes from a page of ours."""

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
login_manager = LoginManager()


def init_app(app: Flask) -> None:
    """Bind both to the application."""
    csrf.init_app(app)
    login_manager.init_app(app)
