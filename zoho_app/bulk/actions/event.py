"""Run an event on many orders, as if it had just happened."""

from typing import Any

from sqlalchemy import exists

from zoho_app.bulk.actions.action import BulkAction, Details, Parameter, Reason
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.orders.events import SHIPMENT_ADDED
from zoho_app.orders.models import Order, Shipment
from zoho_app.orders.rules import run_event


class Event(BulkAction):
    """Runs the event's rules on each order."""

    key = "event"
    label = "Run the event “{event}”"
    question = "Run “{event}” on {orders}"
    would = "would have the event run on them"
    done = "had the event run on them"
    command = "Run the event"
    icon = "rule"
    parameter = Parameter.EVENT

    def do_to(self, order: Order, item: BulkItem, run: BulkRun) -> str:
        run_event.run_event(order, run.details["event"], run.asked_by)
        return "The event was run"

    def reasons(self, details: Details) -> list[Reason]:
        if details["event"] != SHIPMENT_ADDED:
            return []
        return [Reason("without a shipment.", ~exists().where(Shipment.order_id == Order.id))]

    def blanks(self, details: Details) -> dict[str, Any]:
        return {"event": "", **details}


EVENT = Event()
