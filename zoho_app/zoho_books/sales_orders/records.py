"""The row of one sales order: under which number it is sent, what was sent, and what Zoho says of it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy import select

from zoho_app.accounts import currencies
from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history, state
from zoho_app.orders.models import Order
from zoho_app.zoho_books import timestamps
from zoho_app.zoho_books.models import SENDING, VOID, VOID_STATUSES, Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.payload import causes
from zoho_app.zoho_books.payload.draft import Draft
from zoho_app.zoho_books.payload.expected import Expected
from zoho_app.zoho_books.sales_orders import repository
from zoho_app.zoho_books.taxes import organization_taxes

# A sales order that was made this long before the desk began to send is another's; clocks may differ by some hours.
LONGEST_DOUBT = timedelta(days=1)


def next_number(order: Order, prefix: str, is_taken: bool = True) -> str:
    """Our sales order number: prefix and order number; when that `is_taken`, after a cancel, it gets a suffix."""
    plain = f"{prefix}{order.id}"
    return _numbered(plain, _taken(order.store_id, plain)) if is_taken else plain


def taken_plain_numbers(store_id: int, prefix: str, order_ids: Sequence[int]) -> set[int]:
    """Those of the orders whose plain number is taken; one statement."""
    numbers = {f"{prefix}{order_id}": order_id for order_id in order_ids}
    wanted = select(SalesOrder.salesorder_number).where(
        SalesOrder.store_id == store_id, SalesOrder.salesorder_number.in_(numbers)
    )
    return {numbers[number] for number in db.session.scalars(wanted)}


def _taken(store_id: int, plain: str) -> set[str]:
    return set(
        db.session.scalars(
            select(SalesOrder.salesorder_number).where(
                SalesOrder.store_id == store_id,
                SalesOrder.salesorder_number.startswith(plain, autoescape=True),
            )
        )
    )


def _numbered(plain: str, taken: set[str]) -> str:
    number, suffix = plain, 2
    while number in taken:
        number, suffix = f"{plain}-{suffix}", suffix + 1
    return number


def begin(
    store_id: int, draft: Draft, payload: dict[str, Any], connection: Connection | None, expected: Expected
) -> SalesOrder:
    """Write down what is being sent, and under which number; from here on the outcome is in doubt."""
    row = SalesOrder(
        store_id=store_id,
        order_id=draft.order_id,
        organization_id=connection.organization_id if connection else "",
        salesorder_number=draft.salesorder_number,
        reference_number=draft.reference_number,
        expected_total=draft.total,
        predicted_total=expected.total,
        difference_cause=expected.cause,
        status=SENDING,
        sent_at=now(),
    )
    order = db.session.get_one(Order, draft.order_id)
    row.kept_state = order.source_state if state.is_void(order) else ""  # a person has said so, or it would not go
    _set_payload(row, payload)
    db.session.add(row)
    if draft.cuts:
        words = f"Cut to what Zoho Books takes: {', '.join(draft.cuts)}. All of it stays here."
        history.add_to_many([draft.order_id], repository.FULFILLMENT_NAME, words)
    for words in draft.remarks:
        history.add_to_many([draft.order_id], repository.FULFILLMENT_NAME, words)
    db.session.flush()
    return row


def _set_payload(row: SalesOrder, payload: dict[str, Any]) -> None:
    row.payload = payload
    row.payload_hash = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def mark_sent(sales_order_id: int) -> SalesOrder:
    """Note that it is being sent now; from here on the outcome is in doubt."""
    row = repository.get(sales_order_id)
    row.sent_at = now()
    return row


class Sent(Protocol):
    """What was sent: a SalesOrder row, or an attempt's copy of it."""

    @property
    def reference_number(self) -> str: ...

    @property
    def payload(self) -> dict[str, Any]: ...

    @property
    def sent_at(self) -> datetime | None: ...


def may_be_ours(sent: Sent, found: dict[str, Any]) -> bool:
    """Whether the sales order that Zoho lists under our number has our reference and was not made long before.

    That alone does not tell: the reference of an order typed in by hand is its number, which another installation
    has given to another order. So its customer counts, too.
    """
    made_at = timestamps.timestamp(found.get("created_time"))
    is_older = made_at is not None and sent.sent_at is not None and made_at < sent.sent_at - LONGEST_DOUBT
    has_our_reference = str(found.get("reference_number") or "") == sent.reference_number
    return has_our_reference and not is_older


def has_our_customer(sent: Sent, found: dict[str, Any]) -> bool:
    """Whether it is for the contact that it was sent for, or does not say for whom."""
    return str(found.get("customer_id") or "") in ("", str(sent.payload.get("customer_id")))


def update(row: SalesOrder, answer: dict[str, Any]) -> None:
    """Take over id, status, total and time of change from a row or a detail of Zoho's."""
    row.salesorder_id = str(answer["salesorder_id"])
    status = str(answer.get("status") or "draft")
    row.status = VOID if status in VOID_STATUSES else status
    before = row.total
    if answer.get("total") is not None:
        row.total = Decimal(str(answer["total"]))
    if row.total != before or not row.difference_cause:  # a row of a list tells less than the first answer did
        _judge_total(row, answer)
    row.last_modified_time = timestamps.timestamp(answer.get("last_modified_time")) or row.last_modified_time


def _judge_total(row: SalesOrder, answer: dict[str, Any]) -> None:
    """Say why the total is another than the customer paid, and accept what is no fault.

    An organization that rounds its totals off does so on purpose; a difference as small as the settings say is none.
    """
    if row.total is None or row.expected_total is None or row.total == row.expected_total:
        row.difference_cause = ""
        return
    row.difference_cause = causes.explain(answer, row.payload or {}, row.predicted_total, row.difference_cause)
    is_rounded_off = row.total - organization_taxes.number(answer.get("roundoff_value")) == row.expected_total
    settings = db.session.get(ZohoBooksSettings, row.store_id)
    limit = settings.accept_up_to if settings else Decimal(0)
    if is_rounded_off or abs(row.total - row.expected_total) <= limit:
        row.accepted_total = row.total


def renumber(sales_order_id: int) -> SalesOrder:
    """Choose another number: the one that was tried belongs to another sales order in Zoho."""
    row = repository.get(sales_order_id)
    plain = row.salesorder_number
    row.salesorder_number = _numbered(plain, _taken(row.store_id, plain))
    row.sent_at = now()
    _set_payload(row, {**row.payload, "salesorder_number": row.salesorder_number})
    db.session.flush()
    return row


def discard(sales_order_id: int) -> None:
    """Forget a row whose sales order Zoho has certainly not made."""
    db.session.delete(repository.get(sales_order_id))
    db.session.flush()


def difference(row: SalesOrder) -> str:
    """How Zoho's total differs from what the customer paid, in words; "" when it doesn't, or somebody accepted it."""
    return "" if row.total == row.accepted_total else told_difference(row)


def told_difference(row: SalesOrder) -> str:
    """The same though somebody, or a setting, has accepted it."""
    if row.total is None or row.expected_total is None or row.total == row.expected_total:
        return ""
    code = db.session.get_one(Store, row.store_id).currency_code
    amounts = (row.total, abs(row.total - row.expected_total), row.expected_total)
    total, amount, expected = (currencies.written(one, code) for one in amounts)
    relation = "more" if row.total > row.expected_total else "less"
    cause = causes.TITLES.get(row.difference_cause, "")
    why = f" {cause[0].upper()}{cause[1:]}." if cause and row.difference_cause != causes.CHANGED else ""
    return f"Its total {total} is {amount} {relation} than the order's {expected}.{why}"
