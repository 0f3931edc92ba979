"""The page behind the set-up link: the first store with its owner."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import Field, PasswordField, StringField
from wtforms.validators import InputRequired

from zoho_app.accounts import credentials, one_time_links, people
from zoho_app.accounts.models import OWNER, OneTimeLink, User
from zoho_app.extensions import db
from zoho_app.http.access import PUBLIC, access
from zoho_app.orders.open_store import open_store
from zoho_app.web.accounts.stores import StoreFields
from zoho_app.web.layout import session

bp = Blueprint("set_up", __name__)
HOW_TO_CHOOSE = "At least 12 characters. Several words are easier to remember than symbols."


class SetUpForm(StoreFields):
    email = StringField("Email", [InputRequired("Email: type your e-mail address.")])
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
            show(refusal, form.email if str(refusal).startswith("Email") else form.password)
    return render_template("accounts/set_up.html", form=form)


def _open(link: OneTimeLink, form: SetUpForm) -> Response | tuple[str, int]:
    if not one_time_links.use(link):
        return _used_up()
    user = credentials.create_user(form.email.data, form.password.data)
    store = open_store(form.name.data, form.currency_code.data, form.time_zone.data)
    people.add(store, user, OWNER, who=user.email)
    return welcome(user, store.id)


def welcome(user: User, store_id: int) -> Response:
    """Sign in whoever has just got their account, and show them the store."""
    session.enter(user)
    db.session.commit()
    flash("Welcome to Bookdesk.", "success")
    return redirect(url_for("home.index", store_id=store_id))


def show(refusal: people.Refused, field: Field) -> None:
    """Say at the field why it can't be taken."""
    field.errors = [*field.errors, str(refusal)]


def _used_up() -> tuple[str, int]:
    words = (
        "The link was already used, is more than seven days old, or is incomplete. If you have an account, sign in."
    )
    return render_template("accounts/link_used_up.html", why=words), 404
