"""The checks that need no call: from the cache and the settings."""

from datetime import timedelta

from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import accounts_server
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.editions import table
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.payload import charge_lines, line_items
from zoho_app.zoho_books.preflight.checks import Check, Line

# Items are read every night; after two without a reading something is wrong.
OLD = timedelta(hours=50)
NAMED = 5

ACCESS, CACHES = Line("Access"), Line("Copy of contacts and items")
DEFAULT, MATCHES = Line("Default item SKU"), Line("Product Code Match")
SHIPPING, HANDLING = Line("Shipping item SKU"), Line("Handling item SKU")


def look(connection: Connection) -> list[Check]:
    """What is known now; two statements."""
    settings = db.session.get(ZohoBooksSettings, connection.store_id)
    default_sku = settings.default_sku.strip() if settings else ""
    targets = _targets(settings.product_code_match) if settings else []
    charges = _charges(settings) if settings else {}
    if connection.items_filled_at is None:
        unread = [DEFAULT] * bool(default_sku) + [MATCHES] * bool(targets) + list(charges)
        later = [line.unknown("the items of Zoho Books have not been read yet.") for line in unread]
        return [_access(connection), _being_read(connection), *later, _edition(connection)]
    found = cached_items.find(connection.store_id, [default_sku, *targets, *charges.values()])
    missing = set(cached_items.unknown([default_sku, *targets, *charges.values()], found))
    return [
        _access(connection),
        _caches(connection),
        _default(default_sku, default_sku in missing),
        _matches(targets, [sku for sku in targets if sku in missing]),
        *(_charge(line, sku, sku in missing) for line, sku in charges.items()),
        _edition(connection),
    ]


def _charges(settings: ZohoBooksSettings) -> dict[Line, str]:
    """The SKUs of the items that stand for shipping and handling, as far as these are sent as lines."""
    found = {SHIPPING: charge_lines.shipping_sku(settings), HANDLING: settings.handling_sku.strip()}
    return {line: sku for line, sku in found.items() if sku}


def _charge(line: Line, sku: str, is_missing: bool) -> Check:
    if is_missing:
        remedy = "Add the item in Zoho Books, such as a service called Shipping, or correct the SKU."
        place = "settings#shipping_sku" if line is SHIPPING else "settings#handling_sku"
        return line.bad(f"Zoho Books has no active item with the SKU {sku}.", remedy, place)
    return line.good(f"{sku} is an active item in Zoho Books.")


def _edition(connection: Connection) -> Check:
    """Which edition the organization has, and what Bookdesk does there."""
    country = str((connection.totals_rules or {}).get("country_code") or "")
    edition = table.by_country(country)
    line = Line(f"Edition: {edition.label}")
    if not country:
        return line.unknown("Bookdesk has not read the country of the organization yet.")
    if edition is table.UNKNOWN:
        words = f"Bookdesk does not know the edition of {country}: it sends taxes and whether prices include them."
        return line.good(f"{words} Compare the first sales orders.")
    return line.good(edition.does)


def _targets(text: str) -> list[str]:
    """The SKUs in Zoho Books that Product Code Match leads to."""
    matched = line_items.parse_match(text).parts.values()
    return list(dict.fromkeys(part.sku for parts in matched for part in parts))


def _access(connection: Connection) -> Check:
    """Rights that Zoho was not asked for when the store was connected, by an older version."""
    missing = [scope for scope in accounts_server.SCOPES if scope not in connection.scopes.split(",")]
    if missing:
        words = f"Bookdesk lacks permissions that it needs: {', '.join(missing)}."
        return ACCESS.bad(words, "Reconnect to Zoho Books and press Accept.", "connection")
    return ACCESS.good("Zoho has granted all permissions that Bookdesk needs.")


def _being_read(connection: Connection) -> Check:
    if lifecycle.open_one(kinds.REFRESH.name, connection.store_id) is not None:
        return CACHES.unknown("Bookdesk is reading them for the first time. Check again in a minute.")
    return CACHES.unknown("Bookdesk first reads them within a minute after connecting.")


def _caches(connection: Connection) -> Check:
    assert connection.items_filled_at is not None
    if now() - connection.items_filled_at > OLD:
        days = (now() - connection.items_filled_at).days
        remedy = "See under Activity why “Read contacts and items” does not finish."
        return CACHES.bad(
            f"Items were last read {days} days ago; Bookdesk should read them every day.", remedy, "appointments"
        )
    if connection.contacts_filled_at is None:
        return CACHES.unknown(
            "Bookdesk can read the items of this organization but not all of its contacts. Orders are still sent, "
            "with one extra call for each new customer."
        )
    return CACHES.good("Bookdesk has read the contacts and items, so most orders take one call.")


def _default(sku: str, is_missing: bool) -> Check:
    if not sku:
        return DEFAULT.good("None is set, so an order with an unknown SKU fails.")
    if is_missing:
        remedy = "Choose the SKU of an active item in Zoho Books, or leave the setting empty."
        return DEFAULT.bad(f"Zoho Books has no active item with the SKU {sku}.", remedy, "settings#default_sku")
    return DEFAULT.good(f"{sku} is an active item in Zoho Books.")


def _matches(targets: list[str], missing: list[str]) -> Check:
    if not targets:
        return MATCHES.good("No SKUs are matched; SKUs are the same here and in Zoho Books.")
    if missing:
        more = f" and {len(missing) - NAMED:,} more" if len(missing) > NAMED else ""
        words = f"Zoho Books has no active item with the SKU {', '.join(missing[:NAMED])}{more}."
        remedy = "Correct the SKU after the “=” in Product Code Match, or add it to an item in Zoho Books."
        return MATCHES.bad(words, remedy, "settings#product_code_match")
    return MATCHES.good(f"Matched SKUs: {len(targets):,}. All are in Zoho Books.")
