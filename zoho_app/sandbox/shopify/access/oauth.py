"""The token endpoint: a client id and secret become an access token of a day. Refusals are pages of HTML."""

import hmac

from flask import Blueprint, Response, request

from ...common.ledger import note_change
from ..seed import setting
from ..state import shop
from . import tokens

blueprint = Blueprint("oauth", __name__)
Answer = dict[str, str | int] | Response


@blueprint.post("/admin/oauth/access_token")
def access_token() -> Answer:
    """Give a token for `grant_type=client_credentials`, sent as a form or as JSON."""
    store = shop().store
    known = setting(store)
    given = request.get_json(silent=True) if request.is_json else request.form
    if not isinstance(given, dict | request.form.__class__):
        return _refused("invalid_request")
    if given.get("grant_type") != "client_credentials":
        return _refused("unsupported_grant_type")
    if known["token_refusal"]:
        return _refused(known["token_refusal"])
    if str(given.get("client_id", "")) != known["client_id"]:
        return _refused("application_cannot_be_found")
    if not hmac.compare_digest(str(given.get("client_secret", "")).encode(), known["client_secret"].encode()):
        return _refused("invalid_client")
    with store.transaction():
        token = tokens.make(store, known["scopes"], known["token_lifetime"])
        note_change(store, "created", "token", "")
    return {"access_token": token, "scope": ",".join(known["scopes"]), "expires_in": known["token_lifetime"]}


def _refused(word: str) -> Response:
    page = (
        f"<!DOCTYPE html><html><head><title>Oauth error</title></head><body><h1>Oauth error {word}</h1></body></html>"
    )
    return Response(page, 400, content_type="text/html; charset=utf-8")
