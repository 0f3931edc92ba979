"""The gate of the Books API: who calls, for which organization, with which right, how often.

`@operation` turns a function that returns an answer's own keys into a view with Zoho's envelope. The
whole call runs in one transaction: it is committed wholly, or a ZohoError undoes it.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from ..accounts import tokens
from ..common.store import Document
from ..errors import ZohoError, invalid_value
from ..state import sandbox

blueprint = Blueprint("books", __name__, url_prefix="/books/v3")
Answer = dict[str, Any]
LARGEST_NUMBER = 1e12
ORGANIZATION_FREE = {"/books/v3/organizations"}


def operation(
    method: str, path: str, scope: str, message: str = "success", status: int = 200
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Serve a function at a path of the Books API; `scope` is such as "contacts.READ"."""

    def register(function: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(function)
        def view(**parts: str) -> tuple[Response, int]:
            with sandbox().store.transaction():
                _check_scope(scope)
                answer = function(**parts)
            return jsonify({"code": 0, "message": message, **answer}), status

        # Clients of long standing put a slash at the end, and are answered.
        blueprint.add_url_rule(path, f"{method} {path}", view, methods=[method], strict_slashes=False)
        return function

    return register


@blueprint.before_request
def let_in() -> None:
    g.grant = _grant()
    if request.path.rstrip("/") in ORGANIZATION_FREE:
        return
    with sandbox().store.transaction():
        g.organization = _organization()
        # What follows is counted even when it is refused, so it has a transaction of its own.
        sandbox().limits.spend(g.organization)


def _grant() -> tokens.Grant:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    known = kind.lower() in ("zoho-oauthtoken", "bearer")
    grant = tokens.find(sandbox().store, "access", secret.strip()) if known else None
    if grant is None:
        raise ZohoError(14, "The authentication value you entered is invalid", 401)
    return grant


def _organization() -> Document:
    wanted = request.args.get("organization_id", "")
    found = sandbox().store.get("organization", "", wanted)
    if found is None:
        raise ZohoError(6041, f"This user is not associated with the CompanyID/CompanyName:{wanted}.")
    return found


def _check_scope(scope: str) -> None:
    room, _, right = scope.partition(".")
    enough = {f"ZohoBooks.{room}.{right}", f"ZohoBooks.{room}.ALL", "ZohoBooks.fullaccess.all"}
    if not enough & set(g.grant.scopes):
        raise ZohoError(57, "You are not authorized to perform this operation", 401)


@blueprint.after_request
def add_limit_headers(response: Response) -> Response:
    if "organization" in g:
        response.headers.update(sandbox().limits.headers(g.organization))
    return response


def body() -> dict[str, Any]:
    """Return the request's JSON object, from the body or from the form field JSONString."""
    found = json_value()
    if not isinstance(found, dict):
        raise ZohoError(1038, "JSON is not well formed")
    return found


def json_value() -> Any:
    """Return the request's JSON, whatever it is; raise ZohoError 11 (nothing) or 1038 (malformed)."""
    text = request.form.get("JSONString") or request.get_data(as_text=True)
    if not text.strip():
        raise ZohoError(11, "The request has no JSON body.")
    try:
        return json.loads(text)
    except ValueError as error:
        raise ZohoError(1038, "JSON is not well formed") from error


def number(value: Any, field: str) -> float:
    """Return a JSON number (or one written as text); raise ZohoError 2 naming the field."""
    try:
        if isinstance(value, bool) or not abs(float(value)) < LARGEST_NUMBER:
            raise ValueError
        return float(value)
    except (TypeError, ValueError) as error:
        raise invalid_value(field) from error
