"""Lists of orders: searched, sorted, page by page with cursors that stay good while orders change."""

from typing import Any

from ...common.store import Document
from .. import documents
from ..access.scopes import Caller
from ..graphql import pages, search
from ..shapes.orders import order as order_shape

Shape = dict[str, Any]
ORDER_NUMBER = "json_extract(body, '$.number')"
SORT_COLUMNS = {
    "UPDATED_AT": "modified_at",
    "CREATED_AT": "created_at",
    "PROCESSED_AT": "created_at",
    "ORDER_NUMBER": ORDER_NUMBER,
    "ID": "id",
}
FIELDS = {"modified_at": "modified_at", "created_at": "created_at", ORDER_NUMBER: "number", "id": "id"}


def orders(info: Any, **arguments: Any) -> Shape:
    """Return one page. Orders changed in the last seconds of a `lag` are not found yet."""
    caller: Caller = info.context
    caller.need("orders", "read_orders")
    sort = arguments.get("sortKey") or "PROCESSED_AT"
    column = SORT_COLUMNS.get(sort, "id")
    asked = pages.read(arguments, sort, caller.is_bulk)
    found = search.condition(arguments.get("query"))
    note_search(caller, info.path.key, arguments.get("query"), found)
    where, values = [found.sql, "created_at >= ?"], [*found.values, caller.oldest_order()]
    if caller.lag:
        where.append("modified_at <= ?")
        values.append(caller.store.now() - caller.lag)
    descends = asked.is_reversed != asked.is_last
    if asked.after is not None:
        # With `repeat` the page begins with the last row of the page before, as a faulty service would have it.
        sign = ("<" if descends else ">") + ("=" if caller.repeats else "")
        where.append(f"({column}, id) {sign} (?, ?)")
        values.extend(asked.after)
    direction = "DESC" if descends else "ASC"
    rows = caller.store.find(
        "order",
        documents.SHOP,
        " AND ".join(where),
        values,
        f"{column} {direction}, id {direction}",
        limit=asked.size + 1 if asked.size >= 0 else -1,
    )
    return _page(caller, rows, asked, sort, FIELDS[column])


def _page(caller: Caller, rows: list[Document], asked: pages.Asked, sort: str, name: str) -> Shape:
    more = asked.size >= 0 and len(rows) > asked.size
    rows = rows[: asked.size] if asked.size >= 0 else rows
    if asked.is_last:
        rows.reverse()
    made = [(pages.encoded(sort, row[name], row["id"]), order_shape(caller, row)) for row in rows]
    skipped = asked.after is not None
    return pages.connection(made, skipped if asked.is_last else more, more if asked.is_last else skipped)


def count(info: Any, limit: int | None = 10000, query: str | None = None) -> Shape:
    """Count orders; above the limit, 10,000 unless another is given, the number is "at least"."""
    caller: Caller = info.context
    caller.need("ordersCount", "read_orders")
    found = search.condition(query)
    note_search(caller, info.path.key, query, found)
    where = f"{found.sql} AND created_at >= ?"
    number = len(documents.find(caller.store, "order", where, *found.values, caller.oldest_order()))
    if limit is not None and number > limit:
        return {"count": limit, "precision": "AT_LEAST"}
    return {"count": number, "precision": "EXACT"}


def note_search(caller: Caller, field: str | int, query: str | None, found: search.Condition) -> None:
    """Tell beside the data which filters of a query nobody knows."""
    if found.warnings:
        caller.searches.append({"path": [field], "query": query, "warnings": found.warnings})
