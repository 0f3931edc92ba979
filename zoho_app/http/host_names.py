"""The host names that Bookdesk answers to: that of PUBLIC_URL, and this machine's own.

Checked before anything else.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.exceptions import MisdirectedRequest

# Names that no other site can take: a page there would have to be served by this machine.
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
# Monitors ask for it under whatever name they know the machine by.
HEALTH = "/health"


def init_app(app: Flask) -> None:
    """Check every request of the application."""
    app.before_request(_refuse_other_names)


def _refuse_other_names() -> None:
    """Answer 421 to who asks under another name than that of PUBLIC_URL.

    Else a site whose name suddenly leads here could use the browser of somebody who visits it.
    """
    asked = urlsplit(f"//{request.host}").hostname
    own = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    if asked not in {own, *THIS_MACHINE} and request.path != HEALTH:
        raise MisdirectedRequest
