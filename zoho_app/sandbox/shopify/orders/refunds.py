"""Money back and orders called off."""

from decimal import Decimal
from typing import Any

from ...common.store import Document, Store
from .. import documents
from . import book, fulfillment_orders, statuses, sums, webhook_bodies
from .money import ZERO, text

REASONS = ("CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF")


def refund(store: Store, order: Document, given: dict[str, Any]) -> Document:
    """Pay back `lines` (line: quantity), `shipping` (an amount) and `amount` (without lines); keep `note`.

    Raise Refused when more is asked for than is left.
    """
    with store.transaction():
        made = _refund(store, order, given.get("lines", {}), Decimal(str(given.get("shipping", 0))), "")
        extra = Decimal(str(given.get("amount", 0)))
        if extra:
            made["adjustments"].append({"id": documents.new_id(store, "OrderAdjustment"), "amount": text(-extra)})
            made["amount"] = text(Decimal(made["amount"]) + extra)
        if Decimal(made["amount"]) > sums.received(order) - sums.refunded(order):
            raise book.Refused("That is more than was paid.")
        return _add(store, order, made, given.get("note"))


def cancel(store: Store, order: Document, reason: str = "OTHER", gives_money_back: bool = True) -> Document:
    """Call the whole order off; raise Refused while something of it is fulfilled."""
    if order["cancelled_at"]:
        raise book.Refused("The order is already canceled.")
    if any(line["fulfilled"] > line["returned"] for line in order["lines"]):
        raise book.Refused("Cancel its fulfillments first.")
    if reason not in REASONS:
        raise book.Refused(f"reason: {reason!r} is none of {', '.join(REASONS)}.")
    with store.transaction():
        made = _take_all(store, order, gives_money_back)
        fulfillment_orders.close_all(store, order["id"])
        timestamp = int(store.now())
        order.update(cancelled_at=timestamp, cancel_reason=reason, closed_at=timestamp)
        if made:
            return _add(store, order, made, None, "orders/cancelled")
        return book.save(store, order, "orders/cancelled")


def _take_all(store: Store, order: Document, gives_money_back: bool) -> Document | None:
    """Take every unit out of the order, as refunded when money goes back and as removed when not."""
    quantities = {line["id"]: sums.left(line) for line in order["lines"] if sums.left(line)}
    if gives_money_back and sums.received(order) > sums.refunded(order):
        shipping = sum((sums.shipping_left(order, line) for line in order["shipping_lines"]), ZERO)
        made = _refund(store, order, quantities, shipping, "CANCEL")
        made["amount"] = text(sums.received(order) - sums.refunded(order))
        return made
    for line in order["lines"]:
        line["removed"] += sums.left(line)
    return None


def _refund(
    store: Store, order: Document, quantities: dict[str, int], shipping: Decimal, restock_type: str
) -> Document:
    made: Document = {
        "id": documents.new_id(store, "Refund"),
        "created_at": int(store.now()),
        "note": None,
        "lines": [],
        "shipping_lines": [],
        "adjustments": [],
    }
    total = ZERO
    for name, quantity in quantities.items():
        line = book.line(order, name)
        if not 0 < quantity <= sums.left(line):
            raise book.Refused(f"{line['title']}: {sums.left(line)} can be refunded.")
        total += _refund_line(store, order, made, line, quantity, restock_type)
    total += _refund_shipping(store, order, made, shipping)
    made["amount"] = text(total)
    return made


def _refund_line(
    store: Store, order: Document, made: Document, line: Document, quantity: int, restock_type: str
) -> Decimal:
    """Take units out of a line; return what they cost with their tax."""
    waiting = min(statuses.unfulfilled(line), quantity)
    before = sums.left(line)
    price = sums.share(order, line, before) - sums.share(order, line, before - quantity)
    tax = sum(sums.line_taxes(order, line, before), ZERO) - sum(sums.line_taxes(order, line, before - quantity), ZERO)
    line["refunded"] += quantity
    line["returned"] += quantity - waiting
    if waiting:
        fulfillment_orders.take_away(store, order, line, waiting)
    made["lines"].append(
        {
            "id": documents.new_id(store, "RefundLineItem"),
            "line_id": line["id"],
            "quantity": quantity,
            "restock_type": restock_type or ("CANCEL" if waiting else "RETURN"),
            "subtotal": text(price),
            "tax": text(tax),
        }
    )
    return price if order["taxes_included"] else price + tax


def _refund_shipping(store: Store, order: Document, made: Document, amount: Decimal) -> Decimal:
    total = ZERO
    for line in order["shipping_lines"]:
        part = min(amount, sums.shipping_left(order, line))
        if part <= 0:
            continue
        amount -= part
        before = sum(sums.taxes(order, line["tax_lines"], sums.shipping_left(order, line)), ZERO)
        line["refunded"] = text(Decimal(line["refunded"]) + part)
        tax = before - sum(sums.taxes(order, line["tax_lines"], sums.shipping_left(order, line)), ZERO)
        record = {"id": documents.new_id(store, "RefundShippingLine"), "line_id": line["id"]}
        made["shipping_lines"].append({**record, "subtotal": text(part), "tax": text(tax)})
        total += part if order["taxes_included"] else part + tax
    if amount > 0:
        raise book.Refused("That is more than the shipping cost.")
    return total


def _add(store: Store, order: Document, made: Document, note: str | None, *topics: str) -> Document:
    made["note"] = note
    order["refunds"].append(made)
    saved = book.save(store, order, *topics)
    book.announce(store, "refunds/create", webhook_bodies.refund(order, made))
    return saved
