"""Receivers on hold because they did not answer, and how a store signs its messages to them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app import kinds
from zoho_app.accounts import audit
from zoho_app.appointments import breakers
from zoho_app.channels import postings
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, OWNER, access

bp = Blueprint("receivers", __name__, url_prefix="/stores/<int:store_id>/channels")


@bp.post("/receivers/try")
@access(OPERATOR)
def try_now(store_id: int) -> Response:
    receiver = request.form.get("receiver", "")[:60]
    if breakers.try_now(store_id, kinds.CHANNELS, receiver):
        flash(
            "Bookdesk sends the next message now. Its answer appears here.",
            "success",
        )
    else:
        flash("That receiver is no longer on hold.", "info")
    db.session.commit()
    return _back(store_id)


@bp.post("/signing")
@access(OWNER)
def save_signature(store_id: int) -> Response:
    wanted = request.form.get("signature", "")
    if wanted not in dict(postings.choices(store_id)):
        flash("Signature: choose one from the list.", "problem")
        return _back(store_id)
    changes = postings.change(postings.get(store_id), wanted)
    if changes:
        audit.note(store_id, _who(), "Signature of messages to ship_notify_url changed", changes)
    db.session.commit()
    flash(f"Messages to ship_notify_url now have this signature: {postings.NAMES[wanted]}.", "success")
    return _back(store_id)


@bp.post("/signing/secret")
@access(OWNER)
def rotate_secret(store_id: int) -> str:
    """Show the new secret without a redirect, because no page shows it again."""
    secret = postings.rotate_secret(postings.get(store_id))
    audit.note(store_id, _who(), "Signing secret of posted orders replaced", event="secret.replaced")
    db.session.commit()
    return render_template("channels/posting_secret.html", secret=secret)


def _back(store_id: int) -> Response:
    return redirect(url_for("channels.index", store_id=store_id))


def _who() -> str:
    return str(current_user.user.email)
