"""What an order's source says of its state: paid, pending, refunded, canceled, a test; and what is void."""

from decimal import Decimal
from typing import NamedTuple

from zoho_app.orders.input import state_words
from zoho_app.orders.input.state_words import CANCELED, DRAFT, ON_HOLD, SHIPPED, TEST
from zoho_app.orders.models import Order

SOURCE_STATUS = "source_status"  # the key in order_metadata


class SourceState(NamedTuple):
    """One state: its key in the database, its words on a page, and whether such an order is no sale (any more)."""

    key: str
    label: str
    phrase: str  # goes after "is", as in "the order is canceled"
    is_void: bool = False


PAID = SourceState("paid", "Paid", "paid")
_ALL = (
    PAID,
    SourceState("pending", "Payment pending", "not paid yet"),
    SourceState("authorized", "Authorized", "authorized, not captured"),
    SourceState("on_hold", "On hold", "on hold"),
    SourceState("shipped", "Shipped at source", "shipped already"),
    SourceState("partly_refunded", "Partly refunded", "partly refunded"),
    SourceState("refunded", "Refunded", "fully refunded", is_void=True),
    SourceState("voided", "Voided", "voided", is_void=True),
    SourceState("canceled", "Canceled at source", "canceled", is_void=True),
    SourceState("rejected", "Payment rejected", "not paid: its payment was rejected", is_void=True),
    SourceState("test", "Test order", "a test order", is_void=True),
    SourceState("draft", "Draft", "a draft", is_void=True),
)
STATES = {state.key: state for state in _ALL}
VOID = tuple(state.key for state in _ALL if state.is_void)
_BY_SOURCE = {
    TEST: "test",
    CANCELED: "canceled",
    DRAFT: "draft",
    "refunded": "refunded",
    "voided": "voided",
    "rejected": "rejected",
    "failed": "rejected",
}
_BY_PAYMENT = {
    state_words.REFUNDED: "refunded",
    state_words.VOIDED: "voided",
    state_words.REJECTED: "rejected",
    state_words.PARTLY: "partly_refunded",
}
_LATER = {
    state_words.PENDING: "pending",
    state_words.AUTHORIZED: "authorized",
    state_words.APPROVED: "authorized",
}


def of_order(order: Order) -> SourceState:
    """The state of an order, by what its source says, its payment status and what was refunded."""
    said = _as_known(source_status(order))
    refund, total = order.refund_total or Decimal(0), order.order_total
    key = _BY_SOURCE.get(said) or _BY_PAYMENT.get(order.payment_status, "")
    if key in ("", "partly_refunded") and refund > 0:
        key = "refunded" if refund >= total > 0 else "partly_refunded"
    if not key and said == ON_HOLD:
        key = "on_hold"
    key = key or _LATER.get(order.payment_status, "") or ("shipped" if said == SHIPPED else PAID.key)
    return STATES[key]


def _as_known(status: str) -> str:
    """What people or programs have typed as the source's state, in the word that is known for it."""
    read = None if status in _BY_SOURCE else state_words.read(status)
    if read is None:
        return status
    return read.source_status or _BY_PAYMENT.get(read.payment_status, "")


def source_status(order: Order) -> str:
    """What the source calls the order's state, in small letters; "" where it says nothing."""
    return str((order.order_metadata or {}).get(SOURCE_STATUS) or "").strip().casefold()


def is_void(order: Order) -> bool:
    """Whether the source says that this is no sale (any more): canceled, voided, refunded whole, a test, a draft."""
    return of_order(order).is_void


def void_words(order: Order) -> str:
    """Why the order is no sale, as a sentence; "" for one that is."""
    state = of_order(order)
    return f"{order.source} says that the order is {state.phrase}." if state.is_void else ""


def choices(store_id: int) -> list[tuple[str, str]]:
    """Every state, as (value, name) pairs; the same in all stores."""
    return [(state.key, state.label) for state in _ALL]
