"""Which words the shop has for an order's payment and its fulfillment."""

from ...common.store import Document
from . import sums


def financial(order: Document) -> str | None:
    """Return Shopify's word for the payment, or what the order was told to say."""
    if "financial_status" in order["overrides"]:
        found: str | None = order["overrides"]["financial_status"]
        return found
    received, refunded = sums.received(order), sums.refunded(order)
    if refunded and refunded >= received:
        return "REFUNDED"
    if refunded:
        return "PARTIALLY_REFUNDED"
    if not received:
        if order["cancelled_at"]:
            return "VOIDED"
        return "AUTHORIZED" if order["is_authorized"] else "PENDING"
    return "PARTIALLY_PAID" if sums.outstanding(order) > 0 else "PAID"


def fulfillment(order: Document, fulfillment_orders: list[Document]) -> str:
    """Return Shopify's word for how much of the order has been fulfilled."""
    if "fulfillment_status" in order["overrides"]:
        return str(order["overrides"]["fulfillment_status"])
    fulfilled = sum(line["fulfilled"] for line in order["lines"])
    waiting = [one for one in fulfillment_orders if one["status"] not in ("CLOSED", "CANCELLED")]
    if fulfilled:
        return "PARTIALLY_FULFILLED" if any(unfulfilled(line) for line in order["lines"]) else "FULFILLED"
    for status in ("ON_HOLD", "SCHEDULED"):
        if waiting and all(one["status"] == status for one in waiting):
            return status
    return "UNFULFILLED"


def unfulfilled(line: Document) -> int:
    """Return how many units of a line still have to be fulfilled; a tip never is."""
    if line["is_tip"]:
        return 0
    return max(sums.left(line) - max(line["fulfilled"] - line["returned"], 0), 0)
