"""The general events of an order, and telling the rules that one of them happened."""

from typing import Any

from zoho_app.orders import history
from zoho_app.orders.models import Order
from zoho_app.rules import engine
from zoho_app.rules.catalogue import register_event

AUTO = "Auto"  # who the history names for what a rule did (Order Desk: "it will show up in the history as Auto")

_GROUP = "Orders"

ORDER_IMPORTED = register_event(
    "Order is Imported", _GROUP, "An order arrived through the API or from a file. Happens once per order."
)
ORDER_CREATED_MANUALLY = register_event(
    "Order is Created Manually", _GROUP, "A person added an order by hand in Bookdesk."
)
FOLDER_CHANGED = register_event(
    "Folder is Changed",
    _GROUP,
    "An order moved into another folder. Add a Folder filter to choose which one.",
)
ORDER_DETAILS_CHANGED = register_event(
    "Order Details Changed",
    _GROUP,
    "A person or the API edited an order's details, such as its totals or items.",
)
ORDER_ADDRESS_CHANGED = register_event(
    "Order Address Changed", _GROUP, "The shipping or the customer address of an order was edited."
)
SHIPMENT_ADDED = register_event(
    "Shipment is Added", _GROUP, "A shipment was added by hand, through the API, or from Zoho Books."
)
SHIPMENT_CHANGED = register_event(
    "Shipment is Changed",
    _GROUP,
    "A shipment's number, carrier or another detail was corrected through the API or in Zoho Books.",
)
SHIPMENT_REMOVED = register_event(
    "Shipment is Removed",
    _GROUP,
    "A shipment was deleted by hand or through the API, or its number is no longer in Zoho Books.",
)


def happened(event: str, order: Order, **details: Any) -> None:
    """Tell that `event` happened to `order`: code that follows it runs, then the store's rules.

    `details` go to the listeners of the event. Which rules ran goes to the order's history as "Auto".
    """
    engine.fire(event, order.store_id, order, lambda words: history.add(order, AUTO, words), **details)
