"""The page of an invitation's link: accept with a new or an existing account, or decline."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired

from zoho_app.accounts import credentials, invitations, people
from zoho_app.accounts.models import ACCEPTED, DECLINED, OPEN, REMOVED, Invitation
from zoho_app.extensions import db
from zoho_app.http.access import PUBLIC, access
from zoho_app.web.accounts.set_up import HOW_TO_CHOOSE, show, welcome
from zoho_app.web.layout import session

bp = Blueprint("invitation", __name__, url_prefix="/invitation/<token>")
# Why a link can't be used.
UNKNOWN = "The link was replaced by a newer one or is incomplete. Ask the person who invited you for a new link."
EXPIRED = "The link is more than seven days old. Ask the person who invited you for a new link."
HAS_ACCOUNT = "There is already an account with this address. Sign in with it, then accept."
WHY = {
    ACCEPTED: "This invitation was already accepted. Sign in with your password.",
    DECLINED: "This invitation was declined. Ask the person who invited you for another one.",
    REMOVED: "The store withdrew this invitation.",
}


class Dead(Exception):
    """The link can't be used; the text says why."""


class NewAccountForm(FlaskForm):
    password = PasswordField("Password", [InputRequired("Password: choose a password.")], description=HOW_TO_CHOOSE)


@bp.get("")
@access(PUBLIC)
def index(token: str) -> str:
    """Looks the same whether or not the address has an account already."""
    return _page(_found(token), NewAccountForm())


@bp.post("")
@access(PUBLIC)
def answer(token: str) -> str | Response:
    """Every answer posts to the link itself, so that no page repeats its token."""
    invitation, wanted = _found(token), request.form.get("answer", "accept")
    if wanted == "sign-in":
        session.come_back_to(request.path)
        return redirect(url_for("sign_in.sign_in"))
    if wanted == "sign-out" and current_user.is_authenticated:
        session.leave()
        db.session.commit()
    if _is_of_another(invitation):
        return _page(invitation, NewAccountForm())
    if wanted == "decline":
        return _decline(invitation)
    if wanted != "accept":
        return _page(invitation, NewAccountForm(formdata=None))
    return _accept(invitation) if current_user.is_authenticated else _join(invitation, token)


def _accept(invitation: Invitation) -> Response:
    invitations.accept(invitation, current_user.user)
    store_id, name = invitation.store_id, invitation.store.name
    db.session.commit()
    flash(f"You are now a member of {name}.", "success")
    return redirect(url_for("home.index", store_id=store_id))


def _join(invitation: Invitation, token: str) -> str | Response:
    """Make the account of an address that has none; whoever has one signs in first."""
    form, email = NewAccountForm(), invitation.email
    if not form.validate():
        return _page(invitation, form)
    db.session.rollback()  # nobody waits for a transaction while the password is looked at
    try:
        password_hash = credentials.hashed(form.password.data, email)
    except people.Refused as refusal:
        show(refusal, form.password)
        return _page(_found(token), form)
    try:
        user = credentials.add_user(email, password_hash)
    except people.Refused:
        form.form_errors.append(HAS_ACCOUNT)
        return _page(_found(token), form)
    invitation = _found(token)
    invitations.accept(invitation, user)
    return welcome(user, invitation.store_id)


def _decline(invitation: Invitation) -> str:
    invitations.decline(invitation)
    name = invitation.store.name
    db.session.commit()
    return render_template("accounts/declined.html", name=name)


def _found(token: str) -> Invitation:
    """The invitation that this link opens. Raises Dead."""
    invitation = invitations.find(token)
    if invitation is None:
        raise Dead(UNKNOWN)
    if invitation.state != OPEN:
        raise Dead(WHY[invitation.state])
    if invitation.is_expired:
        raise Dead(EXPIRED)
    return invitation


def _is_of_another(invitation: Invitation) -> bool:
    """Whether the browser is signed in as somebody else than the person who is invited."""
    return bool(current_user.is_authenticated) and current_user.user.email != invitation.email


def _page(invitation: Invitation, form: NewAccountForm) -> str:
    if not current_user.is_authenticated:
        name = "invitation"
    elif _is_of_another(invitation):
        name = "invitation_of_another"
    else:
        name = "invitation_as_oneself"
    return render_template(f"accounts/{name}.html", invitation=invitation, form=form)


@bp.errorhandler(Dead)
def _say_why(dead: Dead) -> tuple[str, int]:
    return render_template("accounts/link_used_up.html", why=str(dead)), 404


@bp.errorhandler(invitations.Ended)
def _overtaken(_: invitations.Ended) -> tuple[str, int]:
    """Somebody else answered, or changed it, at the same moment."""
    db.session.rollback()
    try:
        _found((request.view_args or {})["token"])
    except Dead as dead:
        return _say_why(dead)
    return _say_why(Dead(UNKNOWN))
