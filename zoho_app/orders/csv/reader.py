"""Reading orders from a CSV file: a preview of each order, with every problem named by line and column."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zoho_app.orders import identity
from zoho_app.orders.csv.cells import said
from zoho_app.orders.csv.columns import DISCOUNT, ITEM, TEMPLATE, Column, recognize, title_of
from zoho_app.orders.input.fields import FieldError
from zoho_app.orders.input.order_data import BadOrder, OrderData, read_order

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 1_000
LONGEST_TITLE = 300  # characters
MOST_ERRORS = 50  # of one order
LONGEST_QUOTE = 60  # characters of a cell that are repeated in an error
DELIMITERS = ",;\t"
NUMBERS = re.compile(r"(_total|\.price|\.quantity|\.weight|\.amount)$")
EXAMPLE = {
    "source_id": "1001",
    "source_name": "Trade fair",
    "email": "ada@example.com",
    "shipping_first_name": "Ada",
    "shipping_last_name": "Lovelace",
    "shipping_address1": "12 St James's Square",
    "shipping_city": "London",
    "shipping_postal_code": "SW1Y 4JH",
    "shipping_country": "GB",
    "shipping_total": "5.00",
}
EXAMPLE_ITEMS = (
    {"name": "Stoneware mug", "code": "BD-MUG-01", "price": "14.50", "quantity": "2"},
    {"name": "Dotted notebook", "code": "BD-NOTE-01", "price": "12.00", "quantity": "1"},
)


class BadFile(Exception):
    """The file as a whole can't be read; its text says why and what to do."""


@dataclass(frozen=True)
class CsvError:
    """What is wrong in one cell; `column` is the title in the file, "" for the line as a whole."""

    line: int
    column: str
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}{f', {self.column}' if self.column else ''}: {self.words}"


@dataclass
class CsvOrder:
    """One order of the file, as written and as it was read; with errors it can't be imported."""

    line: int  # where it begins
    data: dict[str, Any] = field(default_factory=dict)
    clean: OrderData | None = None  # what `import_order` takes
    errors: list[CsvError] = field(default_factory=list)
    item_lines: list[int] = field(default_factory=list)

    def note(self, line: int, column: str, words: str) -> None:
        """Note what is wrong; of very much, the beginning is enough."""
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(CsvError(line, column, words))


@dataclass(frozen=True)
class Preview:
    """What a file holds; `ignored` are the titles of columns that are not read."""

    orders: list[CsvOrder]
    ignored: list[str]

    @property
    def errors(self) -> list[CsvError]:
        """Everything that is wrong, in the order of lines."""
        every = (error for order in self.orders for error in order.errors)
        return sorted(every, key=lambda error: error.line)


