"""Double clicks on buttons that save, the way back after each, and two people who choose the same orders."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from harness.desk import Desk
from tests.support.journeys import Journey, journey, states
from tests.support.order_pages import connect, orders_in
from zoho_app.appointments.models import SCHEDULED
from zoho_app.extensions import db
from zoho_app.orders.models import Order, OrderNote, Shipment
from zoho_app.rules.models import Rule

pytestmark = [pytest.mark.once, pytest.mark.slow(20)]

__all__ = ["journey"]


def count(model: type) -> int:
    db.session.remove()
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.remove()
    return found


def press_twice(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.dblclick()
    page.wait_for_load_state("networkidle")


def test_a_double_click_saves_once_and_so_does_the_way_back(desk: Desk, journey: Journey) -> None:
    order_id = desk.order("1").id
    owner = journey.person("owner").open(f"/orders/{order_id}")
    page = owner.page
    page.get_by_label("Note", exact=True).fill("Pack it well")
    press_twice(page, "Add note")
    assert count(OrderNote) == 1
    owner.open(f"/orders/{order_id}").press("Add shipment")
    page.get_by_label("Tracking number").first.fill("1Z999")
    press_twice(page, "Add shipment")
    assert count(Shipment) == 1
    owner.open("/rules/new")
    page.get_by_label("Event").fill("Order is Imported")
    page.get_by_label("Find an action").fill("Submit Order to Zoho Books")
    expect(page.get_by_label("Action 1")).to_be_visible()
    press_twice(page, "Save rule")
    assert count(Rule) == 1
    owner.open("/orders/new")
    page.get_by_label("Name", exact=True).first.fill("Mug")
    page.get_by_label("Price each").first.fill("5")
    page.get_by_label("First name").first.fill("Grace")
    press_twice(page, "Add order")
    owner.see("added.")
    assert count(Order) == 2
    owner.open("/settings")
    page.get_by_label("Store name").fill("Acme & Sons")
    press_twice(page, "Save settings")
    owner.see("Store settings saved.", "Acme & Sons")
    page.go_back()
    page.go_forward()
    owner.see("Acme & Sons")
    owner.open("/orders/import")
    press_twice(page, "Add sample orders")
    assert count(Order) == 8


def test_two_people_who_choose_the_same_orders_are_told_what_became_of_them(desk: Desk, journey: Journey) -> None:
    ids = [desk.order(str(number)).id for number in (1, 2, 3)]
    connect(desk)
    one, other = (journey.person(role).open("/orders") for role in ("owner", "operator"))
    for person in (one, other):
        for order_id in ids[1:]:
            person.page.get_by_role("checkbox", name=f"Order {order_id}", exact=True).check()
    one.page.locator(".bulk-bar summary", has_text="Move").click()
    one.press("Move to Closed").see("2 orders moved to Closed.")
    other.page.locator(".bulk-bar summary", has_text="Move").click()
    other.press("Move to Prepared").see("2 orders moved to Prepared.")
    one.press("Undo")
    one.see("orders")
    assert orders_in(desk, "Prepared") == ids[1:], "what somebody else has done meanwhile is left alone"
    db.session.remove()
    one.open("/orders").press(f"{ids[2]}", "tbody").press("Submit Order to Zoho Books").see("Order scheduled")
    one.page.go_back()
    one.page.reload()
    one.see("On its way")
    assert states() == {SCHEDULED: 1}
