"""Redirects never repeat the request's host, which the client can choose freely."""

from urllib.parse import urlsplit, urlunsplit

from flask import Flask, request
from werkzeug.wrappers import Response


def init_app(app: Flask) -> None:
    """Make every redirect within the desk one to a path, also those that Werkzeug makes itself."""
    app.after_request(_without_host)


def own_page(address: str) -> str:
    """The address when it is the path of a page here; "" when it is anything else, also what is no address at all."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_path and not parts.scheme and not parts.netloc else ""


def back_to(page: str) -> str:
    """What the form or the address names as `back`, if it is this page of ours or lies below it; else this page."""
    wanted = own_page(request.values.get("back", ""))
    return wanted if wanted.startswith((f"{page}?", f"{page}/")) else page


def host_of(address: str) -> str:
    """The host and port that an address names; "" when it names none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _without_host(answer: Response) -> Response:
    location = answer.headers.get("Location", "")
    parts = urlsplit(location)
    if parts.netloc and parts.netloc == request.host:
        path = "/" + parts.path.lstrip("/")  # two slashes would name a host again
        answer.headers["Location"] = urlunsplit(("", "", path, parts.query, parts.fragment))
    return answer
