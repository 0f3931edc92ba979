"""The body of a push: JSON or a form, whole or only the fields that a merchant has chosen. No database, no calls."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from zoho_app.zoho_books import timestamps

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 500
LONGEST_ID = 40
# Fields that tell tracking.
_TELLING = ("cf_", "custom_field", "packages")
# What Zoho writes for a field that it does not know stands there as it was typed.
_UNFILLED = ("${", "{{", "%")


class Unreadable(Exception):
    """The body names no sales order; the text says why, for people."""


@dataclass(frozen=True)
class Pushed:
    """What a push tells: which sales order, and, as hints that save a call, what it says of it."""

    salesorder_id: str
    last_modified_time: datetime | None
    salesorder: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The same for a push that says the same; "" where it does not tell enough for that to mean anything."""
        has_fields = any(name.startswith(_TELLING) for name in self.salesorder)
        if self.last_modified_time is None or not has_fields:
            return ""
        return sha256(json.dumps(self.salesorder, sort_keys=True).encode()).hexdigest()


def read(content_type: str, body: bytes) -> Pushed:
    """Read what was sent; a form has its fields, or the JSON in one of them. Raises Unreadable."""
    found = _form(body) if content_type.partition(";")[0].strip().casefold() == FORM else _json(body)
    inner = found.get("salesorder", found.get("JSONString"))
    if isinstance(inner, str):
        inner = _json(inner.encode())
        inner = inner.get("salesorder", inner)
    salesorder: Mapping[str, Any] = inner if isinstance(inner, dict) else found
    return Pushed(
        _id(salesorder.get("salesorder_id")), timestamps.timestamp(salesorder.get("last_modified_time")), salesorder
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("its body is neither JSON nor a form") from None
    if not isinstance(found, dict):
        raise Unreadable("its body is JSON, but no object with fields")
    return found


def _form(body: bytes) -> dict[str, Any]:
    try:
        fields = parse_qs(body.decode(errors="replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Unreadable(f"its form has more than {MOST_FIELDS} fields") from None
    return {name: values[0] for name, values in fields.items()}


def _id(value: Any) -> str:
    text = str(value or "").strip()
    if not text:
        raise Unreadable("it has no field “salesorder_id”")
    if text.startswith(_UNFILLED):
        raise Unreadable("Zoho did not fill in the placeholder of “salesorder_id”; insert it with Zoho's own button")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_ID):
        raise Unreadable("its “salesorder_id” is not the id of a sales order, which is a number")
    return text
