"""Pushes from Zoho Books on the page of the integration: turned on and off, another secret, and the test."""

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OWNER, access
from zoho_app.web.zoho_books import settings
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.pushes import doors

PAGE = f"{settings.PAGE}/pushes"


@settings.bp.post(PAGE)
@access(OWNER)
def turn_on_pushes(store_id: int) -> Response:
    if zoho_settings.get(store_id) is None:
        flash("Zoho Books is not enabled in this store. Enable it first.", "warning")
        return redirect(url_for("integrations.index", store_id=store_id))
    doors.open_(store_id, _who())
    db.session.commit()
    flash("This store has a webhook address now. Next, tell Zoho Books to use it.", "success")
    return _back(store_id)


@settings.bp.post(f"{PAGE}/off")
@access(OWNER)
def turn_off_pushes(store_id: int) -> Response:
    doors.close(store_id, _who())
    db.session.commit()
    flash("Pushes are off. Bookdesk checks for shipments as often as the settings say.", "success")
    return _back(store_id)


@settings.bp.post(f"{PAGE}/secret")
@access(OWNER)
def new_push_secret(store_id: int) -> Response:
    doors.replace_secret(store_id, _who())
    db.session.commit()
    flash("There is a new webhook secret. Copy it to Zoho Books; the old one works for one more hour.", "success")
    return _back(store_id)


@settings.bp.post(f"{PAGE}/test")
@access(OWNER)
def test_pushes(store_id: int) -> Response:
    doors.await_test(store_id)
    db.session.commit()
    return _back(store_id)


def _back(store_id: int) -> Response:
    return redirect(url_for("zoho_books.settings", store_id=store_id, _anchor="pushes"))


def _who() -> str:
    return str(current_user.user.email)
