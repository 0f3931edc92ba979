"""The settings page of a Shopify shop: connecting it, and what of it comes in."""

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from zoho_app.channels.shopify.client import addresses
from zoho_app.channels.shopify.client.addresses import NotAShop
from zoho_app.channels.shopify.kind import SHOPIFY
from zoho_app.channels.shopify.scopes import ALL as SCOPES
from zoho_app.channels.shopify.webhooks import FORMER_SECRET_FOR
from zoho_app.channels.shops import attempt, outside, settings
from zoho_app.channels.shops.models import Shop
from zoho_app.channels.shops.problems import ShopProblem
from zoho_app.channels.shops.settings import ShopRefused
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.orders import folders
from zoho_app.web.channels import shop_form, shop_page
from zoho_app.web.channels.shop_form import ShopForm

bp = Blueprint("shopify", __name__, url_prefix="/stores/<int:store_id>/integrations/shopify")

LONGEST = 200
SECOND = "other-"  # before the names of the fields of the second way
# What the pretend shop opens with; it is no secret, and nothing else opens with it.
SANDBOX = {"client_id": "sandbox-shop-client", "client_secret": "shpss_sandbox-shop-secret"}


def _secret(label: str, what: str) -> PasswordField:
    return PasswordField(
        label,
        filters=[lambda value: value.strip() if value else value],
        validators=[InputRequired(f"{label}: {what}"), Length(max=LONGEST, message=f"{label}: this is too long.")],
    )


class ConnectForm(FlaskForm):
    """A client id and secret of an app made in the Dev Dashboard."""

    address = StringField(
        "Shop name",
        validators=[InputRequired("Shop name: give the shop's name at Shopify, such as acme.myshopify.com.")],
        description="Such as acme.myshopify.com. You may paste the address of the shop's admin.",
    )
    client_id = StringField(
        "Client ID",
        filters=[lambda value: value.strip() if value else value],
        validators=[
            InputRequired("Client ID: copy it from the app's settings in the Dev Dashboard."),
            Length(max=LONGEST, message="Client ID: this is too long."),
        ],
    )
    client_secret = _secret("Client secret", "copy it from the app's settings in the Dev Dashboard.")

    def credentials(self) -> dict[str, str]:
        """What opens the shop."""
        return {"client_id": str(self.client_id.data), "client_secret": str(self.client_secret.data)}


class TokenForm(FlaskForm):
    """An access token of an app that was made in the shop's admin before 2026."""

    address = ConnectForm.address
    access_token = _secret("Admin API access token", "copy it from the app; it starts with shpat_.")
    client_secret = _secret("API secret key", "copy it from the app; webhooks are signed with it.")

    def credentials(self) -> dict[str, str]:
        """What opens the shop."""
        return {"access_token": str(self.access_token.data), "client_secret": str(self.client_secret.data)}


Connecting = ConnectForm | TokenForm


@bp.get("/<int:shop_id>", endpoint="settings")
@access(VIEWER)
def show(store_id: int, shop_id: int) -> str:
    shop = _get(store_id, shop_id)
    return _page(shop, _form(shop))


@bp.post("/<int:shop_id>")
@access(OWNER)
def save(store_id: int, shop_id: int) -> str | Response:
    shop = _get(store_id, shop_id)
    form = _form(shop)
    if not form.validate():
        return _page(shop, form)
    try:
        is_changed = settings.change(shop, form.values(shop), current_user.user.email)
    except ShopRefused as refusal:
        db.session.rollback()
        form[refusal.field].errors = [f"{form[refusal.field].label.text}: {refusal}"]
        return _page(_get(store_id, shop_id), form)
    db.session.commit()
    flash("Settings saved." if is_changed else "Nothing was changed.", "success")
    return redirect(url_for(".settings", store_id=store_id, shop_id=shop_id))


@bp.post("/<int:shop_id>/connect")
@access(OWNER)
def connect(store_id: int, shop_id: int) -> str | Response:
    return _connect_by(store_id, shop_id, ConnectForm())


