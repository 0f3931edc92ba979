"""Error pages: what happened, what became of the change, and what to press.

Below /api the door of the API puts its own words in their place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.limits import FIELDS, FORM_BYTES
from zoho_app.http.log import refused_because
from zoho_app.orders.files.limits import MOST_BYTES
from zoho_app.web.layout.redirects import host_of, own_page


@dataclass(frozen=True)
class Trouble:
    """A kind of failure in words."""

    title: str
    words: str


TROUBLES = {
    400: Trouble(
        "That request could not be read", "Nothing was changed. Go back, check what you typed, and try again."
    ),
    403: Trouble("Your role does not allow this", "Ask an owner of the store to do it, or to change your role."),
    404: Trouble(
        "Page not found",
        "The address may be mistyped, or the page was deleted. It may also belong to a store that you are not a "
        "member of.",
    ),
    405: Trouble("This address is not a page", "Nothing was changed. Go back and use the buttons on the page."),
    409: Trouble(
        "Somebody else changed this",
        "Somebody else, or a worker, changed this at the same time, so your change was not saved. Look at the "
        "current state first, then send it again.",
    ),
    413: Trouble(
        "That is too large",
        f"Nothing was changed. A form takes at most {FORM_BYTES // 1000} KB in {FIELDS:,} fields, a CSV file at most "
        f"{MOST_BYTES // 1024 // 1024} MB. Go back; your entries are still there. Shorten them, or split the file.",
    ),
    421: Trouble(
        "Bookdesk has another address",
        "Use the address that you were given. The administrator sets it as PUBLIC_URL.",
    ),
    429: Trouble("Too many attempts", "Wait a few minutes, then try again."),
    500: Trouble(
        "Something went wrong on our side",
        "Your last change may not have been saved. Go back and check; if it is missing, repeat it. Scheduled "
        "orders are still sent.",
    ),
    503: Trouble(
        "The database can't be reached",
        "Your last change was not saved. Nothing saved earlier is lost. Try again in a minute.",
    ),
}
FIELD_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
# Of a form that is shown again. What people type fits; nothing but quotation marks would take five times its size.
MOST_REPEATED = 600_000
AROUND_A_FIELD = 60
# Pages that must work while nothing else does: without the person, the store, the database.
BARE = (500, 503)
# Where nothing was saved, so that what was typed can be sent once more.
REPEATED = (409, 503)


def init_app(app: Flask) -> None:
    """Register a page for each kind of failure."""
    app.register_error_handler(CSRFError, _unsent)
    app.register_error_handler(401, _unsent)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(OperationalError, _away)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(Exception, _broken)


def _refused(error: HTTPException) -> Response | tuple[Response | str, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error  # a redirect that Werkzeug raises
    return _answer(code)


def _away(error: OperationalError) -> tuple[Response | str, int]:
    current_app.logger.error("The database did not answer: %s", type(error.orig).__name__)
    db.session.rollback()
    return _answer(503)


def _overtaken(error: Exception) -> tuple[Response | str, int]:
    current_app.logger.warning("Two requests changed the same row at once: %s at %s", type(error).__name__, _place())
    db.session.rollback()
    return _answer(409)


def _broken(error: Exception) -> tuple[Response | str, int]:
    current_app.logger.exception("A page failed: %s %s", request.method, _place())
    if current_app.config["PROPAGATE_EXCEPTIONS"] or current_app.testing:
        raise error
    db.session.rollback()
    return _answer(500)


def _place() -> str:
    """The address as the log may keep it: a one-time link's token is left out."""
    return str(request.url_rule or request.path)


def _answer(code: int) -> tuple[Response | str, int]:
    trouble = TROUBLES.get(code) or TROUBLES[400 if code < 500 else 500]
    shown = {"trouble": trouble, "code": code, "back": _page_before(), "fields": _kept() if code in REPEATED else []}
    if code in BARE:
        return current_app.jinja_env.get_template("errors/bare.html").render(**shown), code
    return render_template("errors/page.html", **shown), code


def _page_before() -> str:
    """The page of ours that led here, "" when none did."""
    address = request.referrer or ""
    path = urlsplit(address).path if host_of(address) == request.host else ""
    return own_page(path) if path != request.path or request.method != "GET" else ""


def _unsent(error: HTTPException) -> tuple[Response | str, int]:
    """A form that came without a valid token or sign-in: its entries are kept on the page to be sent again."""
    code = 401 if error.code == 401 else 400
    if code == 400:
        refused_because("CSRF")
    fields = _kept()
    return render_template(
        "errors/unsent.html", fields=fields or [], is_too_long=fields is None, signed_out=code == 401
    ), code


def _kept() -> Sequence[tuple[str, str]] | None:
    """What the form held, to be sent again; None when it is too long for a page."""
    try:
        typed = _typed()
    except RequestEntityTooLarge:
        return None
    return typed if sum(map(_length, typed)) <= MOST_REPEATED else None


def _typed() -> Sequence[tuple[str, str]]:
    """What the form held, except tokens and passwords; nothing of one from another site."""
    if host_of(request.headers.get("Origin", "")) != request.host:
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if _is_ours(name)]


def _is_ours(name: str) -> bool:
    """Whether a form of ours may have such a field, and it is neither a token nor a password."""
    return bool(FIELD_NAME.fullmatch(name)) and name != "csrf_token" and "password" not in name


def _length(field: tuple[str, str]) -> int:
    """How long a field becomes on a page: a quotation mark takes five characters there."""
    name, value = field
    return len(escape(value)) + len(name) + AROUND_A_FIELD
