"""The orders of a file: lines grouped by order number, each order read as a whole, faults by line and column."""

import re
from zoneinfo import ZoneInfo

from zoho_app.orders import identity
from zoho_app.orders.files import build, lines
from zoho_app.orders.files.build import Context
from zoho_app.orders.files.columns import PACKED, Plan
from zoho_app.orders.files.fields import ITEM
from zoho_app.orders.files.file_order import FileOrder
from zoho_app.orders.files.lines import Line
from zoho_app.orders.files.tables.table import CLOSING, Table
from zoho_app.orders.files.titles import loose
from zoho_app.orders.input.fields import FieldError
from zoho_app.orders.input.order_data import BadOrder, read_order


def read(table: Table, plan: Plan, context: Context) -> list[FileOrder]:
    """Every order of the table, in the order of their first lines. Nothing is stored."""
    titles = {column.field: column.title for column in plan.columns if column.field}
    orders = _grouped(table, plan)
    for order in orders:
        build.fill(order, plan, context, titles)
        order.lines.clear()  # they take half the memory of a large file
        _check(order, titles, ZoneInfo(context.time_zone))
    return orders


def _grouped(table: Table, plan: Plan) -> list[FileOrder]:
    """Lines with the same order number (and source) are one order; a line with an item only belongs above."""
    orders: list[FileOrder] = []
    by_number: dict[tuple[str, str], FileOrder] = {}
    has_numbers = any(column.field == "source_id" for column in plan.columns)
    for row in table.rows:
        found = FileOrder(row.line)
        line = lines.read(row, plan, found.wrong, found.repaired)
        number = identity.key(line.values.get("source_name", plan.source), line.values.get("source_id", ""))
        order = by_number.get(number) if number[1] else None
        if not number[1] and has_numbers and _is_sum(line):
            if orders:
                orders[-1].repaired(row.line, "", "is a sum of the lines above; it was left out")
            continue
        if order is None and not number[1] and has_numbers and orders and _has_only_items(line):
            order = orders[-1]
            order.repaired(
                row.line, "", "has no order number and no customer, so it was taken as part of the order above"
            )
        if order is None:
            order = by_number[number] = found
            orders.append(order)
        else:
            for error in found.errors:
                order.wrong(error.line, error.column, error.words)
            for repair in found.repairs:
                order.repaired(repair.line, repair.column, repair.words)
        order.lines.append(line)
    return orders


def _is_sum(line: Line) -> bool:
    """Whether a line says "Total" or the like where others have their item."""
    called = [line.values.get(key, "") for key in (f"{ITEM}name", f"{ITEM}code")]
    return _has_only_items(line) and any(loose(one) in CLOSING for one in called if one)


def _has_only_items(line: Line) -> bool:
    return bool(line.values) and all(key.startswith((ITEM, "line.")) for key in line.values)


def _check(order: FileOrder, titles: dict[str, str], zone: ZoneInfo) -> None:
    """Note what `import_order` would refuse, by line and column, beside what is wrong already."""
    before = list(order.errors)
    try:
        order.clean = read_order(order.data, zone)
        for repair in order.clean.repairs:
            order.repaired(*_located(repair, order, titles))
    except BadOrder as bad:
        for error in bad.errors:
            if before and error.field.startswith("order_items"):
                continue  # follows from what could not be read
            line, column, words = _located(error, order, titles)
            if not any((one.line, one.column) == (line, column) for one in before):
                order.wrong(line, column, words)


def _located(error: FieldError, order: FileOrder, titles: dict[str, str]) -> tuple[int, str, str]:
    item = re.match(r"order_items\[([0-9]{1,6})\]", error.field)
    line = order.item_lines[int(item[1])] if item and int(item[1]) < len(order.item_lines) else order.line
    key = re.sub(r"\[[0-9]{1,6}\]", "", error.field)
    title = (
        titles.get(key)
        or titles.get({f"{ITEM}price": "line.total"}.get(key, ""))
        or titles.get(PACKED if item else "")
    )
    if key == "shipping" and "name" in error.words:
        return line, "", "says no first name, last name or company: an order needs a customer"
    return line, title or "", error.words if title else f"{error.field}: {error.words}"