@bp.post("/<int:shop_id>/connect-by-token")
@access(OWNER)
def connect_by_token(store_id: int, shop_id: int) -> str | Response:
    return _connect_by(store_id, shop_id, TokenForm(prefix=SECOND))


@bp.post("/<int:shop_id>/connect-sandbox")
@access(OWNER)
def connect_sandbox(store_id: int, shop_id: int) -> str | Response:
    """Connect to the pretend shop on this machine, where one runs."""
    if not outside.sandbox_url(addresses.SANDBOX):
        abort(404)
    form = ConnectForm(formdata=None, data={"address": addresses.SANDBOX_SHOP})
    return _connect(store_id, shop_id, form, addresses.SANDBOX_SHOP, SANDBOX, is_sandbox=True)


def _connect_by(store_id: int, shop_id: int, form: Connecting) -> str | Response:
    shop = _get(store_id, shop_id)
    if not form.validate():
        return _page(shop, _form(shop), form)
    try:
        address = addresses.clean(str(form.address.data))
    except NotAShop as refusal:
        form.address.errors = [f"Shop name: {refusal}"]
        return _page(shop, _form(shop), form)
    return _connect(store_id, shop_id, form, address, form.credentials())


def _connect(
    store_id: int, shop_id: int, form: Connecting, address: str, credentials: dict[str, str], is_sandbox: bool = False
) -> str | Response:
    """Try the credentials with nothing held, then keep them."""
    shop = _get(store_id, shop_id)
    tried = replace(attempt.access_to(shop), address=address, credentials=credentials, is_sandbox=is_sandbox)
    try:
        settings.refuse_address(shop, address)
        db.session.rollback()  # nothing is held while Shopify is asked
        made = SHOPIFY.connect(tried)
        shop = _get(store_id, shop_id)
        settings.refuse_address(shop, address)
    except (ShopRefused, ShopProblem) as problem:
        db.session.rollback()
        form.form_errors.append(str(problem))
        shop = _get(store_id, shop_id)
        return _page(shop, _form(shop), form)
    shop.is_sandbox = is_sandbox
    settings.connect(shop, address, credentials | _former(shop, credentials), made, current_user.user.email)
    db.session.commit()
    flash(f"Connected to {made.facts['shop_name']}. Orders placed from now on come in by themselves.", "success")
    return redirect(url_for(".settings", store_id=store_id, shop_id=shop_id))


def _former(shop: Shop, credentials: dict[str, str]) -> dict[str, str]:
    """The secret that Shopify may still sign with after it was replaced."""
    former = (shop.credentials or {}).get("client_secret", "")
    if not former or former == credentials["client_secret"]:
        return {}
    return {"former_secret": former, "former_until": (now() + FORMER_SECRET_FOR + timedelta(minutes=5)).isoformat()}


def _get(store_id: int, shop_id: int) -> Shop:
    return settings.get(store_id, shop_id, SHOPIFY.key) or abort(404)


def _form(shop: Shop) -> ShopForm:
    g.folder_listing = folders.listing(shop.store_id)  # the frame shows it, too
    listed = [folder for folder, _ in g.folder_listing]
    form = shop_form.stored(shop, listed)
    form.look_at("the settings of this shop", shop_form.stored(shop, listed, formdata=None))
    return form


def _page(shop: Shop, form: ShopForm, connecting: Connecting | None = None) -> str:
    by_token = connecting if isinstance(connecting, TokenForm) else TokenForm(formdata=None, prefix=SECOND)
    by_client = connecting if isinstance(connecting, ConnectForm) else ConnectForm(formdata=None)
    if connecting is None:
        by_client.address.data = by_token.address.data = "" if shop.is_sandbox else shop.address
    return render_template(
        "channels/shopify.html",
        page=shop_page.build(shop),
        shop=shop,
        form=form,
        by_client=by_client,
        by_token=by_token,
        connecting=connecting,
        is_by_token=isinstance(connecting, TokenForm),
        has_sandbox=bool(outside.sandbox_url(addresses.SANDBOX)),
        scopes=SCOPES,
    )
