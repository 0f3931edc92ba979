"""Money goes back: for units of lines, or as an amount alone. Lines and total of the order stay as they were."""

from decimal import Decimal
from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..seed import setting
from . import book
from .sums import ZERO, Money


def refund(store: Store, order: Document, given: dict[str, Any]) -> Document:
    """Pay back `lines` (LINE: units) and `amount` besides; keep `reason`. Raise book.Refused when it is too much."""
    money = Money(setting(store)["decimals"], [], includes_tax=False)
    with store.transaction():
        rows = [_row(store, book.line(order, name), units, money) for name, units in given.get("lines", {}).items()]
        amount = -sum((Decimal(row["total"]) + Decimal(row["total_tax"]) for row in rows), ZERO)
        amount += Decimal(str(given.get("amount") or 0))
        left = Decimal(order["fields"]["total"]) - paid_back(store, order)
        if not 0 < amount <= left:
            raise book.Refused(f"{money.text(left)} can be refunded.")
        number = documents.new_number(store, "refund")
        made: Document = {
            "id": documents.identity("refund", number),
            "order": documents.number(order),
            "amount": money.text(amount),
            "reason": given.get("reason", ""),
            "refunded_payment": True,
            "line_items": rows,
        }
        documents.put(store, "refund", made)
        if amount == left:
            return book.set_status(store, order, "refunded")
        return book.save(store, order)


def paid_back(store: Store, order: Document) -> Decimal:
    return sum((Decimal(one["amount"]) for one in documents.of_order(store, "refund", documents.number(order))), ZERO)


def _row(store: Store, line: Document, units: int, money: Money) -> dict[str, Any]:
    """Return a line of a refund: the line with its units and amounts taken back."""
    share = Decimal(units) / Decimal(str(line["quantity"]))
    if not 0 < share <= 1:
        raise book.Refused(f"{line['name']}: {line['quantity']} can be refunded.")
    amounts = {
        name: money.text(-Decimal(line[name]) * share) for name in ("subtotal", "subtotal_tax", "total", "total_tax")
    }
    meta = {"key": "_refunded_item_id", "value": str(line["id"])}
    return {
        **line,
        **amounts,
        "id": documents.new_number(store, "item"),
        "quantity": -units,
        "taxes": [],
        "meta_data": [{"id": documents.new_number(store, "meta"), **meta}],
    }
