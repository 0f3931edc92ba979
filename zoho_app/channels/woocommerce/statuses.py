"""Which of a shop's statuses come in, and what each says of the payment."""

from collections.abc import Mapping, Sequence
from typing import Any

PROCESSING, COMPLETED = "processing", "completed"
DEFAULT = (PROCESSING, COMPLETED)
# Never a sale, or not yet.
NEVER = ("checkout-draft", "auto-draft", "draft", "pending", "trash", "cancelled", "refunded", "failed")
GONE = ("cancelled", "trash", "failed")
CORE = {"processing": "Processing", "completed": "Completed", "on-hold": "On hold"}
_PAYMENTS = {
    "on-hold": "Pending",
    "pending": "Pending",
    "refunded": "Fully Refunded",
    "cancelled": "Voided",
    "trash": "Voided",
    "failed": "Rejected",
}


def chosen(options: Mapping[str, Any]) -> Sequence[str]:
    """The statuses whose orders come in."""
    found = options.get("statuses")
    return [str(one) for one in found] if isinstance(found, list) and found else DEFAULT


def offered(facts: Mapping[str, Any]) -> dict[str, str]:
    """The statuses that may be chosen, with their names in the shop."""
    names = facts.get("statuses")
    known = names if isinstance(names, dict) and names else CORE
    return {str(slug): str(name) for slug, name in known.items() if slug not in NEVER}


def payment(order: Mapping[str, Any], has_refunds: bool) -> str:
    """What the desk calls the payment."""
    status = str(order.get("status"))
    if status in _PAYMENTS:
        return _PAYMENTS[status]
    if has_refunds:
        return "Partially Refunded"
    return "Captured" if order.get("date_paid_gmt") else "Pending"
