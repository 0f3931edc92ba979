"""What can be chosen for an order in the Rule Builder, as (value, name) pairs."""

from zoho_app.orders import folders

# Order Desk API docs: the values of payment_status.
PAYMENT_STATUSES = (
    "Approved",
    "Authorized",
    "Captured",
    "Fully Refunded",
    "Partially Refunded",
    "Pending",
    "Rejected",
    "Voided",
)
TAG_COLORS = (("", "Gray"), ("info", "Blue"), ("success", "Green"), ("warning", "Yellow"), ("danger", "Red"))


def folder_choices(store_id: int) -> list[tuple[str, str]]:
    """The store's folders, by id, in their order."""
    return [(str(folder.id), folder.name) for folder in folders.all_of(store_id)]


def payment_statuses(store_id: int) -> list[tuple[str, str]]:
    """Every payment status; the same in all stores."""
    return [(status, status) for status in PAYMENT_STATUSES]


def tag_colors(store_id: int) -> list[tuple[str, str]]:
    """Every color that a tag may have; the same in all stores."""
    return list(TAG_COLORS)
