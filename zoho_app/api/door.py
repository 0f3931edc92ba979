"""Authentication, rate limit and error answers of the API."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, g, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import MethodNotAllowed, default_exceptions

from zoho_app.accounts import api_keys, throttle
from zoho_app.accounts.models import ApiKey
from zoho_app.actors import API
from zoho_app.api import bucket, envelope
from zoho_app.api.body import BadBody
from zoho_app.extensions import db, only_reading
from zoho_app.http.access import HARMLESS
from zoho_app.http.doors import csrf
from zoho_app.http.limits import API_BYTES, refuse_more
from zoho_app.logs import context, events
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.input.fields import HIGHEST_ID, BadFields
from zoho_app.orders.shipments import DuplicateShipment

BASE = "/api/v2"
ID = f"int(max={HIGHEST_ID})"  # no database id is larger
OVERRIDABLE = ("PUT", "DELETE")


@dataclass(frozen=True)
class Program:
    """The key that a request came with, as it is kept."""

    key_name: str
    key_ending: str

    @property
    def name(self) -> str:
        """What the program is called; "" while nobody has named its key."""
        return "" if self.key_name == api_keys.DEFAULT_NAME else self.key_name


class NotFound(Exception):
    """The store has no such thing; the text says which."""


def blueprint(name: str) -> Blueprint:
    """A part of the API: it asks for the store's key, takes a token, and answers refusals in JSON."""
    bp = Blueprint(f"api_{name}", __name__, url_prefix=BASE)
    csrf.exempt(bp)  # the key is in a header that no other site can make a browser send
    bp.before_request(_enter)
    for kind, answer in REFUSALS.items():
        bp.register_error_handler(kind, answer)
    return bp


