"""Bodies with many rows: each has its own result, in the same order."""

from collections.abc import Callable
from typing import Any

from zoho_app.api.body import BadBody, read
from zoho_app.api.door import NotFound
from zoho_app.extensions import db
from zoho_app.orders.input import shapes
from zoho_app.orders.input.fields import BadFields, Reader
from zoho_app.orders.input.order_data import Values

MOST = 500


def read_rows(name: str, things: str) -> list[Any]:
    """The rows of the body: a list, or an object with the list under `name`. Raises BadBody."""
    body = read()
    rows = shapes.as_rows(body.get(name) if isinstance(body, dict) else body)
    if rows is None or not 1 <= len(rows) <= MOST:
        raise BadBody(f"The body must be a list of 1 to {MOST} {things}.")
    return rows


def read_row(
    row: Any, key: str, what: str, read_values: Callable[[Any], Values]
) -> tuple[int | None, Values | BadFields]:
    """The id that the row names under `key`, and its values or why they can't be taken."""
    reader = Reader(row)
    row_id = reader.identifier(key)
    if row_id is None and not reader.errors:
        reader.error(key, f"say which {what}")
    if reader.errors:
        return row_id, BadFields(reader.errors)
    try:
        return row_id, read_values(row)
    except BadFields as refusal:
        return row_id, refusal


def results(
    rows: list[tuple[int | None, Values | BadFields]],
    key: str,
    do: Callable[[int, Values], dict[str, Any]],
    done: str,
    not_done: str,
    refusals: tuple[type[Exception], ...] = (),
) -> list[dict[str, Any]]:
    """Do each row as `read_row` has read it, and return its result, which names the row under `key`.

    `do` returns what a success tells besides; BadFields, NotFound and `refusals` undo this row alone.
    """
    return [_result(row, key, do, done, not_done, refusals) for row in rows]


def _result(
    row: tuple[int | None, Values | BadFields],
    key: str,
    do: Callable[[int, Values], dict[str, Any]],
    done: str,
    not_done: str,
    refusals: tuple[type[Exception], ...],
) -> dict[str, Any]:
    row_id, clean = row
    refused: tuple[type[Exception], ...] = (BadFields, NotFound, *refusals)
    try:
        if isinstance(clean, BadFields):
            raise clean
        with db.session.begin_nested():
            more = do(row_id or 0, clean)
    except refused as refusal:
        return {"status": "error", "message": f"{not_done}. {refusal}", key: row_id}
    return {"status": "success", "message": done, key: row_id, **more}


def count_done(results: list[dict[str, Any]]) -> int:
    """How many of the rows succeeded."""
    return sum(result["status"] == "success" for result in results)
