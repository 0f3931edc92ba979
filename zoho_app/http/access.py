"""Who may use a route. Deny by default: a route that names nobody answers 404 to everybody."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.accounts.models import OPERATOR, OWNER, VIEWER, Store
from zoho_app.extensions import db, only_reading
from zoho_app.http.limits import FORM_BYTES
from zoho_app.http.log import refused_because

PUBLIC, SIGNED_IN, API_KEY = "public", "signed in", "API key"
HARMLESS = ("GET", "HEAD", "OPTIONS")
View = TypeVar("View", bound=Callable[..., Any])
__all__ = ["API_KEY", "OPERATOR", "OWNER", "PUBLIC", "SIGNED_IN", "VIEWER", "access", "init_app"]


def access(who: str, body: int = FORM_BYTES) -> Callable[[View], View]:
    """Mark a view with who may use it: PUBLIC, SIGNED_IN, API_KEY, or the least role VIEWER, OPERATOR, OWNER.

    A view marked with a role must have `store_id` in its address; it finds the store in `g.store`. `body` is how many
    bytes whoever was let in may send it.
    """

    def mark(view: View) -> View:
        view.access, view.body = who, body  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    """Check every request of the application before its view runs and before its body is read."""
    app.before_request(_check)


def _check() -> Response | None:
    if request.endpoint is None:
        return None  # no such address: Flask answers 404 itself
    who = _who_may(request.endpoint)
    if who in (PUBLIC, API_KEY):  # api/ checks its keys itself, before any view
        return None
    if who is None:
        abort(404)
    with only_reading():
        if not current_user.is_authenticated:
            return _to_sign_in()
        if who != SIGNED_IN:
            _enter_store(who)
    if request.method not in HARMLESS:
        db.session.rollback()  # while the body comes in, however slowly, nobody waits for this request
    request.max_content_length = getattr(current_app.view_functions[request.endpoint], "body", FORM_BYTES)
    return None


def _who_may(endpoint: str) -> str | None:
    if endpoint == "static" or endpoint.endswith(".static"):
        return PUBLIC
    return getattr(current_app.view_functions[endpoint], "access", None)


def _to_sign_in() -> Response:
    if request.method not in ("GET", "HEAD"):
        abort(401)  # the page for it keeps what was typed
    return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))


def _enter_store(role: str) -> None:
    """Put the store into `g.store`; answer 404 to anybody who does not belong to it."""
    store = db.session.get(Store, (request.view_args or {}).get("store_id"))
    user = current_user.user
    if store is None or user.role_in(store.id) is None:
        refused_because("stranger")
        abort(404)
    if not user.may(role, store.id):
        abort(403)
    g.store = store
