"""A link for the account's owner that lets a browser sign in while strangers guess the password."""

from email.message import EmailMessage
from functools import partial

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from zoho_app.accounts import letters, one_time_links, people, throttle
from zoho_app.accounts.models import OneTimeLink, User
from zoho_app.extensions import db
from zoho_app.http.access import PUBLIC, access
from zoho_app.web.accounts import post
from zoho_app.web.layout import known_browser

bp = Blueprint("unlock", __name__)


@bp.post("/sign-in/link")
@access(PUBLIC)
def ask() -> str:
    """The answer, and how long it takes, is the same for addresses with and without an account."""
    if not post.is_possible():
        abort(404)
    email = request.form.get("email", "").strip().lower()[:254]
    may_send = throttle.may_mail_unlock(email)
    db.session.commit()
    if may_send:
        post.later(partial(_letter, email))
    return render_template("accounts/link_sent.html", email=email)


def _letter(email: str) -> EmailMessage | None:
    user = people.find(email)
    if user is None:
        return None
    link = f"{current_app.config['PUBLIC_URL']}/unlock/{one_time_links.new_unlock_link(user)}"
    db.session.commit()
    return letters.unlock(email, link)


@bp.route("/unlock/<token>", methods=["GET", "POST"])
@access(PUBLIC)
def unlock(token: str) -> str | Response | tuple[str, int]:
    """Programs that look into e-mails open links, too, so that a person has to press a button."""
    link = one_time_links.find(one_time_links.UNLOCK, token)
    user = db.session.get(User, link.user_id) if link else None
    if link is None or user is None:
        return _used_up()
    if request.method == "POST":
        return _open(link, user)
    return render_template("accounts/unlock.html", email=user.email)


def _open(link: OneTimeLink, user: User) -> Response | tuple[str, int]:
    if not one_time_links.use(link):
        return _used_up()
    known_browser.remember(user)
    db.session.commit()
    flash(f"Sign in as {user.email} now. Wrong passwords from others no longer make this browser wait.", "success")
    return redirect(url_for("sign_in.sign_in"))


def _used_up() -> tuple[str, int]:
    words = "The link was already used, is more than two hours old, or is incomplete."
    return render_template("accounts/link_used_up.html", why=words), 404
