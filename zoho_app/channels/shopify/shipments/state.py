"""What can still be shipped of an order in Shopify, from where, and what was shipped already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zoho_app.channels.shopify.order_data import timestamp
from zoho_app.orders.input.keys import tracking_key

Json = Mapping[str, Any]
ENDED = ("CLOSED", "CANCELLED", "INCOMPLETE")
AT_A_SERVICE = ("SUBMITTED", "ACCEPTED")
# Fulfillments of these states ship nothing.
NOT_SHIPPED = ("CANCELLED", "ERROR", "FAILURE")
SHIPS = "CREATE_FULFILLMENT"


@dataclass(frozen=True)
class Line:
    """What waits of one line of the order."""

    id: str
    line_key: str
    sku: str
    remaining: int


@dataclass(frozen=True)
class FulfillmentOrder:
    """What one location has to ship in one way."""

    id: str
    status: str
    location: str  # its id
    place: str  # its name
    method: str  # "SHIPPING", "PICK_UP", "NONE" for what does not travel
    is_at_service: bool
    may_ship: bool
    holds: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def is_over(self) -> bool:
        """Nothing of it waits, whatever it says of remaining units."""
        return self.status in ENDED or not any(line.remaining for line in self.lines)

    @property
    def travels(self) -> bool:
        """Whether it goes out as a parcel, not over a counter or by e-mail."""
        return self.method in ("SHIPPING", "")


@dataclass(frozen=True)
class Tracking:
    """One tracking number of a fulfillment."""

    number: str
    url: str
    company: str


@dataclass(frozen=True)
class Fulfillment:
    """What was shipped together."""

    id: str
    name: str  # "#1045-F1"
    tracking: tuple[Tracking, ...]
    units: Mapping[str, int]  # by the number of the line

    def carries(self, number: str) -> bool:
        """Whether it has this tracking number."""
        return any(tracking_key(one.number) == tracking_key(number) for one in self.tracking if one.number)


@dataclass(frozen=True)
class State:
    """An order as Shopify has it now; of fulfillments those that were not undone."""

    created_at: datetime
    is_canceled: bool
    waiting: tuple[FulfillmentOrder, ...]
    sent: tuple[Fulfillment, ...]

    def shippable(self) -> list[FulfillmentOrder]:
        """What may be shipped from the shop's own locations as a parcel."""
        return [one for one in self.waiting if one.may_ship and one.travels and not one.is_at_service]


def read(order: Json, fulfillment_orders: Sequence[Json]) -> State:
    """Read an order, and its fulfillment orders of all pages."""
    sent = [one for one in order["fulfillments"] if one["status"] not in NOT_SHIPPED]
    return State(
        created_at=timestamp(order["createdAt"]),
        is_canceled=bool(order.get("cancelledAt")),
        waiting=tuple(_fulfillment_order(one) for one in fulfillment_orders),
        sent=tuple(_fulfillment(one) for one in sent),
    )


def _fulfillment_order(one: Json) -> FulfillmentOrder:
    assigned = one["assignedLocation"]
    lines = tuple(
        Line(
            str(line["id"]),
            number(line["lineItem"]["id"]),
            str(line.get("sku") or ""),
            int(line["remainingQuantity"]),
        )
        for line in one["lineItems"]["nodes"]
    )
    actions = {str(action["action"]) for action in one["supportedActions"]}
    return FulfillmentOrder(
        id=str(one["id"]),
        status=str(one["status"]),
        location=str((assigned.get("location") or {}).get("id") or assigned["name"]),
        place=str(assigned["name"]),
        method=str((one.get("deliveryMethod") or {}).get("methodType") or ""),
        is_at_service=one["requestStatus"] in AT_A_SERVICE,
        may_ship=SHIPS in actions and one["status"] not in ENDED and any(line.remaining for line in lines),
        holds=tuple(_hold(hold) for hold in one["fulfillmentHolds"]),
        lines=lines,
    )


def _hold(hold: Json) -> str:
    reason = str(hold["reason"]).replace("_", " ").casefold()
    return f"{reason}, {hold['reasonNotes']}" if hold.get("reasonNotes") else reason


def _fulfillment(one: Json) -> Fulfillment:
    tracking = tuple(
        Tracking(*(str(info.get(name) or "") for name in ("number", "url", "company")))
        for info in one["trackingInfo"]
    )
    units: dict[str, int] = {}
    for line in one["fulfillmentLineItems"]["nodes"]:
        key = number(line["lineItem"]["id"])
        units[key] = units.get(key, 0) + int(line.get("quantity") or 0)
    return Fulfillment(str(one["id"]), str(one["name"]), tracking, units)


def number(gid: object) -> str:
    """The number of an id, as an order's items keep it."""
    return str(gid).rpartition("/")[2]
