"""What is done with a shop of any kind: adding it, reading it now, pausing, continuing and disconnecting it."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.channels.shops import attempt, kinds, settings
from zoho_app.channels.shops.models import NEW, Shop
from zoho_app.channels.shops.problems import ShopProblem
from zoho_app.channels.shops.settings import ShopRefused
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, OWNER, access
from zoho_app.web.channels import shop_page
from zoho_app.web.layout.paused import so_it_waits

bp = Blueprint("shops", __name__, url_prefix="/stores/<int:store_id>/integrations/shops")


@bp.post("/add/<kind>")
@access(OWNER)
def add(store_id: int, kind: str) -> Response:
    """Add a shop of that kind, which is connected on its page."""
    if kind not in {one.key for one in shop_page.kinds_with_page()}:
        abort(404)
    shop = settings.add(store_id, kind, current_user.user.email)
    db.session.commit()
    return to_page(shop)


@bp.post("/<int:shop_id>/read")
@access(OPERATOR)
def read_now(store_id: int, shop_id: int) -> Response:
    shop = _get(store_id, shop_id)
    try:
        settings.read_now(shop, current_user.user.email)
        db.session.commit()
        flash(f"Bookdesk is reading orders from {shop.name}.{so_it_waits(store_id)}", "success")
    except ShopRefused as refusal:
        flash(str(refusal), "warning")
    return to_page(shop)


@bp.post("/<int:shop_id>/pause")
@access(OPERATOR)
def pause(store_id: int, shop_id: int) -> Response:
    shop = _get(store_id, shop_id)
    settings.pause(shop, current_user.user.email)
    db.session.commit()
    flash(f"{shop.name} is paused. Nothing is read from it until you continue it.", "success")
    return to_page(shop)


@bp.post("/<int:shop_id>/continue")
@access(OPERATOR)
def go_on(store_id: int, shop_id: int) -> Response:
    shop = _get(store_id, shop_id)
    settings.go_on(shop, current_user.user.email)
    db.session.commit()
    flash(f"{shop.name} goes on. What has changed meanwhile comes in now.", "success")
    return to_page(shop)


@bp.post("/<int:shop_id>/disconnect")
@access(OWNER)
def disconnect(store_id: int, shop_id: int) -> Response:
    """Forget the access; the shop's webhooks are ended first, if it lets us."""
    shop = _get(store_id, shop_id)
    is_new, access, public_id, name = shop.state == NEW, attempt.access_to(shop), shop.public_id, shop.name
    db.session.rollback()  # nothing is held while the shop is asked
    has_ended = is_new or _leave(access, public_id)
    shop = _get(store_id, shop_id)
    settings.disconnect(shop, current_user.user.email)
    db.session.commit()
    if is_new:
        flash(f"{name} was removed.", "success")
        return redirect(url_for("integrations.index", store_id=store_id))
    if has_ended:
        flash(f"Disconnected from {name}. Its orders stay.", "success")
    else:
        flash(f"Disconnected from {name}, but its webhooks go on. Remove the app in the shop.", "warning")
    return to_page(shop)


def _leave(access: kinds.Access, public_id: str) -> bool:
    try:
        kinds.get(access.kind).leave(access, public_id)
    except ShopProblem:
        return False
    return True


def to_page(shop: Shop) -> Response:
    """The settings page of the shop."""
    return redirect(url_for(f"{shop.kind}.settings", store_id=shop.store_id, shop_id=shop.id))


def _get(store_id: int, shop_id: int) -> Shop:
    return settings.get(store_id, shop_id) or abort(404)
