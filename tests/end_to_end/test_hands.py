"""The daily tasks by any hand: by keys alone, without scripts, on a phone, on a tablet."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from harness.desk import Desk
from harness.sandbox import SandboxProcess
from harness.zoho_consent import Zoho
from tests.support.attention import add_failed
from tests.support.hands import Hand
from tests.support.journeys import Journey, journey, states
from tests.support.order_pages import orders_in
from zoho_app.appointments.models import SCHEDULED
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule
from zoho_app.zoho_books.models import ZohoBooksSettings

pytestmark = [pytest.mark.once, pytest.mark.slow(60)]

__all__ = ["journey"]

WAYS: dict[str, dict[str, Any]] = {
    "by keys": {},
    "without scripts": {"java_script_enabled": False},
    "on a phone": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
    "on a tablet": {"viewport": {"width": 1024, "height": 768}, "has_touch": True},
}
TRACKING = "1Z999AA10123456784"


@pytest.fixture
def orders(desk: Desk) -> list[int]:
    """One of yesterday that has shipped, two that are new, one that has failed."""
    ids = [desk.order(number).id for number in ("W-1", "W-2", "W-3", "W-4")]
    shipments.add(db.session.get_one(Order, ids[0]), {"tracking_number": TRACKING, "carrier_code": "UPS"}, "API")
    db.session.execute(update(Order).where(Order.id == ids[0]).values(date_added=now() - timedelta(days=1)))
    db.session.commit()
    return ids


@pytest.mark.parametrize("way", WAYS)
def test_every_task_is_done(
    desk: Desk, zoho_process: SandboxProcess, journey: Journey, orders: list[int], way: str
) -> None:
    Zoho(zoho_process, desk)
    hand = Hand(journey.person("owner", **WAYS[way]), by_keys=way == "by keys")
    tasks = Tasks(hand, desk, orders, has_scripts=way != "without scripts")
    tasks.connect()
    tasks.save_settings()
    tasks.edit_an_order()
    tasks.move_and_undo()
    tasks.print_slips()
    tasks.find()
    tasks.fix()
    tasks.make_a_rule()
    tasks.export_yesterday()


class Tasks:
    """Each from a page that one may have open, to what it was done for."""

    def __init__(self, hand: Hand, desk: Desk, orders: list[int], has_scripts: bool) -> None:
        self.hand, self.desk, self.orders, self.has_scripts = hand, desk, orders, has_scripts
        self.person, self.page = hand.person, hand.page

    def begin(self, path: str) -> None:
        self.person.open(path)
        self.fits()

    def see(self, *words: str) -> None:
        self.person.see(*words)
        self.fits()

    def fits(self) -> None:
        """Nobody has to push the page from side to side."""
        size = self.page.viewport_size
        assert size is not None
        assert self.page.evaluate("document.documentElement.scrollWidth") <= size["width"], self.page.url

    def connect(self) -> None:
        self.begin("/integrations")
        self.hand.press("Enable")
        self.hand.choose("Data center region", "Sandbox")
        self.hand.press("Connect to Zoho Books")
        self.hand.press("Accept", "body")
        self.see("Connected to Zoho Books.")
        db.session.remove()
        self.desk.work("zoho_books")

    def save_settings(self) -> None:
        self.begin("/integrations/zoho-books")
        self.hand.type("Sales order number prefix", "HAND-")
        self.hand.press("Save settings", last=not self.has_scripts)
        self.see("saved.")
        db.session.remove()
        assert db.session.scalars(select(ZohoBooksSettings.salesorder_prefix)).one() == "HAND-"

    def edit_an_order(self) -> None:
        self.begin(f"/orders/{self.orders[1]}")
        self.hand.press("Edit details")
        self.hand.type("Shipping method", "Express")
        self.hand.press("Save details")
        self.see("Details saved.", "Express")

    def move_and_undo(self) -> None:
        self._check_two()
        self.hand.press("Move", ".bulk-bar")
        self.hand.press("Move to Closed", ".bulk-bar")
        self.see("2 orders moved to Closed.")
        assert orders_in(self.desk, "Closed") == self.orders[1:3]
        self.hand.press("Undo")
        self.see("2 orders moved back.")
        assert orders_in(self.desk, "Closed") == []

    def _check_two(self) -> None:
        self.begin("/orders")
        for order_id in self.orders[2:0:-1]:
            self.hand.check(f"Order {order_id}")

    def print_slips(self) -> None:
        self._check_two()
        if not self.page.locator(".bulk-bar > .button", has_text="Print packing slips").is_visible():
            self.hand.press("More actions", ".bulk-bar")
        self.hand.press("Print packing slips", ".bulk-bar")
        expect(self.page.locator(".sheet")).to_have_count(2)

    def find(self) -> None:
        self.begin("")
        if self.page.get_by_role("button", name="Menu").or_(self.page.get_by_role("link", name="Menu")).is_visible():
            self.hand.press("Menu")
        self.hand.press("Search", ".side")
        if self.has_scripts:
            self.page.keyboard.type(TRACKING[8:])
            expect(self.page.get_by_role("option", name="W-1")).to_be_visible()
        else:
            self.page.get_by_role("searchbox").fill(TRACKING[8:])
        self.page.keyboard.press("Enter")
        if not self.has_scripts:
            self.hand.press("W-1")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Order W-1")

    def fix(self) -> None:
        db.session.remove()
        add_failed(self.desk, "internal", [], self.orders[3])
        self.begin("/attention")
        self.hand.press("Send this order again")
        self.see("1 order is under way again.")
        assert states() == {SCHEDULED: 1}

    def make_a_rule(self) -> None:
        self.begin("/rules")
        self.hand.press("New Rule")
        for number, field, value in ((1, "Shipping Country", "DE"), (2, "Order Total", "100")):
            self.hand.choose("Add a filter", field)
            if self.hand.by_keys or not self.has_scripts:
                self.hand.press("Add filter")
            self.hand.type_on(self.page.locator(f"#filter-{number}-value"), value)
        self.hand.choose("Comparison", "is above")
        for number, action in ((1, "Tag Order"), (2, "Submit Order to Zoho Books")):
            self.hand.type("Find an action", action)
            if not self.has_scripts:
                self.hand.press("Add action")
            expect(self.page.locator(f"#action-{number}-row")).to_be_visible()
            if number == 1:
                self.hand.type_on(self.page.locator("#action-1-name"), "priority")
        self.hand.press("Save rule", last=not self.has_scripts)
        self.see("added.")
        db.session.remove()
        kept = db.session.scalars(select(Rule)).one()
        assert [(one["field"], one["operator"], one["value"]) for one in kept.filters] == [
            ("shipping_country", "is", "DE"),
            ("order_total", ">", "100"),
        ]

    def export_yesterday(self) -> None:
        self.begin("/orders")
        self.hand.press("Filter")
        self.hand.press("Yesterday")
        with self.page.expect_download() as file:
            self.hand.press("Orders as CSV")
        rows = list(csv.DictReader(io.StringIO(file.value.path().read_text(encoding="utf-8-sig"))))
        assert len(rows) == 1
        assert "W-1" in rows[0].values()
