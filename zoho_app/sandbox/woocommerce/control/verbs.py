"""What a test may do to an order, as people and plug-ins do in the shop; each takes a JSON object.

status    {"status": "completed"}
refund    {"lines": {LINE: units}, "amount": amount, "reason": text}
note      {"note": text, "customer_note": true}
fields    {"customer_note": text, ...}: change fields of the order as a plug-in would, whatever they are
lines     {"quantities": {LINE: units}}: change quantities as staff would; 0 takes a line out
trash, restore, delete
LINE is a line's id, SKU or place ("1" is the first).
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ...common.store import Document, Store
from ..orders import book, refunds
from ..orders.sums import Money, exact, totals
from ..seed import setting

Given = dict[str, Any]


def _status(store: Store, order: Document, given: Given) -> None:
    book.set_status(store, order, given.get("status", ""))


def _note(store: Store, order: Document, given: Given) -> None:
    book.add_note(store, order, given.get("note", ""), given.get("customer_note", False))


def _fields(store: Store, order: Document, given: Given) -> None:
    order["fields"].update(given)
    book.save(store, order)


def _lines(store: Store, order: Document, given: Given) -> None:
    """Scale the amounts of lines to their new quantities, and reckon the order anew."""
    fields = order["fields"]
    money = Money(setting(store)["decimals"], [], fields["prices_include_tax"])
    for name, units in given.get("quantities", {}).items():
        line = book.line(order, name)
        share = Decimal(units) / Decimal(str(line["quantity"]))
        for field in ("subtotal", "subtotal_tax", "total", "total_tax"):
            line[field] = money.text(Decimal(line[field]) * share)
        for tax in line["taxes"]:
            tax.update({name: exact(Decimal(tax[name]) * share) for name in ("total", "subtotal")})
        line["quantity"] = units
    fields["line_items"] = [line for line in fields["line_items"] if line["quantity"]]
    fields.update(totals(fields, money))
    book.save(store, order)


VERBS: dict[str, Callable[[Store, Document, Given], Any]] = {
    "status": _status,
    "refund": refunds.refund,
    "note": _note,
    "fields": _fields,
    "lines": _lines,
    "trash": lambda store, order, _given: book.trash(store, order),
    "restore": lambda store, order, _given: book.restore(store, order),
    "delete": lambda store, order, _given: book.delete(store, order),
}
