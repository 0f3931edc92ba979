"""From text to rows: which sign separates the cells, whether quotation marks wrap them, and where each row begins."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from zoho_app.orders.files import limits
from zoho_app.orders.files.limits import BadFile

DELIMITERS = ",;\t|"
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SAMPLE_ROWS = 100
SAMPLE = 65_536  # characters
FIRST_ROWS = 30  # in which the titles are looked for
SEPARATOR = re.compile(r"""["']?sep=(.)["']?[;,\t ]*\r?\n?""", re.IGNORECASE)


class Row(NamedTuple):
    """The cells of one row that is not blank, and the number of the line on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Dialect:
    """How a file separates and wraps its cells."""

    delimiter: str
    options: tuple[tuple[str, Any], ...]


QUOTED = (("strict", True),)
ESCAPED = (("strict", True), ("escapechar", "\\"), ("doublequote", True))
UNQUOTED = (("quoting", csv.QUOTE_NONE),)


def read(text: str, count_titles: Callable[[list[str]], int]) -> tuple[list[Row], str]:
    """The rows of the text and its delimiter; `count_titles` says how many cells of a row are titles of orders.

    Raises BadFile when no way of reading fits all of it.
    """
    first = text[: text.find("\n") + 1] or text
    start = 0
    if announced := SEPARATOR.fullmatch(first[:40]):
        start, candidates = 1, announced[1]
        text = text[len(first) :]
    else:
        candidates = DELIMITERS
    delimiter = max(candidates, key=lambda one: _rating(text, one, count_titles))
    return list(_whole(text, delimiter, start)), delimiter


def _rating(text: str, delimiter: str, count_titles: Callable[[list[str]], int]) -> tuple[int, float]:
    """How well a delimiter fits the beginning: how many titles it shows, then how alike the rows are in length."""
    rows: list[list[str]] = []
    try:
        sample = csv.reader(_lines(text[:SAMPLE]), delimiter=delimiter)
        rows.extend(islice((row for row in sample if any(row)), SAMPLE_ROWS))
    except csv.Error:
        pass  # what has been read up to there is rated
    if not rows:
        return 0, 0.0
    lengths = [len(row) for row in rows if len(row) > 1]  # what stands around a table has one cell
    titles = max(count_titles(row) for row in rows[:FIRST_ROWS])
    if not lengths:
        return min(titles, 1), 0.0
    width, frequency = Counter(lengths).most_common(1)[0]
    return titles, width * frequency / len(rows)


def _whole(text: str, delimiter: str, start: int) -> Iterator[Row]:
    """All rows, read with quotation marks; where these wrap nothing, without."""
    ways = [QUOTED, ESCAPED, UNQUOTED] if delimiter in "\t|" else [QUOTED, ESCAPED]
    first: BadFile | None = None
    for way in ways:
        try:
            return iter(list(_rows(text, Dialect(delimiter, way), start)))
        except _Unreadable as error:
            first = first or error.refusal
    assert first is not None
    raise first


class _Unreadable(Exception):
    def __init__(self, refusal: BadFile) -> None:
        self.refusal = refusal


def _rows(text: str, dialect: Dialect, start: int) -> Iterator[Row]:
    reader = csv.reader(_lines(text), delimiter=dialect.delimiter, **dict(dialect.options))
    begins, count = start + 1, 0
    try:
        for cells in reader:
            if len(cells) > limits.MOST_COLUMNS:
                raise BadFile(f"Line {begins} has {len(cells):,} columns; at most {limits.MOST_COLUMNS:,} are read.")
            if any(cell.strip() for cell in cells):
                count += 1
                yield Row(begins, cells)
            if count > limits.MOST_ROWS + FIRST_ROWS:
                raise BadFile(f"The file has more than {limits.MOST_ROWS} lines. Split it into several files.")
            begins = start + reader.line_num + 1
    except csv.Error as error:
        words = f"Line {begins} can't be read: check its quotation marks ({error})."
        raise _Unreadable(BadFile(words)) from error


def _lines(text: str) -> Iterable[str]:
    return io.StringIO(text, newline="")
