"""Making an organization one of another edition, and setting how it computes."""

from typing import Any

from ..common.store import Document, Store
from ..seed import change_edition
from .preferences import set_preferences
from .table import EDITIONS, Edition


def change_organization(store: Store, organization: Document, given: dict[str, Any]) -> Document:
    """Carry out what is given and return the organization.

    `edition` (a key of EDITIONS) empties it and fills it anew; `item_tax` (the name of a tax, "" for none) becomes
    the default tax of every item; all else is preferences. Raises ValueError that names what is wrong.
    """
    rest = dict(given)
    with store.transaction():
        if "edition" in rest:
            organization = change_edition(store, organization, _edition(rest.pop("edition")))
            organization["is_edition_chosen"] = True  # so that it follows no caller's currency
        taxes = {tax["tax_name"]: tax["id"] for tax in store.find("tax", organization["id"])}
        if "item_tax" in rest:
            _set_item_tax(store, organization["id"], _tax_id(taxes, rest.pop("item_tax")))
        set_preferences(organization, rest, list(taxes))
        return store.put("organization", "", organization)


def _edition(key: Any) -> Edition:
    if not isinstance(key, str) or key not in EDITIONS:
        raise ValueError(f"Unknown edition {key!r}; known are {', '.join(EDITIONS)}.")
    return EDITIONS[key]


def _tax_id(taxes: dict[str, str], name: Any) -> str:
    if name == "":
        return ""
    if not isinstance(name, str) or name not in taxes:
        raise ValueError(f"Unknown tax {name!r}; known are {', '.join(taxes)}.")
    return taxes[name]


def _set_item_tax(store: Store, organization_id: str, tax_id: str) -> None:
    for item in store.find("item", organization_id):
        store.put("item", organization_id, {**item, "tax_id": tax_id})
