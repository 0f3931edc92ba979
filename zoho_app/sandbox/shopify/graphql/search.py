"""The language of `query` arguments: terms like updated_at:>='2026-11-20T10:00:00Z', with AND, OR, NOT and brackets.

A query becomes a condition of SQL over the orders' documents. A filter that is not known is left out with a warning,
as Shopify does.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .problems import bad_request

TOKEN = re.compile(
    r"\s*(?:(?P<bracket>[()])|(?P<negation>-|NOT\b)|(?P<join>AND\b|OR\b)"
    r"|(?:(?P<name>\w+):)?(?P<sign>>=|<=|>|<)?(?P<value>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^\s()]+))"
)
TIMES = {"created_at": "created_at", "updated_at": "modified_at", "processed_at": "created_at"}
WORDS = {
    "financial_status": "$.financial_status",
    "fulfillment_status": "$.fulfillment_status",
    "source_name": "$.source_name",
    "location_id": "$.location_id",
    "email": "$.email",
    "po_number": "$.po_number",
    "confirmation_number": "$.confirmation_number",
    "channel": "$.attribution.handle",
}
STATUSES = {
    "any": "1",
    "open": "json_extract(body, '$.closed_at') IS NULL AND json_extract(body, '$.cancelled_at') IS NULL",
    "closed": "json_extract(body, '$.closed_at') IS NOT NULL AND json_extract(body, '$.cancelled_at') IS NULL",
    "cancelled": "json_extract(body, '$.cancelled_at') IS NOT NULL",
    "not_closed": "json_extract(body, '$.closed_at') IS NULL",
}
# Shopify's filter has other words than the field for some statuses.
FULFILLMENT_WORDS = {"shipped": "FULFILLED", "partial": "PARTIALLY_FULFILLED", "unshipped": "UNFULFILLED"}


@dataclass
class Condition:
    """SQL with question marks, what fills them, and filters that nobody knows."""

    sql: str = "1"
    values: list[Any] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)


def condition(query: str | None) -> Condition:
    """Return what a query asks for; raise BAD_REQUEST for a time that is none."""
    found = Condition()
    if query and query.strip():
        parser = _Parser(query, found)
        found.sql = parser.any_of()
    return found


class _Parser:
    def __init__(self, query: str, found: Condition) -> None:
        self._tokens = [match for match in TOKEN.finditer(query) if match[0].strip()]
        self._at = 0
        self._found = found

    def any_of(self) -> str:
        parts = [self._all_of()]
        while self._take("join", "OR"):
            parts.append(self._all_of())
        return f"({' OR '.join(parts)})"

    def _all_of(self) -> str:
        parts = [self._one()]
        while self._at < len(self._tokens):
            if self._take("join", "AND"):
                continue
            if self._peek("join", "OR") or self._peek("bracket", ")"):
                break
            parts.append(self._one())
        return f"({' AND '.join(parts)})"

    def _one(self) -> str:
        if self._take("negation"):
            return f"NOT {self._one()}"
        if self._take("bracket", "("):
            inside = self.any_of()
            self._take("bracket", ")")
            return inside
        if self._at >= len(self._tokens):
            return "1"
        token = self._tokens[self._at]
        self._at += 1
        if token["value"] is None:
            return "1"
        return self._term(token["name"] or "", token["sign"] or "=", _unquoted(token["value"]))

    def _term(self, name: str, sign: str, value: str) -> str:
        if name in TIMES:
            return self._compare(TIMES[name], sign, _seconds(name, value))
        if name == "status":
            return STATUSES.get(value, STATUSES["any"])
        if name == "id":
            return self._compare("CAST(substr(id, 21) AS INTEGER)", sign, int(value) if value.isdecimal() else -1)
        if name == "test":
            return self._compare("json_extract(body, '$.test')", "=", int(value == "true"))
        if name == "name":
            self._found.values.extend([value, value])
            name_sql = "json_extract(body, '$.name')"
            return f"({name_sql} = ? COLLATE NOCASE OR ltrim({name_sql}, '#') = ? COLLATE NOCASE)"
        if name == "tag":
            self._found.values.append(value)
            tags = "json_each(json_extract(body, '$.tags'))"
            return f"EXISTS (SELECT 1 FROM {tags} WHERE value = ? COLLATE NOCASE)"  # noqa: S608 - names of ours
        if name in WORDS:
            value = FULFILLMENT_WORDS.get(value, value) if name == "fulfillment_status" else value
            return self._compare(f"json_extract(body, '{WORDS[name]}') COLLATE NOCASE", "=", value)
        if name:
            words = "Invalid search field for this query."
            self._found.warnings.append({"field": name, "message": words, "code": "invalid_field"})
            return "1"
        self._found.values.append(f"%{value}%")
        return "body LIKE ?"

    def _compare(self, sql: str, sign: str, value: Any) -> str:
        self._found.values.append(value)
        return f"{sql} {sign} ?"

    def _peek(self, group: str, text: str = "") -> bool:
        if self._at >= len(self._tokens):
            return False
        found = self._tokens[self._at][group]
        return found is not None and (not text or found == text)

    def _take(self, group: str, text: str = "") -> bool:
        if self._peek(group, text):
            self._at += 1
            return True
        return False


def _unquoted(text: str) -> str:
    if text[0] in "'\"" and len(text) > 1:
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _seconds(name: str, text: str) -> float:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise bad_request(f"Invalid timestamp for query filter `{name}`.") from error
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
