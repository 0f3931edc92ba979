"""Compare with Zoho Books: the differences that were found, and the button that resolves each."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.appointments.models import OPEN_STATES
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.web.forms.ids import row_id
from zoho_app.web.zoho_books import difference, settings
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api import access_token
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.models import CONNECTED
from zoho_app.zoho_books.reconcile import findings
from zoho_app.zoho_books.reconcile import repair as reconcile_repair
from zoho_app.zoho_books.reconcile import run as reconcile_run

PAGE = f"{settings.PAGE}/reconcile"
PAGE_SIZE = 25


@settings.bp.get(PAGE)
@access(VIEWER)
def reconcile(store_id: int) -> str | Response:
    after = request.args.get("after", 0, type=row_id)
    found = findings.page(store_id, after, PAGE_SIZE + 1)
    if after and not found:
        return _back(store_id)
    shown = found[:PAGE_SIZE]
    connected = access_token.get_connection(store_id)
    appointment = reconcile_run.latest(store_id)
    return render_template(
        "zoho_books/reconcile.html",
        differences=difference.all_of(shown),
        count=findings.count(store_id),
        after=after,
        next_after=shown[-1].id if len(found) > PAGE_SIZE else None,
        connection=connected,
        is_connected=connected is not None and connected.state == CONNECTED,
        appointment=appointment,
        is_under_way=appointment is not None and appointment.state in OPEN_STATES,
        is_operator=current_user.user.may(OPERATOR, store_id),
    )


@settings.bp.post(PAGE)
@access(OPERATOR)
def compare_now(store_id: int) -> Response:
    try:
        actions.compare(store_id, _who())
        db.session.commit()
        flash("Bookdesk is comparing with Zoho Books. The result appears here.", "success")
    except CannotSchedule as refusal:
        db.session.rollback()
        flash(refusal.words, "warning")
    return _back(store_id)


@settings.bp.post(f"{PAGE}/<int:finding_id>")
@access(OPERATOR)
def repair(store_id: int, finding_id: int) -> Response:
    finding = findings.get(store_id, finding_id) or abort(404)
    try:
        words = reconcile_repair.repair(finding, request.form.get("repair", ""), _who())
        db.session.commit()
        flash(words, "success")
    except CannotSchedule as refusal:
        db.session.rollback()
        flash(refusal.words, "warning")
    return _back(store_id)


def _who() -> str:
    return str(current_user.user.email)


def _back(store_id: int) -> Response:
    return redirect(url_for(".reconcile", store_id=store_id))
