"""Manage Integrations: what a store can be connected with, to be found by name or by tab."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.web.layout.connection_states import NOT_CONNECTED, STATES
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.api import access_token

bp = Blueprint("integrations", __name__)

ALL, PRODUCTIVITY = "All", "Productivity"
TABS = (ALL, PRODUCTIVITY)


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


@bp.get("/stores/<int:store_id>/integrations")
@access(VIEWER)
def index(store_id: int) -> str:
    query = " ".join(request.args.get("q", "").split())
    tab = request.args.get("tab") if request.args.get("tab") in TABS else ALL
    found = [
        card
        for card in (_zoho_books(store_id),)
        if tab in (ALL, card.tab) and query.casefold() in f"{card.name} {card.words}".casefold()
    ]
    tabs = [(name, url_for(".index", store_id=store_id, tab=name), name == tab, None) for name in TABS]
    return render_template("integrations/index.html", cards=found, tabs=tabs, tab=tab, query=query, owner_role=OWNER)


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
