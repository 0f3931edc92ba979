"""Leaving a note on an order."""

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.access import OPERATOR, access
from zoho_app.extensions import db
from zoho_app.orders import editing
from zoho_app.orders.fields import BadFields
from zoho_app.web import orders
from zoho_app.web.order import page, the_order
from zoho_app.web.order_fields import show_errors
from zoho_app.web.order_forms import NoteForm


@orders.bp.post("/<int:order_id>/notes")
@access(OPERATOR)
def add_note(store_id: int, order_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    form = NoteForm()
    try:
        editing.add_note(order, form.content.data or "", current_user.user.email)
        db.session.commit()
    except BadFields as refused:
        db.session.rollback()
        show_errors(form, refused.errors)
        return page(order, note_form=form)
    flash("Note added.", "success")
    return redirect(url_for("orders.show", store_id=store_id, order_id=order_id, _anchor="notes"))
