"""What was repaired in a file, the same repair of many lines once: fifty equal lines hide the one that counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from zoho_app.orders.files.file_order import FileError

NAMED_AT_MOST = 5  # lines
LONGEST = 160  # characters of what was done; the order's history has all of it


@dataclass(frozen=True)
class Repair:
    """One kind of repair: in which lines, in which column, and what was done."""

    lines: str  # "2, 5 and 7 more"
    column: str
    words: str


def grouped(repairs: Iterable[FileError]) -> list[Repair]:
    """The repairs by column and words, in the order of their first lines."""
    found: dict[tuple[str, str], dict[int, None]] = {}
    for repair in repairs:
        found.setdefault((repair.column, repair.words), {})[repair.line] = None
    return [Repair(_lines(list(lines)), column, _short(words)) for (column, words), lines in found.items()]


def _lines(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:NAMED_AT_MOST]))
    more = len(lines) - NAMED_AT_MOST
    return f"{shown} and {more:,} more" if more > 0 else shown


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