def init_app(app: Flask) -> None:
    """Accept POST in place of PUT and DELETE, and answer every error below /api in JSON."""
    app.wsgi_app = _override_method(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(_enter_where_nothing_is)
    app.after_request(_word_error)
    app.after_request(_show_tokens)


def _enter_where_nothing_is() -> Response | None:
    """An unknown address, or a method that it does not have: the key is asked for there, too."""
    if request.endpoint is not None or not request.path.startswith(f"{BASE}/"):
        return None
    refusal = _enter()
    if refusal is None and any(map(_is_too_high, request.path.split("/"))):
        return envelope.error(_words(404), 404)  # Werkzeug takes a number that no address has for a wrong method
    return refusal


def _is_too_high(part: str) -> bool:
    is_number = part.isascii() and part.isdigit()
    return is_number and (len(part) > len(str(HIGHEST_ID)) or int(part) > HIGHEST_ID)


def _enter() -> Response | None:
    """Check the store's key and take a token; only then read the body, with no transaction open."""
    envelope.start()
    store_id, address = _named_store(), request.remote_addr or ""
    context.bind(store=store_id, person=API)
    with only_reading():
        key = api_keys.find(store_id, request.headers.get("ORDERDESK-API-KEY", "").strip())
    if key is None:
        context.bind(reason="API key")
        # Who sends no key guesses nothing. Who sends the right one never waits for what others guess in the same
        # network; a key of 256 random bits is not found by guessing faster.
        if request.headers.get("ORDERDESK-API-KEY") and (seconds := _note_wrong_key(store_id, address)):
            return _wait(seconds)
        words = "Wrong store ID or API key. Send both in the headers ORDERDESK-STORE-ID and ORDERDESK-API-KEY."
        return envelope.error(words, 401)
    _remember(key)
    g.api_tokens = bucket.take(store_id)
    if g.api_tokens.wait:
        return envelope.error("Too many requests. Wait as long as X-Retry-After says.", 429)
    if key.scope == api_keys.READ and request.method not in HARMLESS:
        return envelope.error("This API key may only read. Use a key that may change things, too.", 403)
    _note_use(key)
    request.max_content_length = API_BYTES
    if request.method not in HARMLESS:
        db.session.rollback()
        request.get_data()
        refuse_more(request.stream)
    return None


def _named_store() -> int:
    """The id of the store that the request names; 0, which no store has, for none."""
    text = request.headers.get("ORDERDESK-STORE-ID", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _wait(seconds: int) -> Response:
    answer = envelope.error("Too many requests with a wrong API key. Wait as long as X-Retry-After says.", 429)
    answer.headers["X-Retry-After"] = answer.headers["Retry-After"] = str(seconds)
    return answer


def _note_wrong_key(store_id: int, address: str) -> int:
    """Count the wrong key; returns how many seconds the next one has to wait when there were too many."""
    counts = throttle.of_api(store_id, address)
    if seconds := throttle.seconds_left(*counts):
        return seconds
    events.note("api_key.wrong", logging.WARNING)
    db.session.rollback()  # a transaction that has read can't be sure to write; a fresh one can
    with only_reading(False):
        seconds = throttle.take_turn(*counts)
        db.session.commit()
    return seconds


def _remember(key: ApiKey) -> None:
    """What views need of the key and its store, known before the body is read, without a transaction."""
    g.store, g.zone = key.store, ZoneInfo(key.store.time_zone)
    g.program = Program(key.name, key.ending)


def _note_use(key: ApiKey) -> None:
    if api_keys.is_use_to_be_noted(key):
        key_id = key.id
        db.session.rollback()  # a transaction that has read can't be sure to write; a fresh one can
        with only_reading(False):
            api_keys.note_use(key_id)
            db.session.commit()


def _show_tokens(answer: Response) -> Response:
    tokens: bucket.Taken | None = g.get("api_tokens")
    if tokens is not None:
        answer.headers["X-Tokens-Remaining"] = str(tokens.remaining)
        if tokens.wait:
            answer.headers["X-Retry-After"] = answer.headers["Retry-After"] = str(tokens.wait)
    return answer


def _bad_fields(bad: BadFields) -> Response:
    errors = [{"field": error.field, "message": error.words} for error in bad.errors]
    return envelope.error(str(bad), 400, errors=errors)


def _duplicate_order(duplicate: DuplicateOrder) -> Response:
    return envelope.error(str(duplicate), 409, order_id=str(duplicate.order_id))


def _duplicate_shipment(duplicate: DuplicateShipment) -> Response:
    # Order Desk API docs: "Shipment Not Added" when there is one already.
    words = f"Shipment Not Added. {duplicate}"
    return envelope.error(words, 409, shipment_id=str(duplicate.existing.id))


def _clash(_: Exception) -> Response:
    return envelope.error("Somebody else changed this at the same moment; nothing was changed. Try again.", 409)


REFUSALS: dict[type[Exception], Callable[[Any], Response]] = {
    BadBody: lambda bad: envelope.error(str(bad), 400),
    BadFields: _bad_fields,
    DuplicateOrder: _duplicate_order,
    DuplicateShipment: _duplicate_shipment,
    NotFound: lambda missing: envelope.error(str(missing), 404),
    StaleDataError: _clash,
    IntegrityError: _clash,
}


def _word_error(answer: Response) -> Response:
    """Errors that no view answered (unknown address, wrong method, too large, broken) become JSON too."""
    if request.path.startswith("/api/") and answer.status_code >= 400 and not isinstance(answer, envelope.Answer):
        answer.set_data(envelope.error(_words(answer.status_code), answer.status_code).get_data())
        answer.content_type = "application/json"
        if isinstance(request.routing_exception, MethodNotAllowed):
            answer.headers["Allow"] = ", ".join(request.routing_exception.valid_methods or ())
    return answer


def _words(status: int) -> str:
    own = {
        404: f"There is nothing at {request.method} {request.path}.",
        405: f"{request.method} is not possible at {request.path}.",
        413: f"The body is too large; at most {API_BYTES // 1024 // 1024} MB.",
        503: "The database can't be reached; nothing was changed. Try again in a minute.",
        500: "Something broke in Bookdesk; nothing was changed. The server's log says more.",
    }
    known = default_exceptions.get(status)
    return own.get(status) or (known.description if known else None) or "The request can't be answered."


def _override_method(wsgi_app: Callable[..., Any]) -> Callable[..., Any]:
    """Clients that can only POST name the method in X-HTTP-Method-Override (Order Desk API docs)."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        wanted = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE", "").strip().upper()
        is_post = environ["REQUEST_METHOD"] == "POST"
        if is_post and wanted in OVERRIDABLE and environ.get("PATH_INFO", "").startswith(f"{BASE}/"):
            environ["REQUEST_METHOD"] = wanted
        return wsgi_app(environ, start_response)

    return answer
