"""The door for pushes: Zoho Books tells by a webhook that a sales order has changed.

The secret is compared before anything else is looked at, the body included. What is taken in is a hint, and an
appointment reads the sales order, so that the answer comes at once, however slow Zoho Books or Redis may be.
"""

import logging

from flask import Blueprint, Response, jsonify, request

from zoho_app.accounts import throttle
from zoho_app.extensions import db, only_reading
from zoho_app.http.access import PUBLIC, access
from zoho_app.http.doors import csrf
from zoho_app.http.limits import refuse_more
from zoho_app.http.log import refused_because
from zoho_app.logs import context, events
from zoho_app.zoho_books.pushes import body, doors
from zoho_app.zoho_books.shipments import pushed

bp = Blueprint("zoho_push", __name__)
csrf.exempt(bp)  # no browser sends the secret, which stands in a header

# A whole sales order of some thirty lines; the page recommends a body of some hundred bytes.
MOST_BYTES = 64_000


@bp.post("/webhooks/zoho-books/<string(maxlength=40):public_id>")
@access(PUBLIC)
def push(public_id: str) -> tuple[Response, int]:
    with only_reading():
        store_id = doors.enter(public_id, request.headers.get(doors.HEADER, "").strip())
    db.session.rollback()  # nothing is held while the body comes in
    if store_id is None:
        return _refuse(public_id)
    context.bind(store=store_id)
    request.max_content_length = MOST_BYTES
    sent = request.get_data(cache=False)
    refuse_more(request.stream)
    try:
        told = body.read(request.content_type or "", sent)
    except body.Unreadable as unreadable:
        return _unreadable(store_id, str(unreadable))
    try:
        pushed.take_in(store_id, told)
        db.session.commit()
    except pushed.TooMany as too_many:
        db.session.rollback()
        return _wait("Too many pushes.", too_many.seconds)
    return jsonify(message="Thank you."), 200


def _unreadable(store_id: int, words: str) -> tuple[Response, int]:
    """Say what is wrong here and to whoever waits for a test; Zoho would only send the same again."""
    if (door := doors.get_alone(store_id)) is not None:
        doors.note_test(door, f"A push arrived, but {words}.", is_good=False)
        db.session.commit()
    refused_because("no sales order named")
    return jsonify(message=f"Nothing was done: {words}."), 400


def _refuse(public_id: str) -> tuple[Response, int]:
    """Answer a wrong secret, or an address that nobody has, in the same way; too many have to wait."""
    refused_because("webhook secret")
    counts = throttle.of_push(public_id, request.remote_addr or "")
    if seconds := throttle.seconds_left(*counts):
        return _wait("Too many pushes with a wrong secret.", seconds)
    events.note("push.wrong_secret", logging.WARNING)
    db.session.rollback()  # a transaction that has read can't be sure to write; a fresh one can
    seconds = throttle.take_turn(*counts)
    doors.note_wrong_secret(public_id)
    db.session.commit()
    if seconds:
        return _wait("Too many pushes with a wrong secret.", seconds)
    return jsonify(message=f"Wrong address or wrong secret in the header {doors.HEADER}."), 401


def _wait(words: str, seconds: int) -> tuple[Response, int]:
    answer = jsonify(message=f"{words} Wait {seconds} seconds.")
    answer.headers["Retry-After"] = str(seconds)
    return answer, 429
