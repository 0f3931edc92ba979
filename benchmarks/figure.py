"""What a measurement says: a table of what was measured and what was wanted, and the exit status."""

import argparse
import os
import platform
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass
class Figure:
    """The lines of one figure: what, how much, what was wanted, whether it is met."""

    title: str
    lines: list[tuple[str, str, str, str]] = field(default_factory=list)
    is_met: bool = True

    def exactly(self, what: str, measured: float, wanted: float) -> None:
        """A line that has to be this number."""
        self._judge(what, measured, f"{wanted:g}", measured == wanted)

    def at_most(self, what: str, measured: float, wanted: float) -> None:
        """A line that must not be above this number."""
        self._judge(what, measured, f"at most {wanted:g}", measured <= wanted)

    def at_least(self, what: str, measured: float, wanted: float) -> None:
        """A line that must not be below this number."""
        self._judge(what, measured, f"at least {wanted:g}", measured >= wanted)

    def tell(self, what: str, measured: float | str) -> None:
        """A line that nothing is wanted of."""
        self.lines.append((what, measured if isinstance(measured, str) else _number(measured), "", ""))

    def _judge(self, what: str, measured: float, wanted: str, is_so: bool) -> None:
        self.lines.append((what, _number(measured), wanted, "yes" if is_so else "NO"))
        self.is_met = self.is_met and is_so

    def end(self, file: Path | None = None) -> int:
        """Print the table, and write it to the file where one is named; returns the exit status."""
        print(self.text)
        if file is not None:
            file.write_text(self.text)
        return 0 if self.is_met else 1

    @property
    def text(self) -> str:
        """The table with its title, when it was measured and where."""
        return f"## {self.title}\n{_circumstances()}\n\n" + _table(self.lines)


def arguments(description: str, **sizes: int) -> argparse.Namespace:
    """The command's options: --write FILE and, for each size, --NAME with its default."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the result there as Markdown")
    for name, default in sizes.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default, help=f"default: {default}")
    return parser.parse_args(sys.argv[1:])


def _number(measured: float) -> str:
    return f"{measured:,}" if isinstance(measured, int) else f"{measured:,.2f}"


def _circumstances() -> str:
    database = "PostgreSQL" if os.environ.get("TEST_DATABASE_URL") else "SQLite"
    machine = f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}"
    return f"{datetime.now(UTC):%Y-%m-%d}, {database}, {machine}"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def _table(lines: list[tuple[str, str, str, str]]) -> str:
    rows = [("", "measured", "wanted", "met"), *lines]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    cells = [[row[0].ljust(widths[0]), *(row[n].rjust(widths[n]) for n in (1, 2, 3))] for row in rows]
    rule = f"|{'-' * (widths[0] + 2)}|" + "|".join(f"{'-' * (width + 1)}:" for width in widths[1:]) + "|"
    printed = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([printed[0], rule, *printed[1:]]) + "\n"
