"""The shapes in which programs write objects, lists and texts in JSON: PHP's, WooCommerce's, and plain ones."""

import json
from collections.abc import Mapping
from typing import Any

NAME_KEYS = ("key", "name", "label")
VALUE_KEYS = ("value", "val")
ROW_SIGNS = ("name", "code", "sku", "price", "quantity", "amount", "content", "id")
TOO_DEEP = "[nested too deeply]"
LONGEST_JSON_TEXT = 200_000


def is_blank(value: Any) -> bool:
    """Whether the value is nothing: null, blanks, or PHP's false and empty lists."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value == [] or value == {}


def as_rows(value: Any) -> list[Any] | None:
    """A list; PHP writes one as {"1": ..., "3": ...}, and a single row may stand alone. None for anything else.

    Also one within one ([[...]], and {"item": [...]} of those who translate XML), and one in a JSON text.
    """
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, Mapping) and len(value) == 1 and isinstance(inner := next(iter(value.values())), list):
        value = inner
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list) and value[0]:
        value = value[0]
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping):
        is_row = any(key in value and not isinstance(value[key], Mapping) for key in ROW_SIGNS)
        return [dict(value)] if is_row else list(value.values())
    return None


def as_names(value: Any) -> dict[str, Any] | None:
    """Names with values: an object, a list of {"key": ..., "value": ...}, a list of values, or JSON in a text.

    A text that is no JSON stands under the name "value". None for anything else.
    """
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, Mapping):
        return {str(name): inner for name, inner in value.items()}
    if isinstance(value, list):
        named: dict[str, Any] = {}
        for place, row in enumerate(value, 1):
            name, inner = _named(row, place)
            named[name if name not in named else f"{name} {place}"] = inner
        return named
    return {"value": value} if isinstance(value, bool | int | float) else None


def as_text(value: Any) -> str:
    """Any JSON value as a text: texts and numbers as they are, the rest as JSON."""
    if isinstance(value, str):
        return value
    try:
        return "" if value is None else json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError):
        return TOO_DEEP


def as_moment(value: Any) -> Any:
    """A time as one value: of {"date": ..., "timezone": ...} (PHP) and {"$date": ...} (MongoDB), too."""
    if not isinstance(value, Mapping):
        return value
    if "$date" in value:
        moment = value["$date"]
        return moment.get("$numberLong") if isinstance(moment, Mapping) else moment
    moment, zone = value.get("date"), value.get("timezone")
    is_offset = isinstance(zone, str) and zone[:1] in "+-"
    if isinstance(moment, str) and (is_offset or zone in ("UTC", "GMT", "Z")):
        return f"{moment}{zone if is_offset else 'Z'}"
    return moment if isinstance(moment, str) and not zone else value


def _parsed(text: str) -> Any:
    """What a JSON text says; the text itself where it is none."""
    if text.lstrip()[:1] in ("{", "[") and len(text) <= LONGEST_JSON_TEXT:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


def _from_text(text: str) -> dict[str, Any]:
    read = _parsed(text)
    return (as_names(read) or {}) if isinstance(read, Mapping | list) else {"value": text}


def _named(row: Any, place: int) -> tuple[str, Any]:
    if isinstance(row, Mapping):
        name = next((row[key] for key in NAME_KEYS if isinstance(row.get(key), str | int)), None)
        value = next((row[key] for key in VALUE_KEYS if key in row), None)
        if name is not None and any(key in row for key in VALUE_KEYS):
            return str(name), value
    return str(place), row
