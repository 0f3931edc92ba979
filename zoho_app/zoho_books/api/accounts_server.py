"""Talking to Zoho's accounts servers: consent, tokens, revocation. Nothing is stored here.

Zoho Accounts, OAuth 2.0: most refusals come as HTTP 200 with `{"error": ...}`; a code lives about a minute
and is exchanged within the request that brings it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2 import ClientAuth, OAuth2Client, OAuth2Error
from flask import current_app

from zoho_app import outgoing
from zoho_app.clock import now
from zoho_app.config import SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET
from zoho_app.outgoing import Broken, Limits, NotSent
from zoho_app.zoho_books.api import data_centers, throttle
from zoho_app.zoho_books.api.data_centers import SANDBOX, DataCenter

SCOPES = (
    "ZohoBooks.settings.READ",
    "ZohoBooks.contacts.READ",
    "ZohoBooks.contacts.CREATE",
    "ZohoBooks.contacts.UPDATE",
    "ZohoBooks.salesorders.READ",
    "ZohoBooks.salesorders.CREATE",
    "ZohoBooks.salesorders.UPDATE",
)

TOTAL_SECONDS = 20
LARGEST_ANSWER = 1_000_000  # bytes

# Why Zoho gave no token.
CODE, CLIENT, THROTTLED, UNREACHABLE, ANSWER = "code", "client", "throttled", "unreachable", "answer"
NO_REFRESH_TOKEN, REGION = "no_refresh_token", "region"

_CAUSES = {
    "invalid_code": CODE,
    "invalid_grant": CODE,
    "invalid_client": CLIENT,
    "invalid_client_secret": CLIENT,
    "invalid_redirect_uri": CLIENT,
}


class NoToken(Exception):
    """Zoho gave no token; `cause` is one of the codes above, `error` is Zoho's own short code, if any.

    `wait` is how long Zoho asks to wait (THROTTLED), `other` the region that its answer named instead (REGION).
    """

    def __init__(
        self, cause: str, error: str = "", wait: timedelta = throttle.SOME_TIME, other: DataCenter | None = None
    ) -> None:
        super().__init__(f"{cause} {error}".strip())
        self.cause = cause
        self.error = error
        self.wait = wait
        self.other = other


@dataclass(frozen=True)
class Grant:
    """What Zoho gave: `refresh_token` is empty after a refresh, when the former one stays good."""

    data_center: DataCenter
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime  # UTC


@dataclass(frozen=True)
class Client:
    """The client id and secret of Bookdesk at Zoho."""

    id: str
    secret: str = field(repr=False)


def client(center: DataCenter) -> Client | None:
    """The client id and secret for a data center, or None when this installation has none.

    A sandbox is never told the secret that opens the real Zoho.
    """
    if center.key == SANDBOX:
        return Client(SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET)
    given = Client(current_app.config.get("ZOHO_CLIENT_ID", ""), current_app.config.get("ZOHO_CLIENT_SECRET", ""))
    return given if given.id and given.secret else None


def redirect_address() -> str:
    """Where Zoho sends people back to; it has to be registered there character by character."""
    return f"{current_app.config['PUBLIC_URL']}/integrations/zoho-books/callback"


def authorization_address(
    center: DataCenter, redirect_uri: str, state: str, code_verifier: str, currency_code: str
) -> str:
    """Return the address of Zoho's consent page; a sandbox is told the store's currency, and may follow it.

    `prompt=consent` makes Zoho give a refresh token every time (Zoho Accounts, OAuth 2.0). The code challenge is
    PKCE's (RFC 7636): a code that somebody has caught is worth nothing without the verifier. Zoho does not document
    it for web applications; a server that does not know it takes no notice.
    """
    told = {"currency": currency_code} if center.key == SANDBOX else {}
    address, _ = _client(center).create_authorization_url(
        f"{center.accounts}/oauth/v2/auth",
        state=state,
        code_verifier=code_verifier,
        redirect_uri=redirect_uri,
        scope=",".join(SCOPES),
        access_type="offline",
        prompt="consent",
        **told,
    )
    return str(address)


def exchange(center: DataCenter, code: str, redirect_uri: str, code_verifier: str) -> Grant:
    """Turn the code of a callback into tokens. Raises NoToken."""
    address = f"{center.accounts}/oauth/v2/token"
    asked = _client(center)
    given = {"code": code, "redirect_uri": redirect_uri, "code_verifier": code_verifier}
    answer = _ask(lambda: asked.fetch_token(address, grant_type="authorization_code", **given))
    if not answer.get("refresh_token"):
        raise NoToken(NO_REFRESH_TOKEN)
    try:
        return _grant(center, answer)
    except NoToken:
        revoke(center, str(answer["refresh_token"]))  # nobody will use it
        raise


def refresh(center: DataCenter, refresh_token: str) -> Grant:
    """Ask for a new access token. Raises NoToken; only CODE and CLIENT mean that asking again is in vain."""
    asked = _client(center)
    answer = _ask(lambda: asked.refresh_token(f"{center.accounts}/oauth/v2/token", refresh_token=refresh_token))
    return _grant(center, answer)


def revoke(center: DataCenter, refresh_token: str) -> bool:
    """End a refresh token at Zoho; False when Zoho did not confirm it."""
    address = f"{center.accounts}/oauth/v2/token/revoke"
    try:
        answer = outgoing.send("POST", address, data={"token": refresh_token}, limits=Limits(TOTAL_SECONDS))
    except (NotSent, Broken):
        return False
    return answer.status == 200 and b'"error"' not in answer.body


def organizations(grant: Grant) -> list[dict[str, Any]]:
    """Read the organizations that the person who consented belongs to. Raises NoToken.

    Zoho Books API, "List organizations": the one call that needs no organization_id. It is made here, with a
    token that belongs to no store yet, so that connecting happens wholly or not at all.
    """
    headers = {"Authorization": f"Zoho-oauthtoken {grant.access_token}"}
    address = f"{grant.data_center.books_api}/organizations"
    try:
        answer = outgoing.send("GET", address, headers=headers, limits=Limits(TOTAL_SECONDS))
        rows = json.loads(answer.body)["organizations"]
    except (NotSent, Broken) as error:
        raise NoToken(UNREACHABLE) from error
    except (ValueError, KeyError, TypeError) as error:
        raise NoToken(ANSWER) from error
    if answer.status != 200 or not isinstance(rows, list):
        raise NoToken(ANSWER, str(answer.status))
    return [row for row in rows if isinstance(row, dict)]


def _client(center: DataCenter) -> OAuth2Client:
    known = client(center)
    if known is None:
        raise NoToken(CLIENT)
    methods = {"token_endpoint_auth_method": "client_secret_post", "code_challenge_method": "S256"}
    return OAuth2Client(_Door(), known.id, known.secret, **methods)


class _Door:
    """The transport for Authlib: with our deadline and size limit, and without redirects."""

    def post(self, url: str, data: dict[str, str], headers: dict[str, str], auth: ClientAuth) -> "_TokenAnswer":
        url, headers, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        answer = outgoing.send("POST", url, data=body, headers=headers, limits=Limits(TOTAL_SECONDS, LARGEST_ANSWER))
        if 300 <= answer.status < 400:  # a secret follows no redirect
            raise NoToken(ANSWER, str(answer.status))
        if (wait := throttle.wait_for(answer.status, answer.headers, answer.body)) is not None:
            raise NoToken(THROTTLED, str(answer.status), wait)
        return _TokenAnswer(answer.status, answer.body)


@dataclass(frozen=True)
class _TokenAnswer:
    status_code: int
    body: bytes = field(repr=False)

    def json(self) -> Any:
        return json.loads(self.body)

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise NoToken(UNREACHABLE)


def _ask(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        answer = call()
    except OAuth2Error as error:
        raise NoToken(_CAUSES.get(error.error, ANSWER), str(error.error)[:60]) from error
    except (NotSent, Broken) as error:
        raise NoToken(ANSWER if isinstance(error.root, ValueError) else UNREACHABLE) from error
    except ValueError as error:  # an HTML page, or no JSON object
        raise NoToken(ANSWER) from error
    if not isinstance(answer.get("access_token"), str):
        raise NoToken(ANSWER)
    return answer


def _grant(center: DataCenter, answer: dict[str, Any]) -> Grant:
    api_domain = answer.get("api_domain")
    if api_domain and (named := data_centers.by_api_domain(str(api_domain))) != center:
        raise NoToken(REGION, other=named)
    return Grant(
        data_center=center,
        access_token=answer["access_token"],
        refresh_token=str(answer.get("refresh_token") or ""),
        expires_at=now() + timedelta(seconds=_seconds(answer.get("expires_in"))),
    )


def _seconds(given: Any) -> int:
    """How long the token lives; Zoho says 3600, some answers say it as text."""
    text = str(given)
    return min(int(text), 86_400) if text.isdecimal() else 3600
