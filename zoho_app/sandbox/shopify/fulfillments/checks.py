"""What Shopify refuses in a parcel, in its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...common.store import Document, Store
from .. import documents

MaySee = Callable[[Document], bool]
UNSHIPPABLE = ("CLOSED", "CANCELLED", "INCOMPLETE", "ON_HOLD", "SCHEDULED")


class UserError(Exception):
    """A refusal inside the payload of a mutation."""

    def __init__(self, field: list[str], message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Part:
    """So many units of one line of one fulfillment order."""

    fulfillment_order: Document
    line: Document
    quantity: int


def parcel(store: Store, groups: list[dict[str, Any]], may_see: MaySee) -> list[Part]:
    """Return what a FulfillmentInput ships; raise UserError. `may_see` tells which fulfillment orders there are."""
    if not groups:
        raise _refused("Line items by fulfillment order cannot be empty.")
    _check_quantities(groups)
    found = [_fulfillment_order(store, group["fulfillmentOrderId"], may_see) for group in groups]
    _check_same([one["order_id"] for one in found], "belong to the same order. Multiple orders")
    _check_same([one["location_id"] for one in found], "be assigned to a single location. Multiple locations")
    if len({one["method"] for one in found}) > 1:
        raise _refused("All fulfillment orders must have the same delivery method.")
    for one in found:
        if one["status"] in UNSHIPPABLE:
            status = one["status"].lower()
            number = documents.number(one["id"])
            raise _refused(f"Fulfillment order {number} has an unfulfillable status= {status}.")
    return [part for one, group in zip(found, groups, strict=True) for part in _parts(one, group)]


def _check_quantities(groups: list[dict[str, Any]]) -> None:
    for place, group in enumerate(groups):
        for index, line in enumerate(group.get("fulfillmentOrderLineItems") or []):
            if line["quantity"] < 1:
                where = ["lineItemsByFulfillmentOrder", str(place), "fulfillmentOrderLineItems", str(index)]
                raise UserError(["fulfillment", *where, "quantity"], "Quantity must be greater than 0")


def _fulfillment_order(store: Store, record_id: str, may_see: MaySee) -> Document:
    found = documents.get(store, "fulfillmentorder", record_id)
    if found is None or found["visible_at"] > store.now() or not may_see(found):
        raise _refused("Fulfillment order does not exist.")
    return found


def _check_same(ids: list[str], what: str) -> None:
    numbers = list(dict.fromkeys(documents.number(one) for one in ids))
    if len(numbers) > 1:
        raise _refused(f"All fulfillment orders must {what} with ids [{', '.join(numbers)}] were found.")


def _parts(one: Document, group: dict[str, Any]) -> list[Part]:
    """Return the lines asked for, or all that remains when none are."""
    asked = group.get("fulfillmentOrderLineItems")
    if not asked:
        return [Part(one, line, line["remaining"]) for line in one["lines"] if line["remaining"]]
    lines = {line["id"]: line for line in one["lines"]}
    wanted: dict[str, int] = {}
    for part in asked:
        if part["id"] not in lines:
            raise _refused("Fulfillment order line item does not exist.")
        wanted[part["id"]] = wanted.get(part["id"], 0) + part["quantity"]
    if any(quantity > lines[line_id]["remaining"] for line_id, quantity in wanted.items()):
        raise _refused("Invalid fulfillment order line item quantity requested.")
    return [Part(one, lines[line_id], quantity) for line_id, quantity in wanted.items()]


def _refused(message: str) -> UserError:
    return UserError(["fulfillment"], message)
