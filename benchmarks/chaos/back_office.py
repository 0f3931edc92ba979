"""What people do in Zoho Books itself: they ship, correct, edit, void and delete, and write sales orders by hand."""

import random
import re
from typing import Any

from benchmarks.chaos import story as tales
from benchmarks.chaos.story import Story
from benchmarks.chaos.world import ORGANIZATION, World

Document = dict[str, Any]
OURS = re.compile(r"ACME-([1-9][0-9]*)(-[0-9]+)?")
VOID = "void"


class BackOffice:
    """Works on the sandbox's records directly, as its pages do; what it did is kept for the checker."""

    def __init__(self, world: World, rng: random.Random, story: Story) -> None:
        self._store, self._rng, self._story = world.zoho.store, rng, story
        self.removed: set[int] = set()  # orders one of whose sales orders was voided or deleted by hand
        self.invoiced: set[str] = set()
        self.tracked: set[str] = set()  # every tracking number that was ever typed
        self.lacking: set[str] = set()  # SKUs whose item is gone for good
        self._parcels = self._by_hand = 0

    def sales_orders(self) -> list[Document]:
        """All sales orders of the organization, oldest first."""
        return self._store.find("salesorder", ORGANIZATION)

    def ours(self) -> list[tuple[int, Document]]:
        """(order number of the desk, sales order) of those that are not void."""
        found = [(order_number(order), order) for order in self.sales_orders() if order["status"] != VOID]
        return [(number, order) for number, order in found if number]

    def contacts(self) -> list[Document]:
        """All contacts of the organization."""
        return self._store.find("contact", ORGANIZATION)

    def ship(self) -> None:
        """Type one or several tracking numbers into a sales order, or correct what stands there."""
        if order := self._one_of_ours():
            numbers = [self._parcel() for _ in range(self._rng.choice((1, 1, 1, 2, 3)))]
            if self._rng.random() < 0.3:
                numbers = [*_numbers(order)[1:], *numbers]  # the first one was wrong, or there was none
            typed = self._rng.choice((",", ", ", ";", "\n")).join(numbers)
            order["custom_values"] = {**order["custom_values"], "cf_tracking_number": typed, "cf_carrier": "UPS"}
            self._put("salesorder", order)
            self._story.tell(f"Zoho: {order['salesorder_number']} is shipped with {', '.join(numbers)}")

    def _parcel(self) -> str:
        self._parcels += 1
        self.tracked.add(number := f"1Z{self._parcels:04}")
        return number

    def void(self) -> None:
        """Void a sales order."""
        if order := self._one_of_ours():
            self._put("salesorder", {**order, "status": VOID})
            self._remove(order, tales.ORDER_VOIDED)

    def delete(self) -> None:
        """Delete a sales order."""
        if order := self._one_of_ours():
            self._store.delete("salesorder", ORGANIZATION, order["id"])
            self._remove(order, tales.ORDER_DELETED)

    def _remove(self, order: Document, how: str) -> None:
        self.removed.add(order_number(order))
        self._story.occurred(how, order["salesorder_number"])

    def edit(self) -> None:
        """Change the total of a sales order."""
        if order := self._one_of_ours():
            order["adjustment"] += 1
            order["total"] = round(order["total"] + 1, 2)
            self._put("salesorder", order)
            self._story.occurred(tales.ORDER_EDITED, order["salesorder_number"])

    def invoice(self) -> None:
        """Make an invoice of a sales order, which can't be voided then."""
        if order := self._one_of_ours():
            self.invoiced.add(order["id"])
            self._put("salesorder", {**order, "status": "invoiced"})
            self._story.tell(f"Zoho: {order['salesorder_number']} is invoiced")

    def delete_contact(self) -> None:
        """Delete a contact; Zoho allows that only for one without sales orders."""
        used = {order["customer_id"] for order in self.sales_orders()}
        free = [contact for contact in self.contacts() if contact["id"] not in used]
        if free:
            contact = self._rng.choice(free)
            self._store.delete("contact", ORGANIZATION, contact["id"])
            self._story.occurred(tales.CONTACT_DELETED, contact["contact_name"])

    def delete_item(self) -> None:
        """Delete an item; often somebody makes it again."""
        item = self._rng.choice(self._store.find("item", ORGANIZATION))
        self._store.delete("item", ORGANIZATION, item["id"])
        if self._rng.random() < 0.7:
            self._put("item", {**item, "id": self._store.new_id()})
        else:
            self.lacking.add(item["sku"])
        self._story.occurred(tales.ITEM_DELETED, item["sku"])

    def write_by_hand(self) -> None:
        """Write a sales order that looks like one of ours: with its reference, or under the next number."""
        if order := self._one_of_ours():
            self._by_hand += 1
            copy = {**order, "id": self._store.new_id(), "created_at": int(self._store.now())}
            copy["custom_values"] = {}
            if self._rng.random() < 0.5:
                copy["salesorder_number"] = f"HAND-{self._by_hand}"
                fault = tales.SAME_REFERENCE
            else:
                last = max(number for number, _ in self.ours())
                copy["salesorder_number"], copy["reference_number"] = f"ACME-{last + 1}", "by hand"
                fault = tales.NUMBER_TAKEN
            if not self._has_number(copy["salesorder_number"]):
                self._put("salesorder", copy)
                self._story.occurred(fault, copy["salesorder_number"])

    def _has_number(self, number: str) -> bool:
        return any(order["salesorder_number"] == number for order in self.sales_orders())

    def shift(self) -> bool:
        """Save something unchanged, or delete what nobody needs, so that rows of lists change places."""
        kind = self._rng.choice(("salesorder", "contact", "contact"))
        found = self._store.find(kind, ORGANIZATION)
        if found:
            self._put(kind, self._rng.choice(found))
        return bool(found)

    def _one_of_ours(self) -> Document | None:
        found = [order for _, order in self.ours() if order["status"] != "invoiced"]
        return self._rng.choice(found) if found else None

    def _put(self, kind: str, document: Document) -> None:
        self._store.put(kind, ORGANIZATION, document)


def order_number(order: Document) -> int:
    """The desk's number of the order that a sales order is for; 0 when it is not ours."""
    found = OURS.fullmatch(order["salesorder_number"])
    return int(found[1]) if found and order.get("reference_number") != "by hand" else 0


def _numbers(order: Document) -> list[str]:
    return parcels(order["custom_values"].get("cf_tracking_number", ""))


def parcels(text: str) -> list[str]:
    """The tracking numbers in the one field."""
    return [number.strip() for number in re.split(r"[,;\r\n]", text) if number.strip()]
