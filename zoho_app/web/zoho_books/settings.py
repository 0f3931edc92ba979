"""The page of the Zoho Books integration: its connection, its settings, the check for shipments."""

from collections.abc import Callable

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, OWNER, VIEWER, access
from zoho_app.http.limits import LISTS_BYTES
from zoho_app.orders import folders
from zoho_app.privacy import retention
from zoho_app.web.layout.connection_states import STATES
from zoho_app.web.layout.paused import so_it_waits
from zoho_app.web.zoho_books import checklist, listed_answers, push_words, tax_names
from zoho_app.web.zoho_books.settings_form import SettingsForm
from zoho_app.zoho_books import actions
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.api import access_token, accounts_server, data_centers
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.connection import connect
from zoho_app.zoho_books.errors import ZohoError
from zoho_app.zoho_books.models import CONNECTED, Connection, ZohoBooksSettings
from zoho_app.zoho_books.pushes import doors
from zoho_app.zoho_books.pushes.models import PushDoor
from zoho_app.zoho_books.reconcile import findings
from zoho_app.zoho_books.sales_orders import former_organization
from zoho_app.zoho_books.shipments import schedule

bp = Blueprint("zoho_books", __name__)

# So many remembered answers of each kind; their own page has all.
SHOWN_ANSWERS = 10
PAGE = "/stores/<int:store_id>/integrations/zoho-books"


def init_app(app: Flask) -> None:
    """Let "Connect to Zoho Books" lead to Zoho's consent pages under the Content Security Policy."""
    with app.app_context():
        app.config["FORM_ACTION_HOSTS"] += [center.accounts for center in data_centers.available()]


@bp.get(PAGE, endpoint="settings")
@access(VIEWER)
def show(store_id: int) -> str:
    stored, _, door = doors.with_settings(store_id)
    return _page(store_id, stored, _form(store_id, stored), door)


@bp.post(PAGE)
@access(OWNER, body=LISTS_BYTES)
def save(store_id: int) -> str | Response:
    stored, _, door = doors.with_settings(store_id)
    if stored is None:
        flash("Zoho Books is not enabled in this store. Enable it first.", "warning")
        return redirect(url_for("integrations.index", store_id=store_id))
    form = _form(store_id, stored)
    if not form.validate():
        return _page(store_id, stored, form, door)
    try:
        is_changed = zoho_settings.save(stored, form.values(), _who())
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        _look_at(form, store_id, zoho_settings.get(store_id))
        return _page(store_id, stored, form, door)
    flash("Settings saved." if is_changed else "Nothing was changed.", "success")
    return redirect(url_for(".settings", store_id=store_id))


@bp.post(f"{PAGE}/enable")
@access(OWNER)
def enable(store_id: int) -> Response:
    zoho_settings.enable(g.store, _who())
    db.session.commit()
    flash("Zoho Books is enabled. Connect it next.", "success")
    return redirect(url_for(".settings", store_id=store_id))


@bp.post(f"{PAGE}/check")
@access(OPERATOR)
def check_now(store_id: int) -> Response:
    _ask(store_id, actions.check_for_shipments, "Bookdesk is checking Zoho Books for shipments.")
    back = "home.index" if request.form.get("back") == "home" else ".settings"
    return redirect(url_for(back, store_id=store_id))


@bp.post(f"{PAGE}/contacts-and-items")
@access(OPERATOR)
def read_contacts_and_items(store_id: int) -> Response:
    _ask(store_id, actions.read_contacts_and_items, "Bookdesk is reading contacts and items from Zoho Books.")
    return redirect(url_for(".settings", store_id=store_id))


def _ask(store_id: int, action: Callable[[int, str], Appointment], words: str) -> None:
    try:
        action(store_id, _who())
        db.session.commit()
        flash(f"{words}{so_it_waits(store_id)}", "success")
    except ZohoError as error:
        db.session.rollback()
        flash(error.words, "warning")


@bp.post(f"{PAGE}/custom-fields")
@access(OPERATOR)
def look_for_custom_fields(store_id: int) -> Response:
    db.session.rollback()  # nothing is held while Zoho is asked
    try:
        connect.keep_custom_fields(store_id, Gateway(store_id).custom_field_definitions())
        db.session.commit()
        flash("Bookdesk checked the custom fields in Zoho Books again.", "success")
    except ZohoError as error:
        flash(error.words, "warning")
    return redirect(url_for(".settings", store_id=store_id))


def _who() -> str:
    return str(current_user.user.email)


def _form(store_id: int, stored: ZohoBooksSettings | None) -> SettingsForm:
    form = SettingsForm(obj=stored)
    g.folder_listing = folders.listing(store_id)  # the frame shows it, too
    form.offer([folder for folder, _ in g.folder_listing])
    if stored and stored.salesorder_prefix:
        form.salesorder_prefix.description = f"Order 4182 becomes {stored.salesorder_prefix}4182."
    _look_at(form, store_id, stored)
    return form


def _look_at(form: SettingsForm, store_id: int, stored: ZohoBooksSettings | None) -> None:
    """Find what somebody else has saved since the page was opened."""
    as_stored = SettingsForm(formdata=None, obj=stored)
    as_stored.offer([folder for folder, _ in g.folder_listing])
    form.look_at("the settings on this page", as_stored)


def _page(store_id: int, stored: ZohoBooksSettings | None, form: SettingsForm, door: PushDoor | None) -> str:
    found = access_token.get_connection(store_id)
    is_connected = found is not None and found.state == CONNECTED
    next_check = schedule.next_check(found, stored, door) if is_connected and found and stored else None
    listed, sources = listed_answers.listed_with_sources(store_id, SHOWN_ANSWERS) if stored else (None, [])
    form.prices_of_sources.offer(sources)
    return render_template(
        "zoho_books/settings.html",
        form=form,
        stored=stored,
        web_address=_web_address(found),
        connection=found,
        state_words=STATES[found.state] if found else None,
        center=data_centers.get(found.data_center) if found else None,
        centers=data_centers.available(),
        wanted_center=_wanted_center(found),
        redirect_address=accounts_server.redirect_address(),
        next_check=next_check,
        is_due=next_check is not None and next_check <= now(),
        is_connected=is_connected,
        pushes=push_words.of_page(door, stored.poll_minutes) if door and stored else None,
        forgets_at=retention.forgets_contacts_at(found) if found else None,
        waits_for=former_organization.names(found) if is_connected and found else [],
        taxes=tax_names.listed(found),
        differences_found=findings.count(store_id),
        checked=checklist.get_checked(store_id),
        listed=listed,
        may_change=current_user.user.may(OPERATOR, store_id),
        is_owner=current_user.user.may(OWNER, store_id),
        is_operator=current_user.user.may(OPERATOR, store_id),
    )


def _web_address(found: Connection | None) -> str:
    """Where people enter the organization's books; nothing without one."""
    center = data_centers.get(found.data_center) if found and found.organization_id else None
    return center.home_address(str(found.organization_id)) if found and center else ""


def _wanted_center(found: Connection | None) -> str:
    """The data center chosen before; else the sandbox, unless Bookdesk is registered at the real Zoho."""
    if found is not None:
        return found.data_center
    usable = [center.key for center in data_centers.available() if accounts_server.client(center)]
    return "us" if "us" in usable or not usable else usable[0]
