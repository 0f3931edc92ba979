"""The general events of an order, and publishing them to listeners and rules."""

from typing import Any

from zoho_app.actors import AUTO
from zoho_app.orders import history
from zoho_app.orders.models import Order
from zoho_app.rules import engine
from zoho_app.rules.catalogue import Event

_GROUP = "Orders"

ORDER_IMPORTED = "Order is Imported"
ORDER_CREATED_MANUALLY = "Order is Created Manually"
FOLDER_CHANGED = "Folder is Changed"
ORDER_DETAILS_CHANGED = "Order Details Changed"
ORDER_ADDRESS_CHANGED = "Order Address Changed"
SOURCE_STATE_CHANGED = "State Changed at the Source"
SHIPMENT_ADDED = "Shipment is Added"
SHIPMENT_CHANGED = "Shipment is Changed"
SHIPMENT_REMOVED = "Shipment is Removed"

EVENTS = (
    Event(ORDER_IMPORTED, _GROUP, "An order arrived through the API or from a file. Runs once per order."),
    Event(ORDER_CREATED_MANUALLY, _GROUP, "A person added an order by hand in Bookdesk."),
    Event(FOLDER_CHANGED, _GROUP, "An order moved to another folder. Add a Folder filter to choose which one."),
    Event(
        ORDER_DETAILS_CHANGED, _GROUP, "A person or the API edited an order's details, such as its totals or items."
    ),
    Event(ORDER_ADDRESS_CHANGED, _GROUP, "The shipping or customer address of an order was edited."),
    Event(
        SOURCE_STATE_CHANGED,
        _GROUP,
        "The source said that an order was paid, canceled or refunded. Add a filter on State at the Source.",
    ),
    Event(SHIPMENT_ADDED, _GROUP, "A shipment was added by hand, through the API, or from Zoho Books."),
    Event(
        SHIPMENT_CHANGED,
        _GROUP,
        "A shipment's number, carrier or another detail was corrected through the API or in Zoho Books.",
    ),
    Event(
        SHIPMENT_REMOVED,
        _GROUP,
        "A shipment was deleted by hand or through the API, or its number is no longer in Zoho Books.",
    ),
)


def publish(event: str, order: Order, **details: Any) -> None:
    """Publish that `event` happened to `order`: its listeners run, then the store's rules.

    `details` go to the listeners of the event. Which rules ran goes to the order's history as "Auto".
    """
    engine.fire(event, order.store_id, order, lambda words: history.add(order, AUTO, words), **details)
