"""A customer whose name another contact has: joins that contact, or gets a separate account."""

from flask import flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.web.attention import actions, index, once_for_all
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.contacts import choice as contact_choice
from zoho_app.zoho_books.contacts import find_or_create, join
from zoho_app.zoho_books.contacts.choice import NotOffered

SEPARATE = "separate"


@index.bp.post("/group/same-name")
@access(OPERATOR)
def same_name(store_id: int) -> Response:
    """Do what was chosen in the list, and send the orders."""
    group = _same_name_group(store_id)
    if group is None:
        return actions.nothing(store_id)
    chosen = request.form.get("contact", "")
    if chosen == SEPARATE:
        name = find_or_create.name_with_email(request.form.get("name", ""), group.subject)
        is_done = _separate(store_id, group, name)
    else:
        is_done = _join(store_id, group, chosen)
    return once_for_all.send(store_id, group) if is_done else _back(store_id, group)


@index.bp.post("/group/separate")
@access(OPERATOR)
def always_separate(store_id: int) -> Response:
    """Make a separate account for every customer whose name another contact has, from now on."""
    group = _same_name_group(store_id)
    if group is None:
        return actions.nothing(store_id)
    once_for_all.switch_on(store_id, "separate_same_names")
    return once_for_all.send(store_id, group)


@index.bp.post("/group/own-account")
@access(OPERATOR)
def own_account(store_id: int) -> Response:
    """Give the customer a separate account under another name."""
    group = _same_name_group(store_id)
    if group is None:
        return actions.nothing(store_id)
    _separate(store_id, group, request.form.get("own_name", ""))
    return _back(store_id, group)


@index.bp.post("/group/join")
@access(OPERATOR)
def join_contact(store_id: int) -> Response:
    """Let the customer's orders belong to the contact of the same name, as a contact person of it."""
    group = _same_name_group(store_id)
    if group is None:
        return actions.nothing(store_id)
    _join(store_id, group, request.form.get("contact_id", ""))
    return _back(store_id, group)


def _separate(store_id: int, group: Group, name: str) -> bool:
    """Remember the name of the account; False, and it is said why, when it can't be one."""
    try:
        contact_choice.choose_own_name(store_id, group.subject, name, current_user.user.email)
        db.session.commit()
    except NotOffered as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
        return False
    return True


def _join(store_id: int, group: Group, contact_id: str) -> bool:
    """Remember the contact and add the person to it; False, and it is said why, when it is none of the store's."""
    try:
        contact = contact_choice.choose(store_id, group.subject, contact_id, current_user.user.email)
        contact_id = contact.contact_id
        newest = select(Appointment.subject_id).where(group.alike(store_id).condition)
        order_id = db.session.scalar(newest.order_by(Appointment.id.desc()).limit(1))
        person = join.person_of(store_id, order_id or 0, group.subject)
        db.session.commit()
    except NotOffered as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
        return False
    problem = join.add_person(store_id, contact_id, person)
    db.session.commit()
    if problem:
        flash(
            f"Orders of {group.subject} go to this contact from now on, but the address could not be added to it in "
            f"Zoho Books: {problem}",
            "warning",
        )
    return True


def _back(store_id: int, group: Group) -> Response:
    return redirect(url_for("attention.group", store_id=store_id, **group.address))


def _same_name_group(store_id: int) -> Group | None:
    """The group that the form names, as long as another contact has the name of its customer."""
    group = once_for_all.group_to(store_id, Remedy.CHOOSE_CONTACT)
    return group if group is not None and group.code == errors.CONTACT_NAME_TAKEN else None
