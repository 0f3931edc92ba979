"""The custom fields of a sales order, as they are given and as they are shown."""

from typing import Any

from ..common.store import Document
from ..errors import invalid_value
from .organizations import active_custom_fields

LONGEST_VALUE = 255


def set_custom_fields(order: Document, given: Any) -> None:
    """Write given values: a list naming each field by customfield_id, api_name or label.

    Raises ZohoError 2 for a field that does not exist.
    """
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise invalid_value("custom_fields")
    for entry in given:
        field = _find(entry)
        value = str(entry.get("value") or "")
        if len(value) > LONGEST_VALUE:
            raise invalid_value(field["label"])
        order["custom_values"][field["api_name"]] = value


def _find(entry: dict[str, Any]) -> Document:
    for field in active_custom_fields():
        if entry.get("customfield_id", entry.get("field_id")) == field["id"]:
            return field
        if entry.get("api_name") == field["api_name"] or entry.get("label") == field["label"]:
            return field
    raise invalid_value("customfield_id")


def filled(order: Document) -> list[tuple[int, Document, str]]:
    """Return place, definition and value of every custom field that holds something."""
    values = order["custom_values"]
    numbered = enumerate(active_custom_fields(), 1)
    return [(place, field, values[field["api_name"]]) for place, field in numbered if values.get(field["api_name"])]


def flat(order: Document) -> dict[str, str]:
    """Return the keys that a list row carries: each value twice, nothing for an empty field."""
    keys: dict[str, str] = {}
    for _, field, value in filled(order):
        keys[field["api_name"]] = value
        keys[f"{field['api_name']}_unformatted"] = value
    return keys


def full(order: Document) -> list[dict[str, Any]]:
    """Return the `custom_fields` list of a whole sales order."""
    return [
        {
            "customfield_id": field["id"],
            "field_id": field["id"],
            "index": place,
            "label": field["label"],
            "api_name": field["api_name"],
            "placeholder": field["api_name"],
            "data_type": "string",
            "value": value,
            "value_formatted": value,
            "show_on_pdf": False,
        }
        for place, field, value in filled(order)
    ]
