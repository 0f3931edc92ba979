"""The buttons of Needs Attention: fix a cause, retry exactly a group's orders, dismiss them."""

from collections.abc import Callable, Collection
from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from zoho_app import kinds
from zoho_app.appointments import failures, handlers
from zoho_app.counts import agree, count_noun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import history
from zoho_app.web.attention import index
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout.paused import so_it_waits
from zoho_app.web.remedies import causes, groups
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books.answers.line_answers import BadAnswer
from zoho_app.zoho_books.appointment_payloads import SubmitPayload
from zoho_app.zoho_books.contacts import choice as contact_choice
from zoho_app.zoho_books.contacts.choice import NotOffered
from zoho_app.zoho_books.corrections import sku_mapping, tax_choice
from zoho_app.zoho_books.errors import ZohoError
from zoho_app.zoho_books.reconcile import totals

RETRY_WORDS = {
    kinds.SUBMIT.name: "Order Scheduled to be sent to Zoho Books again",
    kinds.CANCEL.name: "Order Scheduled to be canceled again",
}
DISMISSED = "Failure Dismissed: {}"


@index.bp.post("/group/send")
@access(OPERATOR)
def send_again(store_id: int) -> Response:
    return _begin_anew(store_id, the_group(store_id))


@index.bp.post("/group/create-contacts")
@access(OPERATOR)
def create_contacts(store_id: int) -> Response:
    group = the_group(store_id)
    if group is not None and group.cause.remedy is not Remedy.CREATE_CONTACTS:
        group = None
    return _begin_anew(store_id, group, SubmitPayload(create_contact=True).to_json())


def _begin_anew(store_id: int, group: Group | None, payload: dict[str, Any] | None = None) -> Response:
    if group is None or not begin(store_id, group, payload):
        return nothing(store_id)
    return redirect(url_for(".index", store_id=store_id))


def begin(
    store_id: int,
    group: Group,
    payload: dict[str, Any] | None = None,
    order_ids: Collection[int] | None = None,
    before: str = "",
) -> bool:
    """Retry the group's failures, or those of these orders; commit and say so, after the words `before`.

    False, and nothing is said, when something else was begun with all of them meanwhile.
    """
    try:
        begun = failures.begin_anew(group.alike(store_id, order_ids), _who(), payload)
        if group.kind in RETRY_WORDS:
            history.add_to_many(begun, _who(), RETRY_WORDS[group.kind])
        db.session.commit()
    except IntegrityError:  # somebody begins the same at this very moment
        db.session.rollback()
        begun = []
    if not begun:
        return False
    waits = so_it_waits(store_id, len(begun), handlers.queue_of(group.kind))
    how = f"{agree(len(begun), 'is', 'are')} {'scheduled' if waits else 'under way'}"
    message = {
        "words": f"{before}{causes.things(group.kind, len(begun))} {how} again.{waits}",
        "action": "Watch the progress",
        "href": url_for("home.index", store_id=store_id),
    }
    flash(message, "success")  # type: ignore[arg-type]  # what is flashed is kept as JSON
    return True


@index.bp.post("/group/item")
@access(OPERATOR)
def choose_item(store_id: int) -> Response:
    def choose(group: Group) -> None:
        sku_mapping.choose(store_id, group.subject, request.form.get("item_id", ""), _who())

    return correct(store_id, Remedy.CHOOSE_ITEM, choose)


@index.bp.post("/group/tax")
@access(OPERATOR)
def choose_tax(store_id: int) -> Response:
    def choose(group: Group) -> None:
        tax_choice.choose(
            store_id, group.subject, request.form.get("tax_id", ""), request.form.get("place", "")[:100], _who()
        )

    return correct(store_id, Remedy.CHOOSE_TAX, choose)


@index.bp.post("/group/skip")
@access(OPERATOR)
def skip_item(store_id: int) -> Response:
    return correct(store_id, Remedy.CHOOSE_ITEM, lambda group: sku_mapping.skip(store_id, group.subject, _who()))


@index.bp.post("/group/contact")
@access(OPERATOR)
def choose_contact(store_id: int) -> Response:
    group = the_group(store_id)
    creates = group is not None and group.cause.remedy is Remedy.CREATE_CONTACTS
    remedy = Remedy.CREATE_CONTACTS if creates else Remedy.CHOOSE_CONTACT

    def choose(group: Group) -> None:
        email = group.subject or request.form.get("email", "").strip()[:254]
        contact = contact_choice.choose(store_id, email, request.form.get("contact_id", ""), _who())
        if not group.subject:
            flash(f"Orders of {email} go to the contact “{contact.name}”.", "success")

    return correct(store_id, remedy, choose)


def correct(store_id: int, remedy: Remedy, do: Callable[[Group], Any]) -> Response:
    """Correct the group's cause; then retry where the form says so, else show the button that does."""
    group = the_group(store_id)
    if group is None or group.cause.remedy is not remedy:
        return nothing(store_id)
    try:
        _do(lambda: do(group))
    except (NotOffered, BadAnswer, ZohoError) as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
    except (StaleDataError, IntegrityError):
        db.session.rollback()
        flash("Somebody else changed this at the same time. Try again.", "warning")
    else:
        if "send" in request.form and begin(store_id, group):
            return redirect(url_for(".index", store_id=store_id))
    return redirect(url_for(".group", store_id=store_id, **group.address))


def _do(action: Callable[[], Any]) -> None:
    """Do it and commit. When somebody saves the settings at the same moment, do it to what was saved."""
    try:
        action()
        db.session.commit()
    except (StaleDataError, IntegrityError):
        db.session.rollback()
        action()
        db.session.commit()


@index.bp.post("/group/dismiss")
@access(OPERATOR)
def dismiss(store_id: int) -> Response:
    group = the_group(store_id)
    if group is None:
        return nothing(store_id)
    dismissed = failures.dismiss(group.alike(store_id))
    if group.kind in RETRY_WORDS:
        history.add_to_many(dismissed, _who(), DISMISSED.format(group.title))
    db.session.commit()
    flash(f"{causes.things(group.kind, len(dismissed))} dismissed. Bookdesk does nothing more about this.", "success")
    return redirect(url_for(".index", store_id=store_id))


@index.bp.post("/totals")
@access(OPERATOR)
def accept_totals(store_id: int) -> Response:
    cause = request.form.get("cause")
    accepted = totals.accept(store_id, _who(), request.form.get("sales_order_id", type=row_id), cause)
    db.session.commit()
    flash(f"{count_noun(accepted, 'difference')} accepted.", "success")
    back = ".index" if "list" in request.form else ".totals"
    return redirect(url_for(back, store_id=store_id, cause=cause))


def the_group(store_id: int) -> Group | None:
    """The group that the form names, as it stands now."""
    names = (request.form.get(name, "") for name in ("kind", "cause", "about"))
    return groups.find(store_id, *names)


def nothing(store_id: int) -> Response:
    """Say that there is nothing to do any more."""
    flash(index.DONE, "info")
    return redirect(url_for(".index", store_id=store_id))


def _who() -> str:
    return str(current_user.user.email)
