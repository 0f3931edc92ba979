"""One order of a file, and what is wrong, repaired and doubtful about it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zoho_app.orders.files.limits import MOST_ERRORS
from zoho_app.orders.files.lines import Line
from zoho_app.orders.input.order_data import OrderData


@dataclass(frozen=True)
class FileError:
    """What is wrong in one cell; `column` is the title in the file, "" for the line as a whole."""

    line: int
    column: str
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}{f', {self.column}' if self.column else ''}: {self.words}"


@dataclass
class FileOrder:
    """One order of a file: what it says, what it is read as, what is wrong, repaired, and doubtful."""

    line: int  # where it begins
    data: dict[str, Any] = field(default_factory=dict)
    clean: OrderData | None = None  # what `import_order` takes
    errors: list[FileError] = field(default_factory=list)  # with one of them it can't be imported
    repairs: list[FileError] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)  # why it is not imported unless a person ticks it
    total: Decimal | None = None
    item_lines: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def wrong(self, line: int, column: str, words: str) -> None:
        """Note what is wrong; of very much, the beginning is enough."""
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(FileError(line, column, words))

    def repaired(self, line: int, column: str, words: str) -> None:
        """Note what was repaired."""
        if len(self.repairs) < MOST_ERRORS:
            self.repairs.append(FileError(line, column, words))

    @property
    def number(self) -> str:
        """The order's number as the file writes it."""
        return self.data.get("source_id", "")

    @property
    def source(self) -> str:
        """The order's source as the file writes it."""
        return self.data.get("source_name", "")
