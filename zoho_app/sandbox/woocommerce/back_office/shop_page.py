"""The page "Shop": what a program needs to connect, what it was told, and how this shop keeps tracking numbers."""

from flask import Blueprint, redirect, render_template, request, url_for

from ...common.markets import MARKETS
from .. import documents, seed
from ..state import shop
from . import view
from .orders import Page, common, enter

blueprint = Blueprint("shop_page", __name__, template_folder="../templates")
blueprint.before_request(enter)
blueprint.context_processor(common)
SHOWN_DELIVERIES = 20
# The plug-ins and the switch of each way to keep tracking numbers.
WAYS: dict[str, tuple[str, list[str], bool]] = {
    "none": ("Notes alone", [], False),
    "shipment-tracking": ("Shipment Tracking", ["shipment-tracking"], False),
    "ast": ("Advanced Shipment Tracking", ["ast"], False),
    "fulfillments": ("Fulfillments of WooCommerce", [], True),
}


@blueprint.get("/shop")
def show() -> Page:
    return _show()


def _show(problem: str = "") -> Page:
    store = shop().store
    settings = seed.setting(store)
    deliveries = documents.find(store, "delivery", order="id DESC")[:SHOWN_DELIVERIES]
    page = render_template(
        "woo_shop.html",
        problem=problem,
        address=shop().root_url(),
        keys=[
            {"about": key["description"], "key": key["key"], "secret": key["secret"]}
            for key in documents.find(store, "key")
        ],
        webhooks=documents.find(store, "webhook"),
        deliveries=[
            {"topic": one["topic"], "order": one["order"], "outcome": _outcome(one["due_at"], one["status"])}
            for one in deliveries
        ],
        mails=[
            {"about": one["about"], "to": one["to"], "when": view.when(store, one["created_at"])}
            for one in documents.find(store, "mail", order="id DESC")[:SHOWN_DELIVERIES]
        ],
        currencies=[(code, code == settings["currency"]) for code in MARKETS],
        ways=[
            (way, label, (plugins, has_core) == (settings["plugins"], settings["fulfillments"]))
            for way, (label, plugins, has_core) in WAYS.items()
        ],
    )
    return (page, 400) if problem else page


def _outcome(due_at: float | None, status: int | None) -> str:
    if due_at is not None:
        return "waiting"
    if status is None:
        return "dropped"
    return f"arrived ({status})" if 200 <= status <= 302 else f"failed ({status or 'no answer'})"


@blueprint.post("/shop")
def save() -> Page:
    """Sell in another currency from the next order on, with the taxes of its country; track in another way."""
    currency, way = request.form.get("currency", ""), request.form.get("way", "")
    if currency not in MARKETS:
        return _show(f"The shop cannot sell in {currency!r}.")
    if way not in WAYS:
        return _show(f"The shop has no way {way!r}.")
    country, zone, included, tax_name, rate = MARKETS[currency]
    _, plugins, has_core = WAYS[way]
    changes = {"currency": currency, "country": country, "zone": zone, "prices_include_tax": included}
    changes.update(tax_name=tax_name, tax_percent=round(rate * 100, 2), plugins=plugins, fulfillments=has_core)
    seed.change(shop().store, changes)
    return redirect(url_for("shop_page.show", done="saved"), 303)
