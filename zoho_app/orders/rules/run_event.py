"""Run an event on an order by hand, as if it had just happened."""

from typing import Any

from zoho_app.orders import history
from zoho_app.orders.events import FOLDER_CHANGED, SHIPMENT_ADDED, publish
from zoho_app.orders.models import Order


class EventRefused(Exception):
    """The event can't be run on this order; its text says why."""


def run_event(order: Order, event: str, who: str) -> None:
    """Run a registered event: what follows it, then the rules. The history says who asked. Raises EventRefused."""
    if event == SHIPMENT_ADDED and not order.shipments:
        raise EventRefused("This order has no shipment yet, so “Shipment is Added” can't be run.")
    history.add(order, who, f"Event Run by Hand: {event}")
    publish(event, order, **_details(event, order))


def _details(event: str, order: Order) -> dict[str, Any]:
    """The details for listeners of the event."""
    if event == SHIPMENT_ADDED:
        return {"shipment": order.shipments[-1]}
    return {"original_folder_id": order.folder_id} if event == FOLDER_CHANGED else {}
