"""Who belongs to the store and who is invited: invite, change the role, remove."""

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from zoho_app.accounts import invitations, letters, people, throttle
from zoho_app.accounts.models import Invitation, Membership
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, OWNER, VIEWER, access
from zoho_app.web.accounts import post
from zoho_app.web.forms.fields import choose_one

bp = Blueprint("people", __name__, url_prefix="/stores/<int:store_id>/people")
ROLE_CHOICES = (
    SelectChoice(OWNER, "Owner: everything, including settings, connections, rules and people"),
    SelectChoice(OPERATOR, "Operator: works on orders and fixes what failed"),
    SelectChoice(VIEWER, "Viewer: sees everything, changes nothing"),
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
def invite(store_id: int) -> str:
    """Invite somebody; the link is shown by this very answer, which never tells who has an account already."""
    form = InviteForm()
    if not form.validate():
        return _page(form)
    try:
        invitation, token = invitations.invite(g.store, form.email.data, form.role.data, current_user.user.email)
    except people.Refused as refusal:
        db.session.rollback()
        form.email.errors = [str(refusal)]
        return _page(form)
    return _show_link(invitation, token)


@bp.post("/invitations/<int:invitation_id>/link")
@access(OWNER)
def new_link(store_id: int, invitation_id: int) -> str | Response:
    """A fresh link for somebody who has not answered; the one before stops working."""
    invitation = _pending(invitation_id)
    try:
        token = invitations.new_link(invitation, current_user.user.email)
    except invitations.Ended:
        return _overtaken()
    return _show_link(invitation, token)


@bp.post("/invitations/<int:invitation_id>/remove")
@access(OWNER)
def remove_invitation(store_id: int, invitation_id: int) -> Response:
    invitation = _pending(invitation_id)
    email = invitation.email
    try:
        invitations.remove(invitation, current_user.user.email)
    except invitations.Ended:
        return _overtaken()
    db.session.commit()
    flash(f"The invitation for {email} was removed. Its link no longer works.", "success")
    return _to_list()


def _pending(invitation_id: int) -> Invitation:
    invitation = invitations.one_pending(g.store.id, invitation_id)
    if invitation is None:
        abort(404)
    return invitation


def _overtaken() -> Response:
    db.session.rollback()
    flash("This invitation was answered or changed at the same time. Check the list below.", "warning")
    return _to_list()


def _show_link(invitation: Invitation, token: str) -> str:
    """The page with the link, which is also sent by e-mail where there is a mail server."""
    link = current_app.config["PUBLIC_URL"] + url_for("invitation.index", token=token)
    is_mailed = post.is_possible() and throttle.may_mail_invitation(g.store.id, invitation.email)
    letter = letters.invitation(invitation, link) if is_mailed else None
    db.session.commit()
    if letter:
        post.later(lambda: letter)
    return _page(InviteForm(formdata=None), invitation, link, is_mailed)


def _page(form: InviteForm, invited: Invitation | None = None, link: str = "", is_mailed: bool = False) -> str:
    return render_template(
        "accounts/people.html",
        form=form,
        memberships=people.list_members(g.store),
        pending=invitations.pending(g.store.id),
        invited=invited,
        link=link,
        is_mailed=is_mailed,
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
            flash(f"{membership.user.email} is now {form.role.data}.", "success")
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
