"""The amounts and the state of an order, as the total that its source gives shows them to be meant."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zoho_app.orders.files import items, totals
from zoho_app.orders.files.columns import ADDED, INSIDE, Plan
from zoho_app.orders.files.fields import DISCOUNT, STATE, kind_of
from zoho_app.orders.files.file_order import FileOrder
from zoho_app.orders.files.lines import Line, plain
from zoho_app.orders.files.totals import Parts
from zoho_app.orders.files.values import states
from zoho_app.orders.input import state_words

ZERO = Decimal(0)
CENT = Decimal("0.01")


def add(
    order: FileOrder,
    data: dict[str, Any],
    own: dict[str, str],
    rows: items.Rows,
    refunds: list[Line],
    plan: Plan,
    currency: str,
    titles: dict[str, str],
) -> None:
    """Compare with the source's total, and set items, amounts and state as that total shows them to be meant."""

    def amount_of(key: str) -> Decimal:
        return Decimal(own.get(key, "0"))

    given = Decimal(own["order_total"]) if own.get("order_total") else None
    parts = Parts(
        by_piece=rows.by_piece,
        by_line=rows.by_line,
        shipping=amount_of("shipping_total") + rows.sums["line.shipping"],
        handling=amount_of("handling_total") + rows.sums["line.handling"],
        tax=amount_of("tax_total") or sum((rows.sums[key] for key in items.LINE_TAXES), ZERO),
        shipping_tax=amount_of("shipping_tax"),
        discount=abs(amount_of(f"{DISCOUNT}amount")),
        line_discount=rows.sums["line.discount"],
        more_discount=abs(amount_of("discount_more")) + rows.sums["line.shipping_discount"],
        given=given,
    )
    reading, difference = totals.read(parts, _taxes(own, plan, currency))
    for note in reading.notes:
        order.repaired(order.line, "", note)
    if difference is not None and not order.errors:
        order.doubts.append(
            f"The file says {titles['order_total']} {_shown(given)}, the desk comes to {_shown(reading.total)}:"
            f" a difference of {_shown(difference)}."
        )
    data["order_items"] = rows.as_data(order, reading.by_line)
    for key, amount in (
        ("shipping_total", parts.shipping),
        ("handling_total", parts.handling),
        ("tax_total", reading.tax),
    ):
        if amount:
            data[key] = plain(amount)
    if reading.discount or own.get(f"{DISCOUNT}code"):
        discount = {"name": "Discount", "code": own.get(f"{DISCOUNT}code", ""), "amount": plain(reading.discount)}
        data["discount_list"] = [{key: value for key, value in discount.items() if value}]
    metadata = {}
    if reading.included_tax:
        metadata = {"taxes_included": "yes", "included_tax": plain(reading.included_tax)}
    elif reading.tax:
        metadata = {"taxes_included": "no"}
    elif said := _said(own, plan):
        metadata = {"taxes_included": "yes" if said == INSIDE else "no"}
    if given is not None:
        metadata["source_total"] = _shown(given)
    if given is None and "order_total" in titles and reading.tax and not _taxes(own, plan, currency):
        order.doubts.append("It has no total, so nothing shows whether its taxes are part of its prices.")
    order.total = reading.total
    if reading.total < ZERO and not refunds:
        order.doubts.append(f"It comes to {_shown(reading.total)}, so it is probably a refund and no sale.")
    of_lines = rows.sums["line.refund"] + sum(map(items.refunded, refunds), ZERO)
    refund = abs(amount_of("refund_total")) or of_lines  # where both are there, they say the same
    for line in refunds:
        order.repaired(
            line.number, "", f"is a refund of {_shown(items.refunded(line))}; it is kept as the order's refund"
        )
    _add_state(order, data, own, metadata, rows, refund)
    data["order_metadata"] = metadata


def _said(own: dict[str, str], plan: Plan) -> str:
    """Whether taxes are inside the prices or added, as the file or the person who imports it says; "" for neither."""
    said = own.get("taxes_included", "")
    if state_words.is_yes(said) or state_words.is_no(said):
        return INSIDE if state_words.is_yes(said) else ADDED
    return plan.taxes


def _taxes(own: dict[str, str], plan: Plan, currency: str) -> str:
    if said := _said(own, plan):
        return said
    if plan.layout and currency in plan.layout.tax_in_prices and not own.get("order_total"):
        return INSIDE
    return ""


def _add_state(
    order: FileOrder,
    data: dict[str, Any],
    own: dict[str, str],
    metadata: dict[str, str],
    rows: items.Rows,
    refund: Decimal,
) -> None:
    texts = {key: value for key, value in own.items() if kind_of(key) == STATE}
    if rows.all_canceled:
        texts["canceled_at"] = "yes"
    state = states.read(texts, refund, order.total or ZERO)
    if refund:
        data["refund_total"] = plain(refund)
    if state.payment_status:
        data["payment_status"] = state.payment_status
    if state.source_status:
        metadata["source_status"] = state.source_status
    if state.doubt:
        order.doubts.insert(0, state.doubt)


def _shown(amount: Decimal | None) -> str:
    """An amount with at least two decimals."""
    amount = amount or ZERO
    rounded = amount.quantize(CENT, ROUND_HALF_UP)
    return f"{rounded:f}" if rounded == amount else f"{amount.normalize():f}"
