"""Redirects never repeat the request's host, which the client can choose freely."""

from urllib.parse import urlsplit, urlunsplit

from flask import Flask, request
from werkzeug.wrappers import Response


def init_app(app: Flask) -> None:
    """Make every redirect within the desk one to a path, also those that Werkzeug makes itself."""
    app.after_request(_without_host)


def _without_host(answer: Response) -> Response:
    location = answer.headers.get("Location", "")
    parts = urlsplit(location)
    if parts.netloc and parts.netloc == request.host:
        path = "/" + parts.path.lstrip("/")  # two slashes would name a host again
        answer.headers["Location"] = urlunsplit(("", "", path, parts.query, parts.fragment))
    return answer
