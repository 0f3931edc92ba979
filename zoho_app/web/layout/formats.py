"""How money and other values are written on every page, and where the page's own files are found."""

from decimal import Decimal
from pathlib import Path

from flask import Flask, current_app, g, url_for

from zoho_app.accounts import currencies
from zoho_app.counts import agree, count_noun
from zoho_app.orders.input import source as sources
from zoho_app.web.layout.bundles import fingerprint


def init_app(app: Flask) -> None:
    """Register the filters of this file, those of counts, and `asset`."""
    app.add_template_filter(money)
    app.add_template_filter(source)
    app.add_template_filter(browser)
    app.add_template_filter(spoken)
    app.add_template_filter(count_noun)
    app.add_template_filter(agree)
    app.add_template_global(asset)


def money(value: Decimal | None, currency: str = "") -> str:
    """An amount such as "$1,234.50"; without a currency, the store's; digits beyond its cents are kept."""
    if value is None:
        return "–"
    code = currency or (g.store.currency_code if g.get("store") else "")
    return currencies.written(value, code)


def source(source_name: str) -> str:
    """What people call the source of an order of the store whose page this is."""
    return sources.shown(g.store.id, source_name)


LONGEST_SPOKEN = 200


def spoken(value: object) -> str:
    """A setting's value as people say it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    words = "nothing" if value is None or value == "" else str(value)
    return words if len(words) <= LONGEST_SPOKEN else f"{words[:LONGEST_SPOKEN]}… ({len(words):,} characters)"


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser(user_agent: str) -> str:
    """What a browser says of itself in a few words, such as "Firefox on Linux"."""
    name = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if not name:
        return user_agent[:60] or "Unknown browser"
    return f"{name} on {system}" if system else name


def asset(name: str) -> str:
    """The address of one of our files; it changes with the content, so that browsers may keep the file."""
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=fingerprint(path))
