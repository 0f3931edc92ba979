"""Browsers that have signed in to an account before: a signed cookie tells them from strangers who guess.

It opens nothing. Wrong passwords typed in such a browser are counted by themselves, so that guesses made elsewhere
never make its person wait. A new password makes all such cookies worthless.
"""

import secrets
from datetime import timedelta

from flask import after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from zoho_app.accounts.models import User

KNOWN_FOR = timedelta(days=180)


def name_in(user: User | None) -> str:
    """What this browser is called in its cookie for the account; "" for a browser that the account does not know."""
    cookie = request.cookies.get(_cookie(user)) if user else None
    if user is None or cookie is None:
        return ""
    try:
        return str(_signer(user).loads(cookie, max_age=int(KNOWN_FOR.total_seconds())))
    except BadSignature:
        return ""


def remember(user: User) -> None:
    """Let the answer to the current request make this browser one that the account knows."""
    cookie, value = _cookie(user), _signer(user).dumps(name_in(user) or secrets.token_urlsafe(16))

    @after_this_request
    def set_cookie(answer: Response) -> Response:
        answer.set_cookie(
            cookie,
            value,
            max_age=KNOWN_FOR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return answer


def _cookie(user: User) -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known-{user.id}"


def _signer(user: User) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        current_app.config["SECRET_KEY"], salt=f"known browser {user.id} {user.password_hash}"
    )
