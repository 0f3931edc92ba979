"""Known browsers: a signed cookie tells browsers that have signed in before from strangers who guess.

It grants no access. Wrong passwords in such a browser are counted separately, so that guesses made elsewhere never
make its person wait. A new password invalidates all such cookies.
"""

import secrets
from datetime import timedelta

from flask import after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from zoho_app.accounts.models import User

KNOWN_FOR = timedelta(days=180)


def name_in(user: User | None) -> str:
    """The name of this browser in its cookie for the account; "" for an unknown browser."""
    cookie = request.cookies.get(_cookie(user)) if user else None
    if user is None or cookie is None:
        return ""
    try:
        return str(_signer(user).loads(cookie, max_age=int(KNOWN_FOR.total_seconds())))
    except BadSignature:
        return ""


def remember(user: User) -> None:
    """Mark this browser as known to the account, in the answer to the current request."""
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
