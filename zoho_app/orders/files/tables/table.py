"""From a file to its table: titles with rows below; what stands around the table is left out and told."""

from dataclasses import dataclass, field

from zoho_app.orders.files import limits, shops, titles
from zoho_app.orders.files.limits import BadFile, shortened
from zoho_app.orders.files.tables import decode, delimited, workbook
from zoho_app.orders.files.tables.delimited import FIRST_ROWS, Row

FEWEST_COLUMNS = 4  # of a table in which a row of two cells at the end may be a decoration
MOST_END_LINES = 20


@dataclass(frozen=True)
class Table:
    """The rows of a file below its titles, each title once."""

    titles: list[str]
    rows: list[Row]
    format: str  # "UTF-8, separated by commas"
    notes: list[str] = field(default_factory=list)  # what was left out or repaired

    @property
    def filled(self) -> set[int]:
        """The places of the columns that are not blank all the way."""
        return {place for row in self.rows for place, cell in enumerate(row.cells) if cell and not cell.isspace()}


def read(content: bytes | str, encoding: str = "") -> Table:
    """Read a CSV, TSV or XLSX file; `encoding` is one that a person has chosen. Raises BadFile."""
    limits.refuse_long(content)
    notes = []
    if isinstance(content, str):
        rows, kind = _text(content.removeprefix("\ufeff"), "UTF-8")
    elif workbook.is_workbook(content):
        rows, sheet = workbook.read(content, count_titles)
        kind = f"XLSX, sheet “{shortened(sheet)}”"
    else:
        workbook.refuse_old(content)
        decoded = decode.decode(content, encoding)
        rows, kind = _text(decoded.text, decoded.encoding)
        if decoded.was_twice:
            notes.append("Its letters beyond A to Z were encoded twice, as in “Ã©” for “é”. They were read as meant.")
        if not encoding and (word := decoded.guessed_by):
            notes.append(
                f"The file does not say how its letters are encoded. They were read as {decoded.encoding}, as in"
                f" “{shortened(word)}”. If names look wrong, choose another encoding under Change columns."
            )
    if not rows:
        raise BadFile("The file is empty. Its first line must name the columns, such as Order Number and SKU.")
    found = _table(rows, kind)
    found.notes[:0] = notes
    return found


def _text(text: str, encoding: str) -> tuple[list[Row], str]:
    rows, delimiter = delimited.read(text, count_titles)
    return rows, f"{encoding}, separated by {delimited.NAMES.get(delimiter, delimiter)}"


def count_titles(cells: list[str]) -> int:
    """How many cells are titles of order files."""
    loosely = {titles.loose(cell) for cell in cells if 0 < len(cell.strip()) <= limits.LONGEST_TITLE}
    return sum(one in titles.KNOWN or one in shops.TITLES for one in loosely)


def _table(rows: list[Row], kind: str) -> Table:
    place = _place_of_titles(rows)
    head, below = rows[place], rows[place + 1 :]
    named = _unique(head)
    notes = []
    if place:
        notes.append(f"Above the titles in line {head.line}, lines were left out: {_quoted(rows[:place])}.")
    below, end = _without_end(below, len(named))
    if end:
        notes.append(f"At the end, lines that are no orders were left out: {_quoted(end)}.")
    repeated = [row for row in below if row.cells == head.cells]
    if repeated:
        below = [row for row in below if row.cells != head.cells]
        notes.append(f"The titles were repeated in line {repeated[0].line}; that was left out.")
    if not below:
        raise BadFile("The file has no orders: there is nothing below its first line.")
    if len(below) > limits.MOST_ROWS:
        raise BadFile(f"The file has more than {limits.MOST_ROWS} lines. Split it into several files.")
    return Table(named, below, kind, notes)


def _place_of_titles(rows: list[Row]) -> int:
    """The row with most titles; without any, the first one that is as long as the rows usually are."""
    first = rows[:FIRST_ROWS]
    counts = [count_titles(row.cells) for row in first]
    if max(counts) > 1 or (counts[0] == 1 and len(rows[0].cells) == 1):
        return counts.index(max(counts))
    filled = [sum(bool(cell.strip()) for cell in row.cells) for row in first]
    return next(place for place, count in enumerate(filled) if count * 2 > max(filled))


def _unique(head: Row) -> list[str]:
    """The titles, trimmed; a second one of the same name gets a number."""
    seen: dict[str, int] = {}
    named = []
    for number, cell in enumerate(head.cells, 1):
        title = " ".join(cell.replace("\ufeff", "").split())
        if len(title) > limits.LONGEST_TITLE:
            raise BadFile(
                f"Line {head.line}: the title of column {number} is too long;"
                f" at most {limits.LONGEST_TITLE} characters."
            )
        key = titles.loose(title)
        seen[key] = seen.get(key, 0) + 1
        named.append(f"{title} ({seen[key]})" if title and seen[key] > 1 else title)
    return named


def _without_end(rows: list[Row], width: int) -> tuple[list[Row], list[Row]]:
    """The rows without those at the end that only close the table, as "12 record(s) downloaded" does."""
    if width < FEWEST_COLUMNS:
        return rows, []
    end = len(rows)
    while end and len(rows) - end < MOST_END_LINES and _closes(rows[end - 1], width):
        end -= 1
    return rows[:end], rows[end:]


def _closes(row: Row, width: int) -> bool:
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(filled) <= 2 and len(row.cells) < width:
        return True
    first = titles.loose(filled[0])
    is_sum = first in CLOSING or "recordsdownloaded" in "".join(map(titles.loose, filled[:2]))
    return is_sum and len(filled) * 2 < width + 1


CLOSING = frozenset(
    map(
        titles.loose,
        (
            "Total",
            "Totals",
            "Subtotal",
            "Sub-total",
            "Zwischensumme",
            "Sous-total",
            "Grand Total",
            "Sum",
            "Summe",
            "Gesamt",
            "Gesamtsumme",
            "Totaux",
            "Somme",
            "Totales",
            "Suma",
        ),
    )
)


def _quoted(rows: list[Row]) -> str:
    """What a few rows say, shortly, each with its line."""
    said = [f"line {row.line} “{shortened(' '.join(filter(None, map(str.strip, row.cells))))}”" for row in rows[:3]]
    return ", ".join(said) + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")
