"""Orders out of Shopify: the list of changes, single orders, and all of them by one file."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from zoho_app.channels.shopify import order_data, scopes
from zoho_app.channels.shopify.client import addresses, gateway, operations
from zoho_app.channels.shops import outside
from zoho_app.channels.shops.kinds import Access, Fill, FoundOrder, Listed, Page
from zoho_app.channels.shops.problems import ANSWER, PersonNeeded, ShopDown

MOST_ONE_BY_ONE = 1_000
MOST_LINE_PAGES = 20
LARGEST_FILE = 200 * 1024 * 1024
FILE_SECONDS = 120.0
_CHILDREN = {"LineItem": "lineItems", "ShippingLine": "shippingLines"}
Json = dict[str, Any]


def list_changed(access: Access, since: datetime, after: str) -> Page:
    """A page of the orders changed since then, by the time of the change."""
    variables = {"first": operations.ORDERS_A_PAGE, "after": after or None, "query": _changed_since(since)}
    found = gateway.call(access, operations.CHANGED_ORDERS, **variables)["orders"]
    info = found["pageInfo"]
    return Page([_listed(row) for row in found["nodes"]], str(info["endCursor"] or "") if info["hasNextPage"] else "")


def _listed(row: Json) -> Listed:
    created_at, updated_at = (order_data.timestamp(row[name]) for name in ("createdAt", "updatedAt"))
    return Listed(str(row["legacyResourceId"]), created_at, updated_at)


def read(access: Access, key: str) -> FoundOrder | None:
    """The order with all its lines; None when the shop has it no more, or does not show it."""
    operation = operations.ORDER_WITH_CUSTOMER if scopes.may_read_customers(access.facts) else operations.ORDER
    order, after = None, None
    for _ in range(MOST_LINE_PAGES):
        variables = {"id": f"gid://shopify/Order/{key}", "lines": operations.LINES_A_PAGE, "after": after}
        page = gateway.call(access, operation, **variables)["order"]
        if page is None:
            return None
        if order is None:
            order = page
        else:
            order["lineItems"]["nodes"] += page["lineItems"]["nodes"]
        info = page["lineItems"]["pageInfo"]
        if not info["hasNextPage"]:
            return order_data.found_order(access, order)
        after = info["endCursor"]
    raise PersonNeeded(ANSWER, f"Order {key} in Shopify has more lines than Bookdesk reads.")


def begin_fill(access: Access, since: datetime) -> Fill | None:
    """Let Shopify write one file of all orders, where more than a thousand wait."""
    search = _created_since(since)
    counted = gateway.call(access, operations.COUNT, query=search, most=MOST_ONE_BY_ONE + 1)["ordersCount"]
    if int(counted["count"]) <= MOST_ONE_BY_ONE:
        return None
    query = operations.all_orders(search, scopes.may_read_customers(access.facts))
    data = gateway.call(access, operations.START_BULK, query=query)
    return Fill(str(gateway.changed(data, "bulkOperationRunQuery", "bulkOperation")["id"]))


def continue_fill(access: Access, fill_id: str) -> Fill:
    """The orders of the file, once Shopify has written it. Raises ShopDown when it has given up."""
    found = gateway.call(access, operations.BULK, id=fill_id)["bulkOperation"]
    status = str((found or {}).get("status"))
    if status in ("CREATED", "RUNNING"):
        return Fill(fill_id)
    if status != "COMPLETED":
        raise ShopDown(f"Shopify could not write the file of all orders: {(found or {}).get('errorCode') or status}.")
    return Fill(fill_id, _read_file(access, str(found["url"])) if found.get("url") else iter(()))


def _read_file(access: Access, url: str) -> Iterator[FoundOrder]:
    """The file lies on another host, under a signed link; the token is not sent there."""
    sandbox = addresses.sandbox(access)
    answer = outside.send("GET", url, sandbox=sandbox, total_seconds=FILE_SECONDS, most_bytes=LARGEST_FILE)
    if answer.status != 200:
        raise ShopDown(f"The file of all orders could not be read: status {answer.status}.")
    return _orders(access, answer.body)


def _orders(access: Access, body: bytes) -> Iterator[FoundOrder]:
    """Orders with the lines that follow them."""
    order: Json | None = None
    for line in body.splitlines():
        if not line.strip():
            continue
        row = json.loads(line, parse_float=str)
        if "__parentId" not in row:
            if order is not None:
                yield order_data.found_order(access, order)
            order = {**row, **{name: {"nodes": []} for name in _CHILDREN.values()}}
        elif order is not None and row["__parentId"] == order["id"]:
            order[_CHILDREN[str(row["__typename"])]]["nodes"].append(row)
    if order is not None:
        yield order_data.found_order(access, order)


def _changed_since(since: datetime) -> str:
    return f"updated_at:>='{_utc(since)}'"


def _created_since(since: datetime) -> str:
    return f"created_at:>='{_utc(since)}'"


def _utc(timestamp: datetime) -> str:
    return timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
