"""Putting the sandbox together."""

import os
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from .accounts import oauth, tokens
from .back_office import catalogue, packages, settings, webhook
from .back_office import orders as back_office
from .books import (  # the views of the Books API register themselves at the gate
    contacts,  # noqa: F401
    gate,
    items,  # noqa: F401
    organizations,  # noqa: F401
    salesorder_bulk,  # noqa: F401
    salesorders,  # noqa: F401
)
from .common import look, serve
from .common.doorway import Doorway, Watch
from .common.faults import Faults
from .common.own_names import refuse_other_names
from .common.store import Store
from .control import views as control
from .control.faults import WORDS
from .errors import ZohoError
from .limits import CallsAtOnce, Limits
from .look_ups import INDEXES
from .seed import seed
from .state import Sandbox
from .state import sandbox as find_sandbox
from .workflow import rule
from .workflow.sender import Sender

WATCH = Watch(
    addresses=("/books/", "/oauth/"),
    secret=("/oauth/",),
    expire_tokens=tokens.expire_access_tokens,
    revoke_tokens=tokens.revoke_everything,
)


def create_sandbox(data_path: str, control_urls: bool = False, public_url: str = "") -> Flask:
    """Return the sandbox keeping its data in the SQLite file at `data_path`.

    Client id and secret come from ZOHO_CLIENT_ID and ZOHO_CLIENT_SECRET. `public_url`, or else ZOHO_SANDBOX_URL, is
    the address callers know it by when that is not the one they use. `control_urls` serves /sandbox/... for tests.
    """
    app = look.dressed(Flask(__name__, static_folder=look.STATIC, static_url_path="/static"))
    store = Store(data_path, INDEXES)
    sandbox = Sandbox(
        store=store,
        limits=Limits(store),
        faults=Faults(WORDS),
        client_id=os.environ.get("ZOHO_CLIENT_ID") or "bookdesk-sandbox",
        client_secret=os.environ.get("ZOHO_CLIENT_SECRET") or "bookdesk-sandbox-secret",
        public_url=public_url or os.environ.get("ZOHO_SANDBOX_URL", ""),
    )
    seed(store)
    store.after_put = rule.after_put
    app.extensions["sandbox"] = sandbox
    app.extensions["store"] = store
    app.before_request(_refuse_other_names)
    for room in (gate, oauth, back_office, catalogue, packages, settings, webhook):
        app.register_blueprint(room.blueprint)
    if control_urls:
        app.register_blueprint(control.blueprint)
    app.register_error_handler(ZohoError, _answer_refusal)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.after_request(_add_security_headers)
    if control_urls:
        app.wsgi_app = Doorway(app.wsgi_app, store, sandbox.faults, WATCH)  # type: ignore[method-assign]
    app.wsgi_app = CallsAtOnce(app.wsgi_app, sandbox.limits)  # type: ignore[method-assign]
    return app


def stand_in(app: Flask, host: str, port: int) -> serve.StandIn:
    """The sandbox as one of the servers of its process; its webhooks go out beside it."""
    sender = Sender(app.extensions["store"])
    return serve.StandIn("Sandbox Zoho", app, host, port, sender.start, sender.stop)


def _refuse_other_names() -> None:
    refuse_other_names(urlsplit(find_sandbox().public_url).hostname or "")


def _answer_refusal(error: ZohoError) -> tuple[Response, int]:
    return jsonify({"code": error.code, "message": error.message}), error.status


def _answer_http_error(error: HTTPException) -> Any:
    if not request.path.startswith("/books/"):
        return error
    if error.code == 500:
        return jsonify({"code": 1000, "message": "Internal error"}), 500
    if error.code == 405:
        return jsonify({"code": 37, "message": "The HTTP method is not allowed for this URL."}), 405
    return jsonify({"code": 5, "message": "Invalid URL Passed"}), error.code or 404


def _add_security_headers(response: AnyResponse) -> AnyResponse:
    # No form-action here: the consent form ends in a redirect to the integration's own address.
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store" if "grant" in g else "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
