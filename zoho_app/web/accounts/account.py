"""Password and sessions of the signed-in person; each change asks for the password."""

import logging
from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, PasswordField
from wtforms.validators import InputRequired

from zoho_app.accounts import credentials, letters, passwords, people, preferences, sign_ins, throttle
from zoho_app.accounts.models import SignIn
from zoho_app.extensions import db
from zoho_app.http.access import SIGNED_IN, access
from zoho_app.logs import events
from zoho_app.web.accounts import post
from zoho_app.web.accounts.set_up import HOW_TO_CHOOSE
from zoho_app.web.accounts.waits import in_words
from zoho_app.web.layout import session

bp = Blueprint("account", __name__, url_prefix="/account")


class PasswordForm(FlaskForm):
    current_password = PasswordField(
        "Current password", [InputRequired("Current password: type your current password.")]
    )
    new_password = PasswordField(
        "New password", [InputRequired("New password: choose a password.")], description=HOW_TO_CHOOSE
    )


class EndForm(FlaskForm):
    password = PasswordField("Your password", [InputRequired("Your password: type it to sign out browsers.")])


@bp.route("", methods=["GET", "POST"])
@access(SIGNED_IN)
def index() -> str | Response:
    form = PasswordForm()
    if form.validate_on_submit() and _change(form):
        return _back("Password changed. All other browsers were signed out.")
    return render_template(
        "accounts/account.html",
        form=form,
        sign_ins=sign_ins.list_for_user(current_user.user),
        preferences=preferences.get(current_user.user),
    )


def _change(form: PasswordForm) -> bool:
    """Give the person another password, and this browser another session."""
    email = current_user.user.email
    if not _is_right(form.current_password):
        return False
    try:
        password_hash = credentials.hashed(form.new_password.data, email)
    except people.Refused as refusal:
        form.new_password.errors = [f"New password: {refusal}"]
        return False
    user = current_user.user
    credentials.replace_hash(user, password_hash)
    session.enter(user)
    db.session.commit()
    if post.is_possible():
        letter = letters.password_changed(email)
        post.later(lambda: letter)
    return True


def _is_right(field: Field) -> bool:
    """Whether the signed-in person has typed their password; no transaction is open while it is looked at."""
    password_hash, counts = current_user.user.password_hash, throttle.of_signed_in(current_user.id)
    seconds = throttle.take_turn(*counts)
    db.session.commit()
    if seconds:
        field.errors = [f"{field.label.text}: too many wrong attempts. Wait {in_words(seconds)}, then try again."]
        return False
    if len(field.data) > passwords.LONGEST or not passwords.is_right(password_hash, field.data):
        events.note("password.wrong", logging.WARNING)
        field.errors = [f"{field.label.text}: this is not your current password."]
        return False
    throttle.forgive(*counts)
    db.session.commit()
    return True


@bp.post("/keys")
@access(SIGNED_IN)
def keys() -> Response:
    """Switch the single letters on or off that do something on lists."""
    wanted = replace(preferences.get(current_user.user), single_keys="single_keys" in request.form)
    preferences.keep(current_user.user, wanted)
    db.session.commit()
    words = "Single letters do something on lists." if wanted.single_keys else "Single letters do nothing on lists."
    return _back(words)


@bp.route("/sign-ins/<int:sign_in_id>/end", methods=["GET", "POST"])
@access(SIGNED_IN)
def end(sign_in_id: int) -> str | Response:
    sign_in = sign_ins.one_of(current_user.user, sign_in_id)
    if sign_in is None:
        abort(404)
    form = EndForm()
    if form.validate_on_submit() and _is_right(form.password):
        sign_ins.end(current_user.user, sign_in_id)
        db.session.commit()
        return _back("That browser was signed out.")
    return _ask(form, sign_in)


@bp.route("/sign-ins/end-others", methods=["GET", "POST"])
@access(SIGNED_IN)
def end_others() -> str | Response:
    form = EndForm()
    if form.validate_on_submit() and _is_right(form.password):
        sign_ins.end_all(current_user.user, but=current_user)
        db.session.commit()
        return _back("All other browsers were signed out.")
    return _ask(form, None)


def _ask(form: EndForm, sign_in: SignIn | None) -> str:
    """Ask for the password before one browser, or all others, are signed out."""
    return render_template("accounts/end_sign_in.html", form=form, sign_in=sign_in)


def _back(words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("account.index"))
