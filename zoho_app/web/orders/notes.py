"""Leaving a note on an order, and deleting one."""

from flask import abort, flash
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import edit
from zoho_app.orders.input.fields import BadFields
from zoho_app.web.forms.order_fields import show_errors
from zoho_app.web.forms.order_forms import NoteForm
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.page import trail
from zoho_app.web.orders.show import page, the_order


@order_list.bp.post("/<int:order_id>/notes")
@access(OPERATOR)
def add_note(store_id: int, order_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    form = NoteForm()
    try:
        edit.add_note(order, form.content.data or "", current_user.user.email)
        db.session.commit()
    except BadFields as refused:
        db.session.rollback()
        show_errors(form, refused.errors)
        return page(order, note_form=form)
    flash("Note added.", "success")
    return trail.back_to(order, "timeline")


@order_list.bp.post("/<int:order_id>/notes/<int:note_id>/delete")
@access(OPERATOR)
def delete_note(store_id: int, order_id: int, note_id: int) -> Response:
    order = the_order(store_id, order_id)
    note = edit.get_note(order, note_id) or abort(404)
    edit.remove_note(order, note, current_user.user.email)
    db.session.commit()
    flash("Note deleted.", "success")
    return trail.back_to(order, "timeline")
