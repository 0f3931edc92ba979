"""What happens to a file on its way: encodings, separators, decorations, and what spreadsheets do to cells."""

import csv
import io
import random
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import openpyxl

from harness.order_files.known import LOCALES, Known
from harness.order_files.shops import SHOPS

_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
_DIGITS = re.compile(r"0*[0-9]{1,15}")


@dataclass(frozen=True)
class Damage:
    """What happened to the file on its way."""

    encoding: str = "utf-8"
    twice: bool = False  # its UTF-8 was taken for Windows-1252 and saved again
    delimiter: str = ","
    line_end: str = "\n"
    quote_all: bool = False
    announces: bool = False  # sep=
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    shuffle: int = 0  # the seed of another order of columns
    mixes_lines: bool = False  # the lines of an order stand apart
    blank_lines: bool = False
    blank_cells: int = 0  # columns without a title at the end
    short_rows: bool = False  # blank cells at the end of a line are not written
    spaces: bool = False  # blanks around values
    drops_zeros: bool = False  # of amounts: 12.50 is 12.5; of postal codes: 02134 is 2134
    wraps: bool = False  # ="02134"
    is_workbook: bool = False
    types: bool = False  # a workbook's cells are numbers and days, not texts


def table_of(orders: list[Known], shop: str, locale: str, damage: Damage) -> list[list[str]]:
    """The cells of a file with these orders, titles first."""
    lines = [SHOPS[shop].rows(order, LOCALES[locale]) for order in orders]
    rows = [row for rows in lines for row in rows]
    if damage.mixes_lines:
        longest = max(map(len, lines))
        rows = [rows[place] for place in range(longest) for rows in lines if place < len(rows)]
    titles = list(dict.fromkeys(title for row in rows for title in row))
    if damage.shuffle:
        random.Random(damage.shuffle).shuffle(titles)
    postal = SHOPS[shop].own.get("zip", "")
    table = [[_damaged(row.get(title, ""), title == postal, damage) for title in titles] for row in rows]
    return [[*row, *([""] * damage.blank_cells)] for row in [titles, *table]]


def file_of(orders: list[Known], shop: str, locale: str, damage: Damage) -> bytes:
    """The bytes of a file with these orders."""
    table = table_of(orders, shop, locale, damage)
    return _workbook(table, damage) if damage.is_workbook else _text(table, damage)


def _damaged(text: str, is_postal: bool, damage: Damage) -> str:
    if damage.drops_zeros and _AMOUNT.fullmatch(text):
        text = text.rstrip("0").rstrip(".")
    if is_postal and _DIGITS.fullmatch(text):
        text = f'="{text}"' if damage.wraps else text.lstrip("0") if damage.drops_zeros else text
    return f" {text} " if damage.spaces and text else text


def _text(table: list[list[str]], damage: Damage) -> bytes:
    out = io.StringIO()
    ways: Any = {"delimiter": damage.delimiter, "lineterminator": damage.line_end}
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if damage.quote_all else csv.QUOTE_MINIMAL, **ways)
    if damage.announces:
        out.write(f"sep={damage.delimiter}{damage.line_end}")
    for words in damage.above:
        writer.writerow([words])
    for row in table:
        while damage.short_rows and row and not row[-1]:
            row = row[:-1]
        writer.writerow(row)
        if damage.blank_lines:
            out.write(damage.line_end)
    for words in damage.below:
        writer.writerow([words])
    text = out.getvalue()
    if damage.twice:
        text = "".join(map(_windows, text.encode()))
    return text.encode(damage.encoding, "replace")


def _windows(byte: int) -> str:
    """The character of a byte in Windows-1252; Windows takes what has none for a control character."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _workbook(table: list[list[str]], damage: Damage) -> bytes:
    book = openpyxl.Workbook()
    for words in damage.above:
        book.active.append([words])
    for row in table:
        book.active.append([_typed(cell) if damage.types else cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(text: str) -> Any:
    """What a spreadsheet makes of a text: an amount, a day, a whole number."""
    if _AMOUNT.fullmatch(text):
        return float(text)
    if re.fullmatch(r"[1-9][0-9]{0,14}", text):
        return int(text)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return datetime.fromisoformat(text)
    return text or None
