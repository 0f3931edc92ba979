"""How money and times are written on every page, and where the page's own files are found."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, url_for

from zoho_app.accounts import currencies
from zoho_app.clock import now
from zoho_app.counts import agree, count_noun
from zoho_app.orders.models import Order
from zoho_app.web.layout.bundles import fingerprint

# A time this near is shown to the second.
WITH_SECONDS = timedelta(minutes=2)


def init_app(app: Flask) -> None:
    """Register the filters of this file, those of counts, and `asset`."""
    app.add_template_filter(money)
    app.add_template_filter(when)
    app.add_template_filter(added)
    app.add_template_filter(soon)
    app.add_template_filter(time_of_day)
    app.add_template_filter(ago)
    app.add_template_filter(day)
    app.add_template_filter(browser)
    app.add_template_filter(spoken)
    app.add_template_filter(count_noun)
    app.add_template_filter(agree)
    app.add_template_global(asset)


def money(value: Decimal | None, currency: str = "") -> str:
    """An amount such as "1,234.50 USD"; without a currency, the store's; digits beyond its cents are kept."""
    if value is None:
        return "–"
    code = currency or (g.store.currency_code if g.get("store") else "")
    return f"{currencies.text(value, code)} {code}".rstrip().replace("-", "−")


def when(value: datetime | None) -> str:
    """A time in the store's time zone with its offset, such as "23 Nov 2026, 14:05 +01:00"."""
    if value is None:
        return "–"
    local = value.astimezone(_zone())
    return f"{local.day} {local:%b %Y}, {local:%H:%M} {local.isoformat()[-6:]}"


def added(order: Order) -> str:
    """When an order was added: the day alone where its source gave no time."""
    return day(order.day_added) if order.day_added else when(order.date_added)


def soon(value: datetime, to_the_second: bool = True) -> str:
    """A time nearby, as short as is clear: "14:05:10 +01:00", "14:20 +01:00", or on another day all of it."""
    local, timestamp = value.astimezone(_zone()), now().astimezone(_zone())
    if local.date() != timestamp.date():
        return when(value)
    seconds = ":%S" if to_the_second and abs(local - timestamp) < WITH_SECONDS else ""
    return f"{local:%H:%M{seconds}} {local.isoformat()[-6:]}"


def time_of_day(value: datetime) -> str:
    """A time below the heading of its day, such as "14:05", in the store's time zone."""
    return f"{value.astimezone(_zone()):%H:%M}"


def ago(value: datetime) -> str:
    """How long ago a time was, up to a week: "2 min ago", "3 h ago", "Yesterday", "4 days ago"; then its day."""
    local, timestamp = value.astimezone(_zone()), now().astimezone(_zone())
    minutes = int((timestamp - local).total_seconds() // 60)
    days = (timestamp.date() - local.date()).days
    if minutes < 0 or days > 6:
        return day(value)
    if minutes < 1:
        return "Just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if days == 0 or minutes < 6 * 60:
        return f"{minutes // 60} h ago"
    return "Yesterday" if days == 1 else f"{days} days ago"


def day(value: date | datetime | None) -> str:
    """A day such as "23 Nov 2026"; for a time, the day in the store's time zone."""
    if value is None:
        return "–"
    local = value.astimezone(_zone()) if isinstance(value, datetime) else value
    return f"{local.day} {local:%b %Y}"


def _zone() -> ZoneInfo:
    return ZoneInfo(g.store.time_zone if g.get("store") else "UTC")


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
