"""Making stores and changing what is common to all of a store."""

from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from zoho_app.accounts import audit, currencies
from zoho_app.accounts.models import Store
from zoho_app.extensions import db

LONGEST_SOURCES = 4_000
CHANGED_WORDS = "Store settings changed"


class BadStore(ValueError):
    """A store can't be like this; says which field and what to give instead."""


@dataclass(frozen=True)
class StoreSettings:
    """What the store settings page holds."""

    name: str
    currency_code: str
    time_zone: str
    add_inventory_details: bool
    same_sources: str = ""


def create_store(name: str, currency_code: str = "USD", time_zone: str = "UTC") -> Store:
    """Make a store without a key to its API; raises BadStore."""
    store = Store(
        name=_name(name),
        currency_code=_currency_code(currency_code),
        time_zone=_time_zone(time_zone),
    )
    db.session.add(store)
    db.session.flush()
    return store


def change_settings(store: Store, settings: StoreSettings, who: str, has_orders: bool) -> None:
    """Save what differs and note it in the audit log; raises BadStore, also for another currency than its orders'."""
    if has_orders and settings.currency_code != store.currency_code:
        raise BadStore(fixed_currency(store, settings.currency_code))
    wanted = {
        "name": _name(settings.name),
        "currency_code": _currency_code(settings.currency_code),
        "time_zone": _time_zone(settings.time_zone),
        "add_inventory_details": settings.add_inventory_details,
        "same_sources": _same_sources(settings.same_sources),
    }
    changes = {key: [getattr(store, key), value] for key, value in wanted.items() if getattr(store, key) != value}
    for key, (_, value) in changes.items():
        setattr(store, key, value)
    if changes:
        audit.note(store.id, who, CHANGED_WORDS, changes)


def _same_sources(text: str) -> str:
    """One group a line, with commas between the names of its sources."""
    groups = [", ".join(name.strip() for name in line.split(",") if name.strip()) for line in text.splitlines()]
    tidy = "\n".join(group for group in groups if group)
    if len(tidy) > LONGEST_SOURCES:
        raise BadStore(f"Sources that are the same: at most {LONGEST_SOURCES} characters.")
    return tidy


def fixed_currency(store: Store, wanted: str = "EUR") -> str:
    """Say why the currency of a store with orders stays, and how to sell in the currency that is wanted."""
    return (
        f"Currency: this store has orders in {store.currency_code}, and another currency would turn their amounts "
        f"into other money. To sell in {wanted}, {second_store(wanted)}."
    )


def second_store(currency_code: str) -> str:
    """Say how to start a store in another currency; follows a comma."""
    return f"ask your administrator for a second store: flask store create NAME --currency {currency_code}"


def take_currency(store: Store, currency_code: str, who: str) -> bool:
    """Give a store without orders the currency of what was connected; returns whether that is another one now.

    A currency that ISO 4217 does not know changes nothing. The caller has made sure that there are no orders.
    """
    if currency_code == store.currency_code or currency_code not in currencies.CODES:
        return False
    audit.note(store.id, who, CHANGED_WORDS, {"currency_code": [store.currency_code, currency_code]})
    store.currency_code = currency_code
    return True


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > 200:
        raise BadStore("Store name: give a name of 1 to 200 characters.")
    return name


def _currency_code(text: str) -> str:
    code = text.strip().upper()
    if code not in currencies.CODES:
        raise BadStore(
            f"Currency: {text.strip()[:20]!r} is not a currency; give three letters such as USD, EUR or JPY."
        )
    return code


def time_zones() -> list[str]:
    """The time zones a store can be in, by name."""
    return [
        "UTC",
        *sorted(name for name in _all_time_zones() if "/" in name and not name.startswith("Etc/")),
    ]


@cache
def _all_time_zones() -> frozenset[str]:
    return frozenset(available_timezones())  # which looks through some hundred files


def _time_zone(text: str) -> str:
    if text not in _all_time_zones():
        raise BadStore(
            f"Time zone: {text[:60]!r} is not a time zone; give a name such as Europe/Berlin or America/New_York."
        )
    return text
