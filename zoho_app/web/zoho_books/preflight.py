"""Check everything: what would stop orders, and how to fix it."""

from dataclasses import dataclass

from flask import current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, OWNER, VIEWER, access
from zoho_app.web.zoho_books import checklist, settings
from zoho_app.zoho_books.api import access_token, data_centers
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.models import CONNECTED, Connection
from zoho_app.zoho_books.preflight import run as preflight
from zoho_app.zoho_books.preflight.checks import Check

PAGE = f"{settings.PAGE}/preflight"
# The page that fixes a check, by its `place`: the label of the link and the page.
PLACES = {
    "connection": ("Open the connection", "zoho_books.settings"),
    "settings": ("Open the setting", "zoho_books.settings"),
    "store": ("Open Store Settings", "stores.settings"),
    "inventory": ("Open Inventory", "inventory.index"),
    "appointments": ("Open Activity", "appointments.index"),
    "alerts": ("Open Alerts", "alerts.index"),
}


@dataclass(frozen=True)
class Way:
    """A link to the page that fixes a check."""

    words: str
    href: str


@settings.bp.get(PAGE, endpoint="preflight")
@access(VIEWER)
def show(store_id: int) -> str:
    found = access_token.get_connection(store_id)
    checked = checklist.get_checked(store_id)
    appointment = preflight.latest(store_id)
    return render_template(
        "zoho_books/preflight.html",
        checked=checked,
        ways={check.title: _way(store_id, check, found) for check in checked.checks},
        appointment=appointment,
        is_under_way=_is_under_way(appointment),
        is_connected=found is not None and found.state == CONNECTED,
        is_operator=current_user.user.may(OPERATOR, store_id),
    )


@settings.bp.post(PAGE)
@access(OPERATOR)
def check_everything(store_id: int) -> Response:
    try:
        preflight.check_everything(store_id, current_user.user.email)
        db.session.commit()
    except CannotSchedule as refusal:
        db.session.rollback()
        flash(refusal.words, "warning")
    return redirect(url_for(".preflight", store_id=store_id))


def _is_under_way(appointment: Appointment | None) -> bool:
    return appointment is not None and appointment.state in OPEN_STATES


def _way(store_id: int, check: Check, found: Connection | None) -> Way | None:
    """The link, unless there is none, or the person may not open it."""
    place, _, field = check.place.partition("#")
    if place == "zoho":
        center = data_centers.get(found.data_center) if found else None
        return Way("Open Zoho Books", center.home_address(found.organization_id)) if center and found else None
    if place not in PLACES:
        return None
    words, endpoint = PLACES[place]
    role: str = getattr(current_app.view_functions[endpoint], "access", OWNER)
    if not current_user.user.may(role, store_id):
        return None
    return Way(words, url_for(endpoint, store_id=store_id, _anchor=field or None))
