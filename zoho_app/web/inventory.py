"""Inventory: what is typed once per product and copied into the items of orders."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import inventory
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.models import InventoryItem
from zoho_app.web.forms.conflicts import SeenForm
from zoho_app.web.forms.order_fields import PAIRS_HELP, AmountField, PairsField, show_errors
from zoho_app.web.orders.listing.links import search_words

bp = Blueprint("inventory", __name__, url_prefix="/stores/<int:store_id>/inventory")

PER_PAGE = 50
COLUMNS = (
    "code",
    "name",
    "price",
    "cost",
    "weight",
    "stock",
    "location",
    "manufacturer_sku",
    "update_source",
    "variation_list",
)


class InventoryForm(SeenForm):
    code = StringField(
        "SKU", description="As it appears in orders. Upper and lower case and outer spaces make no difference."
    )
    name = StringField("Name")
    price = AmountField("Price")
    cost = AmountField("Cost")
    weight = AmountField("Weight")
    stock = StringField("Stock", default="0")
    location = StringField("Location", description="The warehouse, used by “Inventory Location Match”.")
    manufacturer_sku = StringField("Manufacturer SKU")
    update_source = StringField("Update source", description="The system that stock counts come from, if any.")
    metadata = PairsField(
        "Metadata",
        description=(
            "Copied into order items. Zoho Books gets tax_id (the id of a Zoho tax), zohobooks_item_id "
            f"(the id of a Zoho item, used instead of the SKU) and description (the text of the line). {PAIRS_HELP}"
        ),
    )
    variation_list = PairsField(
        "Variations", description=f"Copied into order items and visible to customers, such as Size = L. {PAIRS_HELP}"
    )


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str | Response:
    query = request.args.get("q", "").strip()
    after = request.args.get("after", "")
    items = inventory.find(store_id, query, after, PER_PAGE + 1)
    if after and not items:
        return redirect(url_for("inventory.index", store_id=store_id, q=query or None))
    return render_template(
        "inventory/index.html",
        items=items[:PER_PAGE],
        has_next=len(items) > PER_PAGE,
        after=after,
        q=query,
        q_words=search_words(query),
        may_change=current_user.user.may(OPERATOR, g.store.id),
    )


@bp.route("/new", methods=["GET", "POST"])
@access(OPERATOR)
def new(store_id: int) -> str | Response:
    form = InventoryForm()
    if form.validate_on_submit() and _save(form, lambda data: inventory.create(store_id, data)):
        flash(f"{form.code.data} added to inventory.", "success")
        return redirect(url_for("inventory.index", store_id=store_id))
    return render_template("inventory/item.html", form=form, item=None)


@bp.route("/<int:item_id>", methods=["GET", "POST"])
@access(OPERATOR)
def edit(store_id: int, item_id: int) -> str | Response:
    item = _the_item(store_id, item_id)
    form = InventoryForm(data=_loaded(item))
    form.look_at("this item", InventoryForm(formdata=None, data=_loaded(item)))
    if form.validate_on_submit() and _save(form, lambda data: inventory.update(item, data)):
        flash(f"{item.code} saved.", "success")
        return redirect(url_for("inventory.index", store_id=store_id))
    return render_template("inventory/item.html", form=form, item=item)


@bp.post("/<int:item_id>/delete")
@access(OPERATOR)
def delete(store_id: int, item_id: int) -> Response:
    item = _the_item(store_id, item_id)
    code = item.code
    inventory.delete(item)
    db.session.commit()
    flash(f"{code} deleted from inventory.", "success")
    return redirect(url_for("inventory.index", store_id=store_id))


def _the_item(store_id: int, item_id: int) -> InventoryItem:
    return inventory.get(store_id, item_id) or abort(404)


def _loaded(item: InventoryItem) -> dict[str, Any]:
    return {**{name: getattr(item, name) for name in COLUMNS}, "metadata": item.item_metadata}


def _save(form: InventoryForm, verb: Any) -> bool:
    """Carry out the verb on what was typed and commit; False when it was refused, with the reasons in the form."""
    try:
        verb({name: form[name].data for name in (*COLUMNS, "metadata")})
        db.session.commit()
    except BadFields as refused:
        db.session.rollback()
        show_errors(form, refused.errors)
        return False
    return True
