"""Reading orders from a file: its table, how its columns are meant, and a preview of every order."""

from dataclasses import dataclass, field

from zoho_app.orders.files import columns, orders
from zoho_app.orders.files.build import Context
from zoho_app.orders.files.columns import Choices, Plan
from zoho_app.orders.files.file_order import FileError, FileOrder
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.tables import table
from zoho_app.orders.files.tables.table import Table


@dataclass(frozen=True)
class Preview:
    """What a file holds, and how it was read."""

    orders: list[FileOrder]
    plan: Plan
    table: Table
    notes: list[str] = field(default_factory=list)

    @property
    def ignored(self) -> list[str]:
        """The titles of columns that nobody knows and nobody needs."""
        known = self.plan.layout
        return [column.title for column in self.plan.unused if not (known and known.knows(column.title))]

    @property
    def errors(self) -> list[FileError]:
        """Everything that is wrong, in the order of lines."""
        return sorted((error for order in self.orders for error in order.errors), key=lambda error: error.line)

    @property
    def repairs(self) -> list[FileError]:
        """Everything that was repaired, in the order of lines."""
        return sorted((repair for order in self.orders for repair in order.repairs), key=lambda repair: repair.line)


def open_file(content: bytes | str, choices: Choices | None = None) -> tuple[Table, Plan]:
    """The table of a file and how it is read; `plan.questions` is what a person has to answer. Raises BadFile."""
    found = table.read(content, choices.encoding if choices else "")
    plan = columns.plan(found, choices)
    if plan.layout and plan.layout.refuse:
        raise BadFile(plan.layout.refuse)
    return found, plan


def parse(content: bytes | str, choices: Choices | None = None, context: Context | None = None) -> Preview:
    """Read all orders of a file. Nothing is stored. Raises BadFile when it as a whole can't be read."""
    return preview(*open_file(content, choices), context or Context())


def preview(found: Table, plan: Plan, context: Context) -> Preview:
    """All orders of a file that was opened."""
    return Preview(orders.read(found, plan, context), plan, found, [*found.notes, *plan.notes])
