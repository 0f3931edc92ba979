"""What people call the source of an order: one that names none is the store's own, and has the store's name.

The name is found when it is shown, so that a renamed store and orders of long ago need no change. The API and exports
keep the word that Order Desk's API promises.
"""

from zoho_app.accounts.models import Store
from zoho_app.extensions import db

NONE = "Order Desk"  # Order Desk API docs: the source of an order that names none


def shown(store_id: int, source_name: str) -> str:
    """What people call the source that orders of the store keep as `source_name`."""
    is_own = _key(source_name) in ("", _key(NONE))
    return db.session.get_one(Store, store_id).name if is_own else source_name


def names(store_id: int, source_name: str) -> list[str]:
    """Every name by which people may mean it: as orders keep it, and as it is shown."""
    return list(dict.fromkeys([source_name, shown(store_id, source_name)]))


def typed(store_id: int, name: str) -> str:
    """The source that a person means by a name, as orders keep it."""
    return NONE if _key(name) == _key(db.session.get_one(Store, store_id).name) else name


def _key(name: str) -> str:
    return name.strip().casefold()
