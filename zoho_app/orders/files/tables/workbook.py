"""From a spreadsheet (XLSX) to rows; what its cells show becomes text."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from zoho_app.orders.files import limits
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.tables.delimited import FIRST_ROWS, Row

ZIP_MARK = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 2_000
MOST_SHEETS = 20
MOST_BLANK_ROWS = 10_000
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
FORMULA = re.compile(rb"<(?:[a-z]{1,9}:)?f[ >/]")
NO_VALUE = "#VALUE!"
UNREADABLE = "The spreadsheet can't be read. Save it as CSV (UTF-8) and try again."


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as an XLSX file does."""
    return content.startswith(ZIP_MARK)


def refuse_old(content: bytes) -> None:
    """Raise BadFile for the format of old Excel versions."""
    if content.startswith(OLD_EXCEL):
        raise BadFile("This is a spreadsheet in the old format .xls. Save it as .xlsx or as CSV and try again.")


def read(content: bytes, count_titles: Callable[[list[str]], int]) -> tuple[list[Row], str]:
    """The rows of the sheet that looks most like orders, and its name. Raises BadFile."""
    limits.refuse_long(content)
    has_formulas = _check_parts(content)
    try:
        book = _open(content, values=True)
        try:
            sheets = book.worksheets[:MOST_SHEETS]
            rated = [(max((count_titles(row.cells) for row in _first(sheet)), default=0), sheet) for sheet in sheets]
            if not rated:
                raise BadFile(UNREADABLE)
            _, chosen = max(rated, key=lambda pair: pair[0])
            values: Iterable[tuple[Any, ...]] = chosen.iter_rows(values_only=True)
            if has_formulas:
                values = _without_gaps(values, _open(content, values=False)[chosen.title])
            return _rows(values), chosen.title
        finally:
            book.close()
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises what its parts raise: KeyError, ValueError, TypeError, ParseError
        raise BadFile(UNREADABLE) from error


def _open(content: bytes, values: bool) -> Any:
    """The workbook with the values that its formulas had when it was saved, or with the formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)


def _without_gaps(values: Iterable[tuple[Any, ...]], formulas: Any) -> Iterator[tuple[Any, ...]]:
    """The rows, in which a formula whose value was not saved is an error as spreadsheets show it."""
    for row, cells in zip(values, formulas.iter_rows(), strict=False):
        known = {cell.column - 1 for cell in cells if cell.data_type == "f"}
        yield tuple(NO_VALUE if value is None and place in known else value for place, value in enumerate(row))


def _check_parts(content: bytes) -> bool:
    """Whether there are formulas. Refuse what would unpack to very much, and entities, which no spreadsheet has."""
    has_formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > limits.MOST_UNPACKED:
                raise BadFile("The spreadsheet is too large. Save it as CSV and split it into several files.")
            if "xl/workbook.xml" not in parts.namelist():
                raise BadFile("This is no XLSX spreadsheet. Save it as CSV or XLSX and try again.")
            for info in infos:
                part = parts.read(info) if info.filename.endswith((".xml", ".rels")) else b""
                if b"<!DOCTYPE" in part[:4_096]:
                    raise BadFile(UNREADABLE)
                has_formulas = has_formulas or (FORMULA.search(part) is not None)
    except BadFile:
        raise
    except Exception as error:  # zipfile raises what zlib and struct raise as well
        raise BadFile(UNREADABLE) from error
    return has_formulas


def _first(sheet: Any) -> list[Row]:
    return _rows(sheet.iter_rows(max_row=FIRST_ROWS, values_only=True))


def _rows(values: Iterable[tuple[Any, ...]]) -> list[Row]:
    rows: list[Row] = []
    blank = 0
    for line, row in enumerate(values, 1):
        if len(row) > limits.MOST_COLUMNS and any(value is not None for value in row[limits.MOST_COLUMNS :]):
            raise BadFile(f"Line {line} has {len(row):,} columns; at most {limits.MOST_COLUMNS:,} are read.")
        cells = [as_text(value) for value in row[: limits.MOST_COLUMNS]]
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            blank += 1
            if blank > MOST_BLANK_ROWS:
                break
            continue
        blank = 0
        rows.append(Row(line, cells))
        if len(rows) > limits.MOST_ROWS + FIRST_ROWS:
            raise BadFile(f"The file has more than {limits.MOST_ROWS} lines. Split it into several files.")
    return rows


def as_text(value: Any) -> str:
    """What a spreadsheet's value says: whole numbers without decimals, days without midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float) and value == value and abs(value) >= EXACT:
        return f"{value:.5E}"  # digits are lost: whoever reads it as a number in a name must be told
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
