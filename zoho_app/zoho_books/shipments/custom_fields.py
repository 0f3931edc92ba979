"""The three custom fields of a sales order that carry tracking: found by API name or by label.

Order Desk's guide: tracking_number, carrier and shipping_method have to be made in Zoho Books beforehand.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

NAMES = ("tracking_number", "carrier", "shipping_method")


def read(row: Mapping[str, Any]) -> dict[str, str] | None:
    """Return what the three fields of a sales order hold, {name: text}, missing ones as "".

    Returns None when the row has no custom fields at all: a list row leaves out empty ones, so that only the
    detail of the sales order can tell.

    Zoho Books API: a list row carries flat `cf_...` keys, a detail carries `custom_fields` and
    `custom_field_hash`.
    """
    found = _from_keys(row) or _from_list(row.get("custom_fields")) or _from_keys(row.get("custom_field_hash"))
    if found is None:
        return None
    return {name: found.get(name, "") for name in NAMES}


def missing(definitions: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names that no active custom field of the organization has; `definitions` as Zoho lists them."""
    there = {name for field in definitions if field.get("is_active", True) for name in _names_of(field)}
    return [name for name in NAMES if name not in there]


def _from_keys(row: Any) -> dict[str, str] | None:
    if not isinstance(row, Mapping):
        return None
    found: dict[str, str] = {}
    for name in NAMES:
        for key in (f"cf_{name}", f"cf_{name}_unformatted"):
            if key in row:
                found[name] = found.get(name) or _text(row[key])
    return found or None


def _from_list(fields: Any) -> dict[str, str] | None:
    if not isinstance(fields, list) or not fields:
        return None
    found: dict[str, str] = {}
    for field in fields:
        if isinstance(field, Mapping):
            for name in _names_of(field):
                found[name] = found.get(name) or _text(field.get("value"))
    return found


def _names_of(field: Mapping[str, Any]) -> set[str]:
    """Which of our names a custom field goes by: its API name's, or its label's."""
    api_name = str(field.get("api_name") or "").removeprefix("cf_")
    return {api_name, _snake_case(str(field.get("label") or ""))} & set(NAMES)


def _snake_case(label: str) -> str:
    return re.sub(r"[\W_]+", "_", label.strip().casefold()).strip("_")


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
