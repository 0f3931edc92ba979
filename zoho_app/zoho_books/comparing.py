"""An order beside what was sent for it: what the desk says now, what Zoho Books has, and where they differ."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zoho_app.orders.keys import sku_key
from zoho_app.orders.models import Order
from zoho_app.zoho_books import preparing, sales_order
from zoho_app.zoho_books.errors import ZohoError
from zoho_app.zoho_books.models import Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.sales_order import Customer

# Parts of what is sent beside its lines, and the words for them.
AMOUNTS = {"discount": "Discount", "shipping_charge": "Shipping", "adjustment": "Handling"}
TEXTS = {"delivery_method": "Delivery method", "notes": "Notes"}


@dataclass(frozen=True)
class Line:
    """A line of a sales order, as far as the desk decides about it."""

    description: str
    quantity: Decimal
    rate: Decimal


@dataclass(frozen=True)
class Beside:
    """One part of the order now, and as Zoho Books got it; a Line, an amount, a text, or None where it lacks."""

    label: str
    here: Line | Decimal | str | None
    there: Line | Decimal | str | None

    @property
    def differs(self) -> bool:
        """Whether it was changed since."""
        return self.here != self.there


def compare(
    order: Order, row: SalesOrder, settings: ZohoBooksSettings | None, connection: Connection | None
) -> list[Beside] | None:
    """The total first, then all parts that were changed since sending; None when the order could not be sent now.

    Costs no call: lines, charges and texts are those that were sent, the total is what Zoho Books said last.
    """
    total = Beside("Total", order.order_total, row.total)
    if settings is None or connection is None or not row.payload:
        return [total]
    try:
        products = preparing.products_of([order], settings)
        draft = preparing.draft_of(order, settings, connection, products, is_number_taken=False)
    except ZohoError:
        return None
    # Ids are Zoho's own and say nothing of a change.
    now = sales_order.payload(draft, Customer(""), dict.fromkeys(map(sku_key, draft.skus), ""))
    parts = [*_lines(now, row.payload), *_amounts(now, row.payload), *_texts(now, row.payload)]
    return [total, *(part for part in parts if part.differs)]


def _lines(now: dict[str, Any], sent: dict[str, Any]) -> list[Beside]:
    ours, theirs = map(_read_lines, (now, sent))
    return [
        Beside(f"Line {number + 1}", _at(ours, number), _at(theirs, number))
        for number in range(max(len(ours), len(theirs)))
    ]


def _read_lines(payload: dict[str, Any]) -> list[Line]:
    return [
        Line(str(line.get("description", "")), _amount(line, "quantity"), _amount(line, "rate"))
        for line in payload.get("line_items", [])
    ]


def _at(lines: list[Line], number: int) -> Line | None:
    return lines[number] if number < len(lines) else None


def _amounts(now: dict[str, Any], sent: dict[str, Any]) -> list[Beside]:
    return [Beside(label, _amount(now, name), _amount(sent, name)) for name, label in AMOUNTS.items()]


def _amount(values: dict[str, Any], name: str) -> Decimal:
    return Decimal(str(values.get(name) or 0))


def _texts(now: dict[str, Any], sent: dict[str, Any]) -> list[Beside]:
    return [Beside(label, str(now.get(name, "")), str(sent.get(name, ""))) for name, label in TEXTS.items()]
