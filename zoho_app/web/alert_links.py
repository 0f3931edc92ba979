"""The pages of the links in alert e-mails: confirm and stop.

Mail programs open links by themselves, so only a press of the button changes anything.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from zoho_app.accounts.models import Store
from zoho_app.alerts import recipients
from zoho_app.alerts.models import AlertRecipient
from zoho_app.alerts.text import tidy_name
from zoho_app.extensions import db
from zoho_app.http.access import PUBLIC, access

bp = Blueprint("alert_links", __name__, url_prefix="/alerts")

Answer = str | Response | tuple[str, int]


@bp.get("/confirm/<token>")
@access(PUBLIC)
def ask_to_confirm(token: str) -> Answer:
    row = recipients.find_unconfirmed(token)
    return _no_link() if row is None else _page("confirm", row)


@bp.post("/confirm/<token>")
@access(PUBLIC)
def confirm(token: str) -> Answer:
    row = recipients.find_unconfirmed(token)
    if row is None or not recipients.confirm(row):
        return _no_link()
    db.session.commit()
    return _page("confirmed", row)


@bp.get("/stop/<token>")
@access(PUBLIC)
def ask_to_stop(token: str) -> Answer:
    row = recipients.find_by_stopping(token)
    if row is None:
        return _no_link()
    return _page("stopped" if row.stopped_at else "stop", row)


@bp.post("/stop/<token>")
@access(PUBLIC)
def stop(token: str) -> Answer:
    """Stop, or with the other button go on."""
    row = recipients.find_by_stopping(token)
    if row is None:
        return _no_link()
    if request.form.get("do") == "go on":
        recipients.go_on(row)
    else:
        recipients.stop(row)
    db.session.commit()
    return redirect(url_for(".ask_to_stop", token=token))


def _page(what: str, row: AlertRecipient) -> str:
    store = tidy_name(db.session.get_one(Store, row.store_id).name)
    return render_template("alerts/link.html", what=what, email=row.email, store=store)


def _no_link() -> tuple[str, int]:
    return render_template("alerts/no_link.html"), 404
