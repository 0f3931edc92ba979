"""Pausing a store and letting it go on: two buttons."""

from flask import Blueprint, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.accounts import audit
from zoho_app.appointments import pause as appointment_pause
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.web.home import index as home
from zoho_app.web.layout.paused import QUEUES

bp = Blueprint("pause", __name__)


@bp.post("/stores/<int:store_id>/pause")
@access(OPERATOR)
def pause(store_id: int) -> str | Response:
    form = home.PauseForm()
    if not form.validate():
        return home.page(store_id, form)
    who, reason = current_user.user.email, form.reason.data
    if appointment_pause.pause(store_id, QUEUES, who, reason):
        words = f"Paused sending: {reason}" if reason else "Paused sending"
        audit.note(store_id, who, words, event="sending.paused")
        flash("Sending is paused. Everything waits until somebody presses “Continue”.", "success")
    else:
        flash("Sending was already paused.", "info")
    db.session.commit()
    return redirect(url_for("home.index", store_id=store_id))


@bp.post("/stores/<int:store_id>/continue")
@access(OPERATOR)
def go_on(store_id: int) -> Response:
    if appointment_pause.go_on(store_id):
        audit.note(store_id, current_user.user.email, "Continued sending", event="sending.continued")
        flash("Sending continues.", "success")
    else:
        flash("Sending was not paused.", "info")
    db.session.commit()
    return redirect(url_for("home.index", store_id=store_id))
