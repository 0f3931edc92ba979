"""What the columns of a file say of an order's state, and what keeps such an order back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zoho_app.orders.input import state_words
from zoho_app.orders.input.state_words import (
    APPROVED,
    CANCELED,
    DRAFT,
    FAILED,
    PAID,
    PARTLY,
    REFUND,
    REFUNDED,
    REJECTED,
    TEST,
    VOIDED,
)

ZERO = Decimal(0)
DOUBTS = {
    CANCELED: "It was canceled.",
    TEST: "It is a test order.",
    DRAFT: "It is a draft, not an order yet.",
    REFUND: "It was refunded.",
    FAILED: "Its payment failed.",
}
VOID_PAYMENTS = {
    VOIDED: "Its payment was voided.",
    REFUNDED: "It was refunded.",
    REJECTED: "Its payment was rejected.",
}


@dataclass(frozen=True)
class State:
    """What an order is for the desk; `doubt` says why it is not imported by itself, "" when it may be."""

    payment_status: str  # "" when the file says nothing
    source_status: str
    doubt: str


def read(texts: Mapping[str, str], refund: Decimal, total: Decimal) -> State:
    """The state that an order's columns and its refund say. `texts` has fields of the kind STATE."""
    payment, source, unknown = "", "", ""
    for key in ("status", "payment_status"):  # what is said of the payment counts more
        text = texts.get(key, "")
        if not text:
            continue
        found = state_words.read(text)
        if found is None:
            unknown = unknown or text
            continue
        payment, source = found.payment_status or payment, _heavier(source, found.source_status)
    if texts.get("canceled_at") and not state_words.is_no(texts["canceled_at"]):
        payment, source = payment if payment == REFUNDED else VOIDED, CANCELED
    if state_words.is_yes(texts.get("is_test", "")):
        source = TEST
    if refund > ZERO and payment in ("", PAID, APPROVED, PARTLY):
        whole = refund >= total > ZERO
        payment, source = (REFUNDED, REFUND) if whole else (PARTLY, source)
    return State(payment, source, _doubt(payment, source, unknown))


def _heavier(before: str, found: str) -> str:
    """Of two states the one that keeps an order back."""
    return before if before in DOUBTS and found not in DOUBTS else found or before


def _doubt(payment: str, source: str, unknown: str) -> str:
    if source in DOUBTS:
        return DOUBTS[source]
    if payment in VOID_PAYMENTS:
        return VOID_PAYMENTS[payment]
    return f"Nobody knows what its status “{unknown[:60]}” means." if unknown else ""


def voids_line(text: str) -> bool:
    """Whether a line in this state was canceled."""
    said = state_words.read(text)
    return said is not None and said.source_status == CANCELED


def keeps_back(text: str) -> bool:
    """Whether the text is as a whole a word for a state that is no sale: canceled, returned, failed, a test."""
    return state_words.is_known(text) and bool(_doubt(*(state_words.read(text) or ("", "")), ""))
