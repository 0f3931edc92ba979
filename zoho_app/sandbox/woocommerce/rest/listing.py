"""Lists of orders: filters, order, pages and their headers."""

from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..errors import RestError, invalid
from ..orders import shapes, statuses
from ..seed import setting
from .call import Answer, Call

ORDERED_BY = {
    "date": "created_at",
    "modified": "modified_at",
    "id": "id",
    "title": "created_at",
    "slug": "created_at",
}
TIMES = {
    "after": "created_at > ?",
    "before": "created_at < ?",
    "modified_after": "modified_at > ?",
    "modified_before": "modified_at < ?",
}
# Shops before this version know neither times of changes nor their order.
KNOWS_CHANGES = (5, 8)


def answer(call: Call) -> Answer:
    """Return one page of orders; raise RestError."""
    page, size = _number(call, "page", 1, None), _number(call, "per_page", 10, 100)
    where, values = _filters(call)
    count = len(documents.find(call.store, "order", where, *values))
    offset = _number(call, "offset", (page - 1) * size, None, least=0)
    if call.repeats and offset:
        offset -= 1
    rows = call.store.find("order", documents.SHOP, where, values, _order(call), size, offset)
    shop = setting(call.store)
    if shop["most_rows"] and len(rows) > shop["most_rows"]:
        words = "<p>There has been a critical error on this website.</p>"
        raise RestError(500, "internal_server_error", words)
    headers = _headers(call, page, size, count) if shop["paging_headers"] else {}
    return Answer([shapes.order(call.store, one, call.root) for one in rows], headers=headers)


def knows_changes(store: Store) -> bool:
    major, minor = setting(store)["version"].split(".")[:2]
    return (int(major), int(minor)) >= KNOWS_CHANGES


def _number(call: Call, name: str, default: int, most: int | None, least: int = 1) -> int:
    text = call.query.get(name, "").strip() or str(default)
    if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
        words = f"{name} must be between 1 (inclusive) and {most} (inclusive)" if most else f"{name} is not a number"
        raise invalid(**{name: words})
    return int(text)


def _filters(call: Call) -> tuple[str, list[Any]]:
    wheres: list[str] = []
    values: list[Any] = []
    for name, test in TIMES.items():
        if call.query.get(name) and (not name.startswith("modified") or knows_changes(call.store)):
            wheres.append(test)
            values.append(_time(call, name))
    for name, test in (("include", "IN"), ("exclude", "NOT IN")):
        if call.query.get(name):
            ids = [documents.identity("order", one) for one in call.query[name].split(",") if one.isdecimal()]
            wheres.append(f"id {test} ({', '.join('?' * len(ids))})")
            values += ids
    wanted = _statuses(call)
    wheres.append(f"json_extract(body, '$.fields.status') IN ({', '.join('?' * len(wanted))})")
    values += wanted
    if call.query.get("search"):
        wheres.append("body LIKE ?")
        values.append(f"%{call.query['search']}%")
    if call.lag:
        wheres.append("modified_at <= ?")
        values.append(call.store.now() - call.lag)
    return " AND ".join(wheres), values


def _time(call: Call, name: str) -> int:
    """Return a time of the query: the shop's own unless the query says that times are GMT."""
    is_gmt = call.query.get("dates_are_gmt", "").lower() in ("true", "1")
    try:
        return documents.seconds(call.query[name], "UTC" if is_gmt else setting(call.store)["zone"])
    except ValueError as error:
        raise invalid(**{name: "Invalid date."}) from error


def _statuses(call: Call) -> list[str]:
    known = statuses.named(call.store)
    wanted = [one for one in (call.query.get("status") or "any").split(",") if one]
    for one in wanted:
        if one not in {*known, "any", "trash"}:
            raise invalid(status=f"{one} is not one of any, trash, {', '.join(known)}.")
    return list(known) if "any" in wanted else wanted


def _order(call: Call) -> str:
    by, direction = call.query.get("orderby") or "date", call.query.get("order") or "desc"
    known = set(ORDERED_BY) - (set() if knows_changes(call.store) else {"modified"})
    if by not in known:
        raise invalid(orderby=f"orderby is not one of {', '.join(sorted(known))}.")
    if direction not in ("asc", "desc"):
        raise invalid(order="order is not one of asc, desc.")
    return f"{ORDERED_BY[by]} {direction}, id {direction}"


def _headers(call: Call, page: int, size: int, count: int) -> dict[str, str]:
    pages = -(-count // size)
    links = []
    for name, other in (("prev", page - 1), ("next", page + 1)):
        if 1 <= other <= pages:
            links.append(f'<{call.root}/wc/v3/orders?page={other}>; rel="{name}"')
    return {"X-WP-Total": str(count), "X-WP-TotalPages": str(pages), **({"Link": ", ".join(links)} if links else {})}


def found(rows: list[Document]) -> dict[str, str]:
    """Return the headers of a list that has one page."""
    return {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": "1"}
