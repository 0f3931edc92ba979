"""Manage Integrations: what a store can be connected with, to be found by name or by tab."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from zoho_app.channels.shops import settings as shop_settings
from zoho_app.channels.shops.models import Shop
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.web.channels import shop_page
from zoho_app.web.layout.connection_states import NOT_CONNECTED, STATES
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.api import access_token

bp = Blueprint("integrations", __name__)

ALL, PRODUCTIVITY, SALES_CHANNELS = "All", "Productivity", "Sales Channels"
TABS = (ALL, PRODUCTIVITY, SALES_CHANNELS)
# What each kind of shop does, by its key.
WORDS = {
    "shopify": "Brings the orders of your Shopify shop in within seconds, and follows what changes there.",
    "woocommerce": "Brings the orders of your WooCommerce shop in, and follows what changes there.",
}


@dataclass(frozen=True)
class ShopLink:
    """One shop on the card of its kind."""

    name: str
    state: tuple[str, str, str]
    href: str


@dataclass(frozen=True)
class Card:
    """One integration as the list shows it."""

    name: str
    tab: str
    words: str
    is_enabled: bool
    state: tuple[str, str, str] | None  # word, icon, kind
    settings_href: str
    enable_href: str
    more_words: str = ""  # what "Enable" enables, for those who only hear the button
    shops: tuple[ShopLink, ...] = ()  # of a kind of which there may be several


@bp.get("/stores/<int:store_id>/integrations")
@access(VIEWER)
def index(store_id: int) -> str:
    query = " ".join(request.args.get("q", "").split())
    tab = request.args.get("tab") if request.args.get("tab") in TABS else ALL
    found = [
        card
        for card in (_zoho_books(store_id), *_shops(store_id), _webhook(store_id))
        if tab in (ALL, card.tab) and query.casefold() in f"{card.name} {card.words}".casefold()
    ]
    tabs = [(name, url_for(".index", store_id=store_id, tab=name), name == tab, None) for name in TABS]
    return render_template("integrations/index.html", cards=found, tabs=tabs, tab=tab, query=query, owner_role=OWNER)


def _shops(store_id: int) -> Iterator[Card]:
    shops = shop_settings.shops(store_id)
    for kind in shop_page.kinds_with_page():
        links = tuple(_shop(shop) for shop in shops if shop.kind == kind.key)
        yield Card(
            name=kind.label,
            tab=SALES_CHANNELS,
            words=WORDS[kind.key],
            is_enabled=bool(links),
            state=None,
            settings_href="",
            enable_href=url_for("shops.add", store_id=store_id, kind=kind.key),
            more_words=kind.label,
            shops=links,
        )


def _shop(shop: Shop) -> ShopLink:
    href = url_for(f"{shop.kind}.settings", store_id=shop.store_id, shop_id=shop.id)
    return ShopLink(shop.name, shop_page.state(shop), href)


def _webhook(store_id: int) -> Card:
    return Card(
        name="Webhook",
        tab=SALES_CHANNELS,
        words="Notifies any other sales channel of shipments, at an address that you give.",
        is_enabled=True,
        state=None,
        settings_href=url_for("channels.index", store_id=store_id),
        enable_href="",
    )


def _zoho_books(store_id: int) -> Card:
    enabled = settings.get(store_id) is not None
    found = access_token.get_connection(store_id)
    return Card(
        name="Zoho Books",
        tab=PRODUCTIVITY,
        words="Sends orders to Zoho Books as sales orders and brings their tracking numbers back.",
        is_enabled=enabled,
        state=(STATES[found.state] if found else NOT_CONNECTED) if enabled else None,
        settings_href=url_for("zoho_books.settings", store_id=store_id),
        enable_href=url_for("zoho_books.enable", store_id=store_id),
    )
