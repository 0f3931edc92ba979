"""What each person prefers on screen, and what they searched for lately; kept with the person."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from zoho_app.accounts.models import Membership, User
from zoho_app.extensions import db

COMFORTABLE, COMPACT = "comfortable", "compact"
DENSITIES = (COMFORTABLE, COMPACT)
MOST_SEARCHES = 8
SEARCHES = "searches"  # {store id: [typed, the newest first]}


@dataclass(frozen=True)
class Preferences:
    """How a person wants the pages; the defaults are for whoever has chosen nothing."""

    density: str = COMFORTABLE  # of the list of orders, one of DENSITIES
    columns: Sequence[str] | None = None  # of the list of orders, in their order; None: as Bookdesk has them
    single_keys: bool = True  # whether single letters do something on lists


def get(user: User) -> Preferences:
    """What the person prefers."""
    kept = user.preferences
    return Preferences(**{one.name: kept[one.name] for one in fields(Preferences) if one.name in kept})


def keep(user: User, wanted: Preferences) -> None:
    """Keep what the person prefers from now on, such as `replace(get(user), density=COMPACT)`."""
    user.preferences = {**user.preferences, **asdict(wanted)}
    db.session.flush()


def recent_searches(user: User, store_id: int) -> list[str]:
    """What the person searched for lately in this store, the newest first."""
    return list(user.preferences.get(SEARCHES, {}).get(str(store_id), []))


def with_search(user: User, store_id: int, typed: str) -> dict[str, Any]:
    """The column with a search before the person's others in this store; the oldest goes when there are too many."""
    others = [one for one in recent_searches(user, store_id) if one.casefold() != typed.casefold()]
    return _with_searches(user, store_id, [typed, *others][:MOST_SEARCHES])


def keep_searches(user: User, store_id: int, searches: list[str]) -> None:
    """Keep just these as what the person searched for in this store."""
    user.preferences = _with_searches(user, store_id, searches)
    db.session.flush()


def _with_searches(user: User, store_id: int, searches: list[str]) -> dict[str, Any]:
    kept = {**user.preferences.get(SEARCHES, {}), str(store_id): searches}
    return {**user.preferences, SEARCHES: {store: typed for store, typed in kept.items() if typed}}


def searches_of_members(store_id: int) -> list[tuple[User, list[str]]]:
    """The store's members with what each searched for lately in it; one statement."""
    rows = select(User).join(Membership, Membership.user_id == User.id).where(Membership.store_id == store_id)
    return [(user, recent_searches(user, store_id)) for user in db.session.scalars(rows.options(lazyload("*")))]
