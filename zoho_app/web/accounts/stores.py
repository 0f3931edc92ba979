"""The stores of the signed-in person, and the settings of one store."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from zoho_app.accounts import currencies
from zoho_app.accounts.models import Membership, Store
from zoho_app.accounts.stores import (
    LONGEST_SOURCES,
    StoreSettings,
    change_settings,
    fixed_currency,
    time_zones,
)
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, SIGNED_IN, access
from zoho_app.orders import identity
from zoho_app.web.forms.conflicts import SeenForm

bp = Blueprint("stores", __name__)
TIME_ZONES = time_zones()


class StoreFields(FlaskForm):
    name = StringField(
        "Store name",
        [
            InputRequired("Store name: give the store a name."),
            Length(max=200, message="Store name: at most 200 characters."),
        ],
    )
    currency_code = SelectField(
        "Currency",
        description="Orders use this currency unless they name another.",
        validators=[AnyOf(currencies.CODES, message="Currency: choose one from the list.")],
        choices=currencies.CODES,
        default="USD",
        validate_choice=False,  # AnyOf names the field
    )
    time_zone = SelectField(
        "Time zone",
        description="Bookdesk shows times in this zone.",
        validators=[AnyOf(TIME_ZONES, message="Time zone: choose one from the list.")],
        choices=TIME_ZONES,
        default="UTC",
        validate_choice=False,
    )


class SettingsForm(StoreFields, SeenForm):
    has_orders = False

    def validate_currency_code(self, field: Field) -> None:
        if self.has_orders and field.data != g.store.currency_code:
            raise ValidationError(fixed_currency(g.store, field.data))

    add_inventory_details = BooleanField(
        "Add Inventory Details to Order Items",
        description=(
            "When an order comes in, its items get the metadata and variations of the inventory item with "
            "the same SKU. The order's own values are kept."
        ),
    )
    same_sources = TextAreaField(
        "Sources that are the same",
        [Length(max=LONGEST_SOURCES, message=f"Sources that are the same: at most {LONGEST_SOURCES} characters.")],
        description="One group a line, such as: Shopify, web, shopify_draft_order. An order with the same number "
        "from two sources of a group is the same order, and comes in once.",
    )


@bp.get("/")
@access(SIGNED_IN)
def index() -> str | Response:
    rows = select(Membership).join(Store).where(Membership.user_id == current_user.user.id).order_by(Store.name)
    memberships = db.session.scalars(rows).all()
    if len(memberships) == 1:
        return redirect(url_for("home.index", store_id=memberships[0].store_id))
    return render_template("accounts/stores.html", memberships=memberships)


@bp.route("/stores/<int:store_id>/settings", methods=["GET", "POST"])
@access(OWNER)
def settings(store_id: int) -> str | Response:
    form = _settings_form()
    if not form.validate_on_submit():
        return render_template("accounts/settings.html", form=form)
    wanted = StoreSettings(
        form.name.data,
        form.currency_code.data,
        form.time_zone.data,
        form.add_inventory_details.data,
        form.same_sources.data or "",
    )
    change_settings(g.store, wanted, current_user.user.email, form.has_orders)
    db.session.commit()
    flash("Store settings saved.", "success")
    return redirect(url_for("stores.settings", store_id=store_id))


def _settings_form() -> SettingsForm:
    store = g.store
    form = SettingsForm(obj=store)
    form.has_orders = identity.has_orders(store.id)
    if form.has_orders:
        form.currency_code.description = f"It stays {store.currency_code}, because this store has orders."
    form.look_at("the settings on this page", SettingsForm(formdata=None, obj=store))
    return form
