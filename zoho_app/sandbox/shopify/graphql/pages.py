"""Connections: pages of at most 250 rows, and cursors that belong to their order of rows."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .problems import bad_request

MOST_ROWS = 250
Make = Callable[[Any], Any]


@dataclass(frozen=True)
class Asked:
    """How many rows somebody wants, after or before which cursor; from the end when `is_last`."""

    size: int
    after: Any
    is_last: bool
    is_reversed: bool


def read(arguments: Mapping[str, Any], sort: str, unlimited: bool = False) -> Asked:
    """Check the arguments of a connection; raise BAD_REQUEST. A bulk operation is `unlimited`."""
    first, last = arguments.get("first"), arguments.get("last")
    size = first if first is not None else last
    is_reversed = bool(arguments.get("reverse"))
    if size is None:
        if unlimited:
            return Asked(-1, None, False, is_reversed)
        raise bad_request("you must provide one of first or last")
    if first is not None and last is not None:
        raise bad_request("providing both first and last is not supported")
    name = "first" if first is not None else "last"
    if size < 0:
        raise bad_request(f"{name} must be a non-negative number")
    if size > MOST_ROWS:
        raise bad_request(f"{name} cannot exceed {MOST_ROWS}")
    cursor = arguments.get("after") if first is not None else arguments.get("before")
    after = None if cursor is None else decoded(cursor, sort)
    return Asked(size, after, last is not None, is_reversed)


def encoded(sort: str, value: Any, record_id: Any) -> str:
    text = json.dumps({"last_id": record_id, "last_value": value, "sort": sort}, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


def decoded(cursor: str, sort: str) -> tuple[Any, Any]:
    """Return value and id of the row that a cursor stands for; raise BAD_REQUEST for one of another sort key."""
    try:
        found = json.loads(base64.b64decode(cursor, validate=True))
        value, record_id, own_sort = found["last_value"], found["last_id"], found["sort"]
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise bad_request("Invalid cursor.") from error
    if own_sort != sort:
        raise bad_request("Invalid cursor for current pagination sort.")
    return value, record_id


def connection(rows: list[tuple[str, Any]], has_next: bool, has_previous: bool) -> dict[str, Any]:
    """Return a connection of (cursor, node) rows."""
    return {
        "nodes": [node for _, node in rows],
        "edges": [{"cursor": cursor, "node": node} for cursor, node in rows],
        "pageInfo": {
            "hasNextPage": has_next,
            "hasPreviousPage": has_previous,
            "startCursor": rows[0][0] if rows else None,
            "endCursor": rows[-1][0] if rows else None,
        },
    }


def of_list(items: list[Any], make: Make) -> Callable[..., dict[str, Any]]:
    """Return the resolver of a connection over a list that is at hand; rows are made when their page is asked for."""

    def resolve(info: Any, **arguments: Any) -> dict[str, Any]:
        unlimited = getattr(info.context, "is_bulk", False)
        asked = read(arguments, "LIST", unlimited)
        places = list(range(len(items)))
        if asked.is_reversed:
            places.reverse()
        whole = len(places)
        if asked.after is not None:
            at = places.index(asked.after[1]) if asked.after[1] in places else whole - 1
            places = places[:at] if asked.is_last else places[at + 1 :]
        if asked.size < 0:
            page = places
        elif asked.is_last:
            page = places[len(places) - min(asked.size, len(places)) :]
        else:
            page = places[: asked.size]
        rows = [(encoded("LIST", None, place), make(items[place])) for place in page]
        more = len(page) < len(places)
        skipped = asked.after is not None
        return connection(rows, skipped if asked.is_last else more, more if asked.is_last else skipped)

    return resolve
