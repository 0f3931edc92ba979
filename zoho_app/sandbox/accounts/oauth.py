"""The accounts server: consent page, token endpoint, revocation.

Zoho's accounts server answers most mistakes with HTTP 200 and `{"error": ...}`.
"""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ..common.same_origin import refuse_other_origins
from ..editions.follow import follow_currency
from ..state import DEFAULT_TOKEN_LIFETIME, sandbox
from . import tokens

blueprint = Blueprint("oauth", __name__, url_prefix="/oauth")
MODULES = (
    *("settings", "contacts", "estimates", "invoices", "customerpayments", "creditnotes", "projects", "expenses"),
    *("salesorders", "purchaseorders", "bills", "debitnotes", "vendorpayments", "banking", "accountants"),
)
RIGHTS = ("CREATE", "READ", "UPDATE", "DELETE", "ALL")
SCOPES = {"ZohoBooks.fullaccess.all", *(f"ZohoBooks.{module}.{right}" for module in MODULES for right in RIGHTS)}
View = Response | str | tuple[str, int] | dict[str, Any] | tuple[dict[str, Any], int]


@blueprint.get("/v2/auth")
def ask_consent() -> View:
    """Ask as Zoho does; `currency` is the sandbox's own, and names what the caller sells in."""
    problem = _problem(request.args)
    if problem:
        return render_template("consent_refused.html", problem=problem), 400
    return render_template("consent.html", scopes=_scopes(request.args["scope"]), asked=request.args.to_dict())


@blueprint.post("/v2/auth")
def answer_consent() -> View:
    refuse_other_origins()
    asked = request.form
    problem = _problem(asked)
    if problem:
        return render_template("consent_refused.html", problem=problem), 400
    if asked.get("decision") != "accept":
        return _back(asked, error="access_denied")
    store = sandbox().store
    with store.transaction():
        follow_currency(store, asked.get("currency", ""))
        code = tokens.make_code(
            store,
            asked["client_id"],
            _scopes(asked["scope"]),
            asked["redirect_uri"],
            _gives_refresh(asked),
            asked.get("code_challenge", ""),
        )
    return _back(asked, code=code, location="us", **{"accounts-server": sandbox().root_url()})


def _problem(asked: Any) -> str:
    """Return what is wrong with an authorization request, in Zoho's words, or an empty text."""
    target = urlsplit(asked.get("redirect_uri", ""))
    if asked.get("client_id") != sandbox().client_id:
        return "Invalid Client ID"
    if target.scheme not in ("http", "https") or not target.netloc or target.fragment:
        return "Invalid Redirect Uri"
    if asked.get("response_type") != "code":
        return "Invalid response type"
    scopes = _scopes(asked.get("scope", ""))
    if not scopes or not set(scopes) <= SCOPES:
        return "Scope does not exist"
    if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
        return "Invalid code challenge method"
    return ""


def _scopes(text: str) -> list[str]:
    return [scope.strip() for scope in text.split(",") if scope.strip()]


def _gives_refresh(asked: Any) -> bool:
    """An offline request gives a refresh token; a repeated one only when consent was asked again."""
    if asked.get("access_type") != "offline":
        return False
    asked_again = asked.get("prompt") == "consent"
    return asked_again or not tokens.has_refresh_token(sandbox().store, asked["client_id"])


def _back(asked: Any, **answer: str) -> Response:
    if asked.get("state"):
        answer["state"] = asked["state"]
    target = asked["redirect_uri"]
    return redirect(f"{target}{'&' if '?' in target else '?'}{urlencode(answer)}")


@blueprint.post("/v2/token")
def give_token() -> View:
    if request.values.get("client_id") != sandbox().client_id:
        return {"error": "invalid_client"}
    if request.values.get("client_secret") != sandbox().client_secret:
        return {"error": "invalid_client_secret"}
    with sandbox().store.transaction():
        if request.values.get("grant_type") == "authorization_code":
            return _exchange_code()
        if request.values.get("grant_type") == "refresh_token":
            return _refresh()
    return {"error": "unsupported_grant_type"}


def _exchange_code() -> View:
    store = sandbox().store
    grant = tokens.use_code(store, request.values.get("code", ""))
    if grant is None or grant.client_id != request.values["client_id"]:
        return {"error": "invalid_code"}
    if grant.details["redirect_uri"] != request.values.get("redirect_uri"):
        return {"error": "invalid_redirect_uri"}
    if not _is_verified(grant.details.get("code_challenge", ""), request.values.get("code_verifier", "")):
        return {"error": "invalid_code"}
    scopes = list(grant.scopes)
    if not grant.details["offline"]:
        return _token_answer("", scopes)
    refresh_token = tokens.make_refresh_token(store, grant.client_id, scopes)
    return {**_token_answer(refresh_token, scopes), "refresh_token": refresh_token}


def _is_verified(challenge: str, verifier: str) -> bool:
    """PKCE (RFC 7636): whoever began with a challenge has to show what it was made of."""
    if not challenge:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def _refresh() -> View:
    store = sandbox().store
    grant = tokens.find(store, "refresh", request.values.get("refresh_token", ""))
    if grant is None:
        return {"error": "invalid_code"}
    if tokens.is_throttled(store, grant.secret):
        return {
            "error": "Access Denied",
            "error_description": "Too many requests were made continuously. Please try again later.",
            "status": "failure",
        }, 400
    return _token_answer(grant.secret, list(grant.scopes))


def _token_answer(parent: str, scopes: list[str]) -> dict[str, Any]:
    store = sandbox().store
    lifetime = int(store.setting("token_lifetime", DEFAULT_TOKEN_LIFETIME))
    return {
        "access_token": tokens.make_access_token(store, sandbox().client_id, parent, scopes, lifetime),
        "scope": " ".join(scopes),
        "api_domain": sandbox().root_url(),
        "token_type": "Bearer",
        "expires_in": lifetime,
    }


@blueprint.post("/v2/token/revoke")
def revoke_token() -> View:
    with sandbox().store.transaction():
        known = tokens.revoke(sandbox().store, request.values.get("token", ""))
    return {"status": "success"} if known else ({"error": "invalid_token"}, 400)


@blueprint.get("/serverinfo")
def server_info() -> View:
    return {"result": "success", "locations": {"us": sandbox().root_url()}}
