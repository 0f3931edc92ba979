"""Orders out of WooCommerce: the list of changes, and single orders.

Orders move to the end of the list while it is read, so that no page is asked for by its number: the next page begins
where the last one ended, by the time of the change. Shops before version 5.8 know no times of changes; of them the
orders of the last weeks are looked through.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from zoho_app.channels.shops.kinds import Access, FoundOrder, Listed, Page
from zoho_app.channels.shops.problems import OutcomeUnknown, ShopDown
from zoho_app.channels.woocommerce import order_data
from zoho_app.channels.woocommerce.client import answers, gateway
from zoho_app.channels.woocommerce.client.answers import PageInstead, RestRefused

SIZES = (100, 50, 25, 10)
# Rows may move up by one while a list is read by their place.
OVERLAP_ROWS = 5
LOOK_BACK = timedelta(days=30)
# Shops whose version reads times as local ones are up to so far from UTC.
LOCAL_TIME = timedelta(hours=14)
TIMES = ("date_created_gmt", "date_modified_gmt")
FIELDS = (
    "id,number,status,currency,date_created_gmt,date_modified_gmt,date_paid_gmt,discount_total,shipping_total,total,"
    "total_tax,billing,shipping,payment_method,payment_method_title,created_via,customer_note,meta_data,line_items,"
    "tax_lines,shipping_lines,fee_lines,coupon_lines,refunds"
)
LISTED_FIELDS = "id,date_created_gmt,date_modified_gmt"
Json = dict[str, Any]


@dataclass(frozen=True)
class Cursor:
    """Where the next page begins: the time of the change, the place among those of that time, the size of a page."""

    start: datetime
    offset: int = 0
    size: int = SIZES[0]
    is_old: bool = False

    def text(self) -> str:
        """The cursor as it is kept between pages."""
        return f"{self.start.isoformat()}|{self.offset}|{self.size}|{'old' if self.is_old else ''}"


def read_cursor(text: str, since: datetime) -> Cursor:
    """The cursor that a page ended with; the first one begins at `since`."""
    if not text:
        return Cursor(since)
    start, offset, size, kind = text.split("|")
    return Cursor(datetime.fromisoformat(start), int(offset), int(size), kind == "old")


def list_changed(access: Access, since: datetime, after: str) -> Page:
    """A page of the orders changed since then, by the time of the change."""
    cursor = read_cursor(after, since)
    if cursor.is_old:
        return _old_page(access, since, cursor)
    try:
        size, rows = _rows(access, cursor, _changed_since(cursor))
    except RestRefused as refusal:
        if "orderby" not in refusal.parameters:
            raise
        return _old_page(access, since, Cursor(since, is_old=True))
    if any(row.updated_at < cursor.start - timedelta(seconds=1) for row in rows):
        return _old_page(access, since, Cursor(since, is_old=True))
    return Page(rows, _next(cursor, size, rows).text() if len(rows) == size else "")


def _changed_since(cursor: Cursor) -> Json:
    # The time itself is left out by WordPress, and times have whole seconds.
    after = cursor.start - timedelta(seconds=1)
    return {"orderby": "modified", "order": "asc", "modified_after": _utc(after), "offset": cursor.offset}


def _next(cursor: Cursor, size: int, rows: list[Listed]) -> Cursor:
    last = rows[-1].updated_at
    if last > cursor.start:
        return Cursor(last, 0, size)
    return Cursor(cursor.start, cursor.offset + max(size - OVERLAP_ROWS, 1), size)


def _old_page(access: Access, since: datetime, cursor: Cursor) -> Page:
    """A page of the orders of the last weeks, of which those are given that have changed since then."""
    after = since - LOOK_BACK - LOCAL_TIME
    query = {"orderby": "date", "order": "asc", "after": _utc(after), "offset": cursor.offset}
    size, rows = _rows(access, cursor, query)
    changed = [row for row in rows if row.updated_at >= since]
    if len(rows) < size:
        return Page(changed)
    following = Cursor(cursor.start, cursor.offset + max(size - OVERLAP_ROWS, 1), size, is_old=True)
    # A page without a change is not the end of the list.
    return Page(changed or rows[-1:], following.text())


def _rows(access: Access, cursor: Cursor, query: Json) -> tuple[int, list[Listed]]:
    """The rows, and the size of page that the shop can bear: long pages make small hosts fail."""
    sizes = [size for size in SIZES if size <= cursor.size] or [SIZES[-1]]
    for size in sizes:
        common: Json = {"per_page": size, "status": "any", "dates_are_gmt": "true", "_fields": LISTED_FIELDS}
        try:
            reply = gateway.get(access, "orders", **common, **query)
        except PageInstead:
            raise
        except (ShopDown, OutcomeUnknown):
            if size == sizes[-1]:
                raise
            continue
        return size, _listed(access, reply)
    raise ShopDown(f"{access.address} does not answer even a short list.")


def _listed(access: Access, reply: gateway.Reply) -> list[Listed]:
    rows = reply.data if isinstance(reply.data, list) else []
    if not isinstance(reply.data, list) or (reply.total and not rows):
        raise ShopDown(f"{access.address} answered with an empty list that should have orders. A cache may do that.")
    return [_row(row) for row in rows if all(row.get(name) for name in ("id", "date_created_gmt"))]


def _row(row: Json) -> Listed:
    created_at = order_data.timestamp(row["date_created_gmt"])
    changed = row.get("date_modified_gmt")
    return Listed(str(row["id"]), created_at, order_data.timestamp(changed) if changed else created_at)


def read(access: Access, key: str) -> FoundOrder | None:
    """The order; None when the shop has it no more, or it is no order yet."""
    try:
        order = gateway.get(access, f"orders/{key}", _fields=FIELDS).data
    except RestRefused as refusal:
        if refusal.code == answers.INVALID_ID:
            return None
        raise
    if not isinstance(order, dict) or not order.get("date_created_gmt"):
        return None
    return order_data.found_order(access, order)


def _utc(timestamp: datetime) -> str:
    return timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
