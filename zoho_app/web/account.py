"""One's own password, and the browsers in which one is signed in."""

import logging

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired

from zoho_app.access import SIGNED_IN, access
from zoho_app.accounts import passwords, people, sign_ins, throttle
from zoho_app.extensions import db
from zoho_app.logs import events
from zoho_app.web.set_up import HOW_TO_CHOOSE

bp = Blueprint("account", __name__, url_prefix="/account")


class PasswordForm(FlaskForm):
    current_password = PasswordField(
        "Current password", [InputRequired("Current password: type the one you have now.")]
    )
    new_password = PasswordField(
        "New password", [InputRequired("New password: choose a password.")], description=HOW_TO_CHOOSE
    )


@bp.route("", methods=["GET", "POST"])
@access(SIGNED_IN)
def index() -> str | Response:
    form = PasswordForm()
    if form.validate_on_submit() and _change(form):
        db.session.commit()
        flash("Password changed. All other browsers were signed out.", "success")
        return _back()
    return render_template("accounts/account.html", form=form, sign_ins=sign_ins.of(current_user.user))


def _change(form: PasswordForm) -> bool:
    user = current_user.user
    if throttle.minutes_to_wait(user.email, ""):
        form.current_password.errors = ["Current password: too many tries. Wait some minutes, then try again."]
        return False
    if not passwords.is_right(user.password_hash, form.current_password.data):
        throttle.note_try(user.email, "")
        db.session.commit()
        events.note("password.wrong", logging.WARNING)
        form.current_password.errors = ["Current password: this is not the password you have now."]
        return False
    try:
        people.set_password(user, form.new_password.data, keep=current_user)
    except people.Refused as refusal:
        form.new_password.errors = [f"New password: {refusal}"]
        return False
    return True


@bp.post("/sign-ins/<int:sign_in_id>/end")
@access(SIGNED_IN)
def end(sign_in_id: int) -> Response:
    if not sign_ins.end(current_user.user, sign_in_id):
        abort(404)
    db.session.commit()
    flash("That browser was signed out.", "success")
    return _back()


@bp.post("/sign-ins/end-others")
@access(SIGNED_IN)
def end_others() -> Response:
    sign_ins.end_all(current_user.user, but=current_user)
    db.session.commit()
    flash("All other browsers were signed out.", "success")
    return _back()


def _back() -> Response:
    return redirect(url_for("account.index"))
