"""Signing in and out."""

import logging

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from zoho_app.accounts import passwords, people, throttle
from zoho_app.accounts.models import User
from zoho_app.extensions import db
from zoho_app.http.access import PUBLIC, SIGNED_IN, access
from zoho_app.logs import events
from zoho_app.web.accounts import post
from zoho_app.web.accounts.waits import in_words
from zoho_app.web.layout import known_browser, session
from zoho_app.web.layout.redirects import own_page

bp = Blueprint("sign_in", __name__)


class SignInForm(FlaskForm):
    email = StringField("Email", [InputRequired("Email: type your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Password: type your password.")])


class Wait(Exception):
    """There were too many wrong passwords; the person has to wait this many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@bp.route("/sign-in", methods=["GET", "POST"])
@access(PUBLIC)
def sign_in() -> str | Response | tuple[str, int, dict[str, str]]:
    if current_user.is_authenticated:
        return redirect(_next_page())
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form)
    email, address = form.email.data.strip().lower(), request.remote_addr or ""
    try:
        user = _check(email, address, form.password.data)
    except Wait as wait:
        events.note("sign_in.throttled", logging.WARNING, person=_named(email), seconds=wait.seconds)
        words = f"Too many wrong passwords. Wait {in_words(wait.seconds)}, then try again."
        form.form_errors.append(words)
        return _page(form, is_waiting=True), 429, {"Retry-After": str(wait.seconds)}
    if user is None:
        events.note("sign_in.failed", logging.WARNING, person=_named(email))
        form.form_errors.append("Email or password is wrong. Check both and try again.")
        return _page(form)
    target = _next_page()
    session.enter(user)
    db.session.commit()
    return redirect(target)


def _page(form: SignInForm, is_waiting: bool = False) -> str:
    return render_template(
        "accounts/sign_in.html", form=form, is_waiting=is_waiting, can_send_link=post.is_possible()
    )


def _named(typed: str) -> str:
    """The person for the log: a text that is no e-mail address may be a password in the wrong field."""
    return typed[:254] if "@" in typed else "somebody"


def _check(email: str, address: str, password: str) -> User | None:
    """The user whom e-mail and password belong to; no transaction is open while the password is looked at."""
    user = people.find(email)
    password_hash = user.password_hash if user else None
    counts = throttle.of_sign_in(email, address, known_browser.name_in(user))
    seconds = throttle.take_turn(*counts)
    db.session.commit()
    if seconds:
        raise Wait(seconds)
    if len(password) > passwords.LONGEST or not passwords.is_right(password_hash, password):
        return None
    throttle.forgive(*counts)
    if user and password_hash and passwords.is_outdated(password_hash):
        user.password_hash = passwords.hash_password(password)
    return user


def _next_page() -> str:
    """Where the person wanted to go, if that is a page of ours."""
    return own_page(request.args.get("next") or session.wanted_page()) or url_for("stores.index")


@bp.post("/sign-out")
@access(SIGNED_IN)
def sign_out() -> Response:
    session.leave()
    db.session.commit()
    return redirect(url_for("sign_in.sign_in"))