def template() -> str:
    """A file to fill in, with one order of two items as an example."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([title_of(name) for name in TEMPLATE])
    for item in EXAMPLE_ITEMS:
        values = {**EXAMPLE, **{ITEM + name: value for name, value in item.items()}}
        writer.writerow([values.get(name, "") for name in TEMPLATE])
    return out.getvalue()


def parse(content: bytes | str) -> Preview:
    """Read a CSV file: UTF-8 (or Windows-1252), separated by commas, semicolons or tabs, titles in line 1.

    Lines with the same order number (and source) are the items of one order; a line without a number is an
    order of its own. Nothing is stored. Raises BadFile when the file as a whole can't be read.
    """
    rows = list(_rows(_decoded(content)))
    if not rows:
        raise BadFile("The file is empty. Its first line must name the columns, such as Order Number and SKU.")
    columns = recognize(rows[0][1])
    _check_columns(columns)
    titles = {column.field: column.title for column in columns}
    orders = _grouped(columns, rows[1:], titles)
    if not orders:
        raise BadFile("The file has no orders: there is nothing below its first line.")
    for order in orders:
        _check(order, titles)
    return Preview(orders, [column.title for column in columns if not column.field and column.title])


def _decoded(content: bytes | str) -> str:
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise BadFile(f"The file is too large: at most {most} MB. Split it into several files.")
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile("The file is not readable text. Save it as CSV in UTF-8 and try again.")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins, count = 1, 0
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise BadFile(f"Line {begins} has {len(cells):,} columns; at most {MOST_COLUMNS:,} are read.")
            if any(cell.strip() for cell in cells):
                count += 1
                yield begins, cells
            if count > MOST_ROWS:
                raise BadFile(f"The file has more than {MOST_ROWS} lines. Split it into several files.")
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(f"Line {begins} can't be read: check its quotation marks ({error}).") from error


def _delimiter(text: str) -> str:
    titles = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    return max(DELIMITERS, key=titles.count)


def _check_columns(columns: list[Column]) -> None:
    for number, column in enumerate(columns, 1):
        if len(column.title) > LONGEST_TITLE:
            raise BadFile(f"Line 1: the title of column {number} is too long; at most {LONGEST_TITLE} characters.")
    if not {f"{ITEM}code", f"{ITEM}name"} & {column.field for column in columns}:
        raise BadFile("Line 1: there is no column SKU or Item Name. The first line must name the columns.")


def _grouped(columns: list[Column], rows: list[tuple[int, list[str]]], titles: dict[str, str]) -> list[CsvOrder]:
    orders: list[CsvOrder] = []
    by_number: dict[tuple[str, str], CsvOrder] = {}
    for line, cells in rows:
        pairs = zip(columns, (said(cell.strip()) for cell in cells), strict=False)
        values = {column.field: cell for column, cell in pairs if column.field and cell}
        number = identity.key(values.get("source_name", ""), values.get("source_id", ""))
        order = by_number.get(number) if number[1] else None
        if order is None:
            order = by_number[number] = CsvOrder(line)
            orders.append(order)
        elif number[0]:
            values["source_name"] = order.data["source_name"]  # as the order's first line writes it
        if any(cell.strip() for cell in cells[len(columns) :]):
            order.note(line, "", "has more cells than there are columns")
        _take(order, line, values, titles)
    return orders


def _take(order: CsvOrder, line: int, values: dict[str, str], titles: dict[str, str]) -> None:
    """Add one row to its order: one item, and whatever it says of the order itself."""
    item: dict[str, Any] = {}
    for name, text in values.items():
        value = _plain_number(text) if NUMBERS.search(name) else text
        if name.startswith(ITEM):
            _put(item, name.removeprefix(ITEM), value)
        elif (before := _put(order.data, name, value)) != value:
            shown = before if len(before) <= LONGEST_QUOTE else f"{before[:LONGEST_QUOTE]}…"
            order.note(line, titles[name], f"line {order.line} says “{shown}” for the same order")
    if item:
        order.data.setdefault("order_items", []).append(item)
        order.item_lines.append(line)


def _put(target: dict[str, Any], name: str, value: str) -> str:
    """Set a value that may lie one level deeper ("metadata.tax_id"); what is there already stays."""
    outer, dot, inner = name.partition(".")
    if name.startswith(DISCOUNT):
        row = target.setdefault("discount_list", [{"name": "Discount"}])[0]
        return row.setdefault(name.removeprefix(DISCOUNT), value)
    return (target.setdefault(outer, {}) if dot else target).setdefault(inner or outer, value)


def _plain_number(text: str) -> str:
    """Spreadsheets write 1,234.50 and 12,50; anything doubtful, like 1,234, stays and is refused."""
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+\.\d+", text):
        return text.replace(",", "")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", text):
        return text.replace(".", "").replace(",", ".")
    if re.fullmatch(r"-?\d+,\d{1,2}", text):
        return text.replace(",", ".")
    return text


def _check(order: CsvOrder, titles: dict[str, str]) -> None:
    """Note what `import_order` would refuse, by line and column."""
    for kind in ("shipping", "customer"):
        if whole := order.data.pop(f"{kind}_name", ""):
            first, _, last = whole.rpartition(" ")
            order.data.setdefault(f"{kind}_first_name", first or last)
            order.data.setdefault(f"{kind}_last_name", last if first else "")
    try:
        order.clean = read_order(order.data)
    except BadOrder as bad:
        for error in bad.errors:
            order.note(*_located(error, order, titles))


def _located(error: FieldError, order: CsvOrder, titles: dict[str, str]) -> tuple[int, str, str]:
    item = re.match(r"order_items\[(\d+)\]", error.field)
    line = order.item_lines[int(item[1])] if item else order.line
    title = titles.get(re.sub(r"\[\d+\]", "", error.field))
    return line, title or "", error.words if title else f"{error.field}: {error.words}"
