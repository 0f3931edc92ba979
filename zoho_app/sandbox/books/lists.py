"""Lists as Zoho gives them: filters in the query, sorting, pages of at most 200, a page_context.

A filter that Zoho does not know is silently ignored and the whole list comes back. A documented one works, or the
sandbox says that it has not learned it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from .. import timestamps
from ..common.store import Document
from ..errors import invalid_value, refused, too_long
from ..state import organization_id, sandbox
from .gate import number

# A document with a tax_id does not keep the name of the tax.
TAX_NAME = (
    "(SELECT json_extract(tax.body, '$.tax_name') FROM documents AS tax"
    " WHERE tax.id = json_extract(documents.body, '$.tax_id'))"
)
PAGE_SIZE = 200
LONGEST_FILTER = 100


@dataclass(frozen=True)
class Listing:
    kind: str
    key: str
    report_name: str
    texts: tuple[str, ...]
    searched: tuple[str, ...]
    sorted_by: tuple[str, ...]
    default_sort: str
    default_order: str = "A"
    statuses: tuple[str, ...] = ("active", "inactive")
    not_learned: tuple[str, ...] = ()


@dataclass
class Conditions:
    where: list[str]
    values: list[Any]
    criteria: list[dict[str, str]]

    def add(self, where: str, *values: Any) -> None:
        self.where.append(where)
        self.values.extend(values)


@dataclass(frozen=True)
class Page:
    """Which rows of a list a request asks for; `again`: so many of the page before come once more."""

    number: int
    size: int
    repeated: int

    @property
    def start(self) -> int:
        return (self.number - 1) * self.size - self.repeated

    @property
    def length(self) -> int:
        return self.size + self.repeated


def answer(
    listing: Listing,
    shape: Callable[[Document], dict[str, Any]],
    extra: Callable[[Conditions], None] | None = None,
) -> dict[str, Any]:
    """Return the page of a list that the current request asks for; `extra` adds filters of its own."""
    page = _page()
    conditions = _conditions(listing)
    if extra:
        extra(conditions)
    _refuse_what_is_not_learned(listing)
    column, order = _sorting(listing)
    direction = "DESC" if order == "D" else "ASC"
    # The plus keeps SQLite from walking a whole list in its order when a filter has an index of its own.
    plus = "+" if conditions.where and not request.args.get("last_modified_time") else ""
    found = sandbox().store.find(
        listing.kind,
        organization_id(),
        " AND ".join(["1", *conditions.where]),
        conditions.values,
        f"{plus}{_sql_column(column)} {direction}, id {direction}",
        page.length + 1,
        page.start,
    )
    context = {
        "page": page.number,
        "per_page": page.size,
        "has_more_page": len(found) > page.length,
        "report_name": listing.report_name,
        "applied_filter": request.args.get("filter_by", "Status.All"),
        "custom_fields": [],
        "sort_column": column,
        "sort_order": order,
        **({"search_criteria": conditions.criteria} if conditions.criteria else {}),
    }
    return {listing.key: [shape(document) for document in found[: page.length]], "page_context": context}


def page_of(rows: list[dict[str, Any]], key: str, report_name: str) -> dict[str, Any]:
    """Return the page that the current request asks for of rows that are there already."""
    page = _page()
    end = page.start + page.length
    context = {
        "page": page.number,
        "per_page": page.size,
        "has_more_page": len(rows) > end,
        "report_name": report_name,
    }
    return {key: rows[page.start : end], "page_context": context}


def _page() -> Page:
    number, size = _whole("page", 1), min(_whole("per_page", PAGE_SIZE), PAGE_SIZE)
    is_repeating = "sandbox.repeat" in request.environ and number > 1
    return Page(number, size, repeated=1 if is_repeating else 0)


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise invalid_value(name)
    return int(text)


def _conditions(listing: Listing) -> Conditions:
    conditions = Conditions([], [], [])
    for field in listing.texts:
        _add_text_filters(conditions, field)
    _add_status(conditions, listing.statuses)
    _add_search(conditions, listing.searched)
    _add_times(conditions)
    return conditions


def _refuse_what_is_not_learned(listing: Listing) -> None:
    for name in listing.not_learned:
        if request.args.get(name):
            raise refused(f"The sandbox has not learned the filter {name}.")
        if request.args.get("sort_column") == name:
            raise refused(f"The sandbox has not learned to sort by {name}.")


def _add_text_filters(conditions: Conditions, field: str) -> None:
    column = f"json_extract(body, '$.{field}') COLLATE NOCASE"
    for suffix, comparison in (
        ("", "{column} = ?"),
        ("_startswith", "instr(lower({column}), lower(?)) = 1"),
        ("_contains", "instr(lower({column}), lower(?)) > 0"),
    ):
        text = asked(field + suffix)
        if text:
            conditions.add(comparison.format(column=column), text)
            comparator = suffix.strip("_") or "equal"
            conditions.criteria.append({"column_name": field, "search_text": text, "comparator": comparator})
    for suffix, verb in (("_in", "IN"), ("_not_in", "NOT IN")):
        parts = [part.strip() for part in request.args.get(field + suffix, "").split(",") if part.strip()]
        if parts:
            conditions.add(f"{column} {verb} ({','.join('?' * len(parts))})", *parts)


def add_line_filters(conditions: Conditions, name: str, field: str) -> None:
    """Add the filters of a list of sales orders that look at their lines."""
    column = f"json_extract(value, '$.{field}')"
    for suffix, test in (
        ("", f"lower({column}) = lower(?)"),
        ("_startswith", f"instr(lower({column}), lower(?)) = 1"),
        ("_contains", f"instr(lower({column}), lower(?)) > 0"),
    ):
        text = asked(name + suffix)
        if text:
            conditions.add(f"EXISTS (SELECT 1 FROM json_each(body, '$.line_items') WHERE {test})", text)  # noqa: S608


def add_number_filters(conditions: Conditions, field: str) -> None:
    """Add a filter by a number: equal, or less or greater than it."""
    for suffix, sign in (
        ("", "="),
        ("_less_than", "<"),
        ("_less_equals", "<="),
        ("_greater_than", ">"),
        ("_greater_equals", ">="),
    ):
        text = request.args.get(field + suffix)
        if text:
            conditions.add(f"json_extract(body, '$.{field}') {sign} ?", number(text, field + suffix))


DAYS = {"": "=", "_start": ">=", "_end": "<=", "_before": "<", "_after": ">"}


def add_day_filters(conditions: Conditions, name: str, column: str) -> None:
    """Add the filters by a day (YYYY-MM-DD): that day, from it on, up to it, before it, after it."""
    for suffix, sign in DAYS.items():
        text = request.args.get(name + suffix)
        if text:
            conditions.add(f"{column} <> '' AND {column} {sign} ?", timestamps.check_day(text, name + suffix))


def asked(name: str) -> str:
    """Return a text filter of the query; raise ZohoError 15 when it is longer than Zoho takes."""
    text = request.args.get(name, "")
    if len(text) > LONGEST_FILTER:
        raise too_long(name, LONGEST_FILTER)
    return text


def _add_status(conditions: Conditions, statuses: tuple[str, ...]) -> None:
    filter_by = request.args.get("filter_by", "")
    wanted = request.args.get("status", "") or filter_by.removeprefix("Status.")
    wanted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", wanted).lower()
    if wanted and wanted not in ("all", *statuses):
        raise refused(f"The sandbox has not learned the status {wanted}.")
    if wanted and wanted != "all":
        conditions.add("json_extract(body, '$.status') = ?", wanted)


def _add_search(conditions: Conditions, fields: tuple[str, ...]) -> None:
    text = asked("search_text")
    if text and fields:
        either = " OR ".join(f"instr(lower(json_extract(body, '$.{field}')), lower(?)) > 0" for field in fields)
        conditions.add(f"({either})", *[text] * len(fields))
        conditions.criteria.append({"column_name": "search_text", "search_text": text, "comparator": "contains"})


def _add_times(conditions: Conditions) -> None:
    since = request.args.get("last_modified_time")
    if since:
        conditions.add("modified_at >= ?", timestamps.parse(since, "last_modified_time"))
    lag = request.environ.get("sandbox.lag")
    if lag:
        column = "modified_at" if since else "created_at"
        conditions.add(f"{column} <= ?", sandbox().store.now() - lag)


def _sorting(listing: Listing) -> tuple[str, str]:
    column = request.args.get("sort_column", listing.default_sort)
    order = request.args.get("sort_order", listing.default_order)
    if column not in listing.sorted_by:
        column = listing.default_sort
    return column, "D" if order.upper().startswith("D") else "A"


def _sql_column(column: str) -> str:
    own = {"created_time": "created_at", "last_modified_time": "modified_at", "tax_name": TAX_NAME}
    return own.get(column, f"json_extract(body, '$.{column}') COLLATE NOCASE")
