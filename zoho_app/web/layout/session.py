"""The signed-in browser: what its cookie means, and how a session starts and ends."""

from flask import Flask, request, session
from flask_login import current_user, login_user, logout_user

from zoho_app.accounts import sign_ins
from zoho_app.accounts.models import SignIn, User
from zoho_app.extensions import db
from zoho_app.http.doors import login_manager
from zoho_app.logs import context, events
from zoho_app.web.layout import known_browser


def init_app(app: Flask) -> None:
    """Let Flask-Login find sign-ins, and let the cookie live as long as a sign-in may."""
    app.config["PERMANENT_SESSION_LIFETIME"] = sign_ins.ABSOLUTE_LIMIT
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    login_manager.user_loader(_load)


def _load(token: str) -> SignIn | None:
    sign_in = _find(token)
    if sign_in is not None:
        context.bind(person=sign_in.user.email)
    return sign_in


def _find(token: str) -> SignIn | None:
    sign_in = sign_ins.find(token)
    if sign_in is None or not sign_ins.is_stale(sign_in):
        return sign_in
    sign_in_id = sign_in.id
    db.session.rollback()  # a transaction that has read can't be sure to write; a fresh one can
    sign_ins.touch(sign_in_id)
    db.session.commit()
    return sign_ins.find(token)


def enter(user: User) -> None:
    """Sign the user in on this browser, which the account knows from now on.

    The session shares nothing with the one before.
    """
    session.clear()
    session.permanent = True
    login_user(sign_ins.start(user, request.user_agent.string))
    events.note_after_commit("sign_in.succeeded", person=user.email)
    known_browser.remember(user)


def come_back_to(path: str) -> None:
    """Redirect this browser's next sign-in to the page.

    The page's address may hold a token, so it is not put into another address.
    """
    session["come_back_to"] = path


def wanted_page() -> str:
    """Where the next sign-in leads; "" for nowhere in particular."""
    return str(session.get("come_back_to", ""))


def leave() -> None:
    """End this browser's sign-in on the server and forget its session."""
    sign_ins.end(current_user.user, current_user.id)
    events.note_after_commit("sign_in.ended")
    logout_user()
    session.clear()
