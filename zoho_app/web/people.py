"""Who belongs to the store: invite, change the role, remove."""

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from zoho_app.access import OPERATOR, OWNER, VIEWER, access
from zoho_app.accounts import audit, one_time_links, people
from zoho_app.accounts.models import Membership, User
from zoho_app.extensions import db
from zoho_app.web.fields import choose_one

bp = Blueprint("people", __name__, url_prefix="/stores/<int:store_id>/people")
ROLE_CHOICES = (
    SelectChoice(OWNER, "Owner: everything, with settings, connections, rules and people"),
    SelectChoice(OPERATOR, "Operator: works on orders and settles what they wait for"),
    SelectChoice(VIEWER, "Viewer: looks, changes nothing"),
)


class RoleForm(FlaskForm):
    role = RadioField(
        "Role", [InputRequired("Role: choose one.")], choices=ROLE_CHOICES, default=OPERATOR, **choose_one("Role")
    )


class InviteForm(RoleForm):
    email = StringField("Email", [InputRequired("Email: type the person's e-mail address.")])


@bp.get("")
@access(OWNER)
def index(store_id: int) -> str:
    return _page(InviteForm())


@bp.post("")
@access(OWNER)
def invite(store_id: int) -> str | Response:
    """Let somebody in; an invitation link is shown by this very answer and kept nowhere."""
    form = InviteForm()
    if not form.validate():
        return _page(form)
    try:
        user, token = people.invite(g.store, form.email.data, form.role.data, current_user.user.email)
    except people.Refused as refusal:
        db.session.rollback()
        form.email.errors = [str(refusal)]
        return _page(form)
    db.session.commit()
    if token:
        return _page(InviteForm(formdata=None), user, token)
    flash(f"{user.email} can sign in to this store now, with the password they have already.", "success")
    return _to_list()


@bp.post("/<int:user_id>/link")
@access(OWNER)
def new_link(store_id: int, user_id: int) -> str:
    """A fresh invitation link for somebody who has no password yet; earlier links stop working."""
    user = _membership(user_id).user
    if user.password_hash:
        abort(404)
    token = one_time_links.new_invitation(user)
    words = f"A new invitation link was made for {user.email}"
    audit.note(g.store.id, current_user.user.email, words, event="invitation.made")
    db.session.commit()
    return _page(InviteForm(formdata=None), user, token)


def _page(form: InviteForm, invited: User | None = None, token: str = "") -> str:
    path = url_for("set_up.invitation", token=token) if token else ""
    return render_template(
        "accounts/people.html",
        form=form,
        memberships=people.of(g.store),
        invited=invited,
        link=current_app.config["PUBLIC_URL"] + path if path else "",
    )


@bp.route("/<int:user_id>", methods=["GET", "POST"])
@access(OWNER)
def person(store_id: int, user_id: int) -> str | Response:
    membership = _membership(user_id)
    form = RoleForm(obj=membership)
    if form.validate_on_submit():
        try:
            people.change_role(membership, form.role.data, current_user.user.email)
        except people.Refused as refusal:
            db.session.rollback()
            form.role.errors = [str(refusal)]
        else:
            db.session.commit()
            flash(f"{membership.user.email} is {form.role.data} now.", "success")
            return _to_list()
    return render_template("accounts/person.html", form=form, membership=membership)


@bp.post("/<int:user_id>/remove")
@access(OWNER)
def remove(store_id: int, user_id: int) -> Response:
    membership = _membership(user_id)
    email = membership.user.email
    try:
        people.remove(membership, current_user.user.email)
    except people.Refused as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
    else:
        db.session.commit()
        flash(f"{email} was removed from this store.", "success")
    return redirect(url_for("stores.index")) if _is_gone() else _to_list()


def _is_gone() -> bool:
    """Whether the signed-in person has just removed themselves."""
    return current_user.user.role_in(g.store.id) is None


def _membership(user_id: int) -> Membership:
    rows = select(Membership).where(Membership.user_id == user_id, Membership.store_id == g.store.id)
    membership = db.session.scalar(rows)
    if membership is None:
        abort(404)
    return membership


def _to_list() -> Response:
    return redirect(url_for("people.index", store_id=g.store.id))
