"""Which statuses an order may have: those of the core, and those of plug-ins."""

from ...common.store import Store
from ..seed import setting

CORE = {
    "pending": "Pending payment",
    "processing": "Processing",
    "on-hold": "On hold",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "refunded": "Refunded",
    "failed": "Failed",
    "checkout-draft": "Draft",
}
# Lists of "any" leave these out.
HIDDEN = ("trash", "auto-draft")
PAID = ("processing", "completed")


def named(store: Store) -> dict[str, str]:
    """Return every status that orders may have, with its name."""
    return {**CORE, **setting(store)["statuses"]}
