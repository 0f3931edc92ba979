"""The two pages behind one-time links: the first store with its owner, and taking up an invitation."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, PasswordField, StringField
from wtforms.validators import InputRequired

from zoho_app.access import PUBLIC, access
from zoho_app.accounts import audit, one_time_links, people
from zoho_app.accounts.models import OWNER, OneTimeLink, User
from zoho_app.extensions import db
from zoho_app.orders.opening import open_store
from zoho_app.web import session
from zoho_app.web.stores import StoreFields

bp = Blueprint("set_up", __name__)
HOW_TO_CHOOSE = "At least 12 characters. Several words are easier to remember than signs."


class SetUpForm(StoreFields):
    email = StringField("Email", [InputRequired("Email: type your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Password: choose a password.")], description=HOW_TO_CHOOSE)


class InvitationForm(FlaskForm):
    password = PasswordField("Password", [InputRequired("Password: choose a password.")], description=HOW_TO_CHOOSE)


@bp.route("/set-up/<token>", methods=["GET", "POST"])
@access(PUBLIC)
def set_up(token: str) -> str | Response | tuple[str, int]:
    link = one_time_links.find(one_time_links.SET_UP, token)
    if link is None:
        return _used_up()
    form = SetUpForm()
    if form.validate_on_submit():
        try:
            return _open(link, form)
        except people.Refused as refusal:
            db.session.rollback()
            _show(refusal, form.email if str(refusal).startswith("Email") else form.password)
    return render_template("accounts/set_up.html", form=form)


def _open(link: OneTimeLink, form: SetUpForm) -> Response | tuple[str, int]:
    if not one_time_links.use(link):
        return _used_up()
    user = people.create_user(form.email.data, form.password.data)
    store = open_store(form.name.data, form.currency_code.data, form.time_zone.data)
    people.add(store, user, OWNER, who=user.email)
    return _welcome(user, store.id)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@access(PUBLIC)
def invitation(token: str) -> str | Response | tuple[str, int]:
    link = one_time_links.find(one_time_links.INVITATION, token)
    user = db.session.get(User, link.user_id) if link else None
    if link is None or user is None:
        return _used_up()
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            return _accept(link, user, form)
        except people.Refused as refusal:
            db.session.rollback()
            _show(refusal, form.password)
    return render_template("accounts/invitation.html", form=form, email=user.email)


def _accept(link: OneTimeLink, user: User, form: InvitationForm) -> Response | tuple[str, int]:
    if not one_time_links.use(link):
        return _used_up()
    people.set_password(user, form.password.data)
    for membership in user.memberships:
        words = f"{user.email} took up the invitation"
        audit.note(membership.store_id, user.email, words, event="invitation.accepted")
    return _welcome(user, None)


def _welcome(user: User, store_id: int | None) -> Response:
    session.enter(user)
    db.session.commit()
    flash("Welcome to Bookdesk.", "success")
    target = url_for("home.index", store_id=store_id) if store_id else url_for("stores.index")
    return redirect(target)


def _show(refusal: people.Refused, field: Field) -> None:
    field.errors = [*field.errors, str(refusal)]


def _used_up() -> tuple[str, int]:
    return render_template("accounts/link_used_up.html"), 404
