"""Saved views: keep what is chosen in the list of orders under a name, rename it, forget it."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import folders
from zoho_app.orders.listing import saved_views
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import SavedView
from zoho_app.web.forms.conflicts import SeenForm
from zoho_app.web.orders.listing.links import OrderList

bp = Blueprint("views", __name__, url_prefix="/stores/<int:store_id>/views")


class ViewForm(SeenForm):
    name = StringField("Name", description="Such as Needs packing. The view appears above the list of orders.")


class NewViewForm(ViewForm):
    for_everybody = BooleanField(
        "For everybody in this store", description="Otherwise only you see it. Operators and owners can change it."
    )


@bp.route("/new", methods=["GET", "POST"])
@access(VIEWER)
def new(store_id: int) -> str | Response:
    chosen = Filters.from_args(dict(parse_qsl(request.args.get("view", ""))))
    shown = OrderList(store_id, chosen, {})
    form = NewViewForm()
    if not _may_share():
        del form.for_everybody
    if form.validate_on_submit():
        owner = None if form.data.get("for_everybody") else current_user.user.id
        if _done(form, lambda name: saved_views.save(store_id, owner, name, chosen)):
            flash(f"View {form.name.data} saved.", "success")
            return redirect(shown.href())
    return _page(form, shown, None)


@bp.route("/<int:view_id>", methods=["GET", "POST"])
@access(VIEWER)
def edit(store_id: int, view_id: int) -> str | Response:
    view = _the_view(store_id, view_id)
    form = ViewForm(obj=view)
    form.look_at("this view", ViewForm(formdata=None, obj=view))
    if form.validate_on_submit() and _done(form, lambda name: saved_views.rename(view, name)):
        flash(f"The view is now named {view.name}.", "success")
        return redirect(_list_of(view).href())
    return _page(form, _list_of(view), view)


@bp.post("/<int:view_id>/delete")
@access(VIEWER)
def delete(store_id: int, view_id: int) -> Response:
    view = _the_view(store_id, view_id)
    name = view.name
    saved_views.delete(view)
    db.session.commit()
    flash(f"View {name} deleted. Orders stay where they are.", "success")
    return redirect(url_for("orders.index", store_id=store_id))


def _the_view(store_id: int, view_id: int) -> SavedView:
    """The view, if this person may change it: their own, or everybody's for those who may change orders."""
    view = saved_views.get(store_id, current_user.user.id, view_id) or abort(404)
    if view.user_id is None and not _may_share():
        abort(403)
    return view


def _page(form: ViewForm, shown: OrderList, view: SavedView | None) -> str:
    folder = folders.get(shown.store_id, shown.filters.folder_id) if shown.filters.folder_id else None
    return render_template("orders/view.html", form=form, list=shown, folder=folder, view=view)


def _may_share() -> bool:
    return bool(current_user.user.may(OPERATOR, g.store.id))


def _list_of(view: SavedView) -> OrderList:
    return OrderList(view.store_id, saved_views.filters_of(view), {})


def _done(form: ViewForm, verb: Any) -> bool:
    """Carry out the verb on the name and commit; False when it was refused, with the reason in the form."""
    try:
        verb(form.name.data or "")
        db.session.commit()
    except saved_views.ViewRefused as refusal:
        db.session.rollback()
        form.name.errors = [str(refusal)]
        return False
    return True
