"""What guards the pages: under which name they are asked, who is signed in, and that a form is one of ours."""

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from werkzeug.exceptions import MisdirectedRequest

csrf = CSRFProtect()
login_manager = LoginManager()

# Names that no other site can take: a page there would have to be served by this machine.
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
# Monitors ask for it under whatever name they know the machine by.
HEALTH = "/health"


def init_app(app: Flask) -> None:
    """Bind them to the application."""
    app.before_request(_refuse_other_names)
    csrf.init_app(app)
    login_manager.init_app(app)


def _refuse_other_names() -> None:
    """Answer 421 to who asks under another name than that of PUBLIC_URL.

    Else a site whose name suddenly leads here could use the browser of somebody who visits it.
    """
    asked = urlsplit(f"//{request.host}").hostname
    own = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    if asked not in {own, *THIS_MACHINE} and request.path != HEALTH:
        raise MisdirectedRequest
