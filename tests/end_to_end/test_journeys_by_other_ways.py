"""The same work by other ways: from two tabs, by the keyboard alone, without scripts, on a phone in the warehouse."""

import pytest
from playwright.sync_api import Page, expect

from harness.books import Books
from harness.desk import ROLE_EMAILS, Desk
from tests.support.attention import add_failed
from tests.support.journeys import PHONE, SUBMIT, Journey, Person, journey, states
from tests.support.order_pages import orders_in
from zoho_app.appointments.models import CANCELED, DONE, SCHEDULED
from zoho_app.extensions import db
from zoho_app.orders.models import Order

pytestmark = [pytest.mark.once, pytest.mark.slow(50)]

__all__ = ["journey"]

FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const label = one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText || "";
  return {
    words: label.replace(/\\s+/g, " ").trim(),
    isSeen: [style, getComputedStyle(one, "::after")].some(
      (drawn) => drawn.outlineStyle !== "none" || drawn.boxShadow !== "none"),
    isThere: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


# Two tabs, and the way back


def test_an_order_that_is_submitted_in_two_tabs_is_sent_once(desk: Desk, books: Books, journey: Journey) -> None:
    order_id = desk.order("1").id
    first = journey.person("operator").open(f"/orders/{order_id}")
    second, third = first.tab().open(f"/orders/{order_id}"), first.tab().open(f"/orders/{order_id}")
    first.press(SUBMIT).see("Order scheduled to Zoho Books.")
    second.press(SUBMIT).see("Order 1 is already being sent.")
    desk.work()
    third.press(SUBMIT).see("Order 1 is already in Zoho Books, as sales order ACME-1.")
    desk.work()
    assert (states(), len(books.sales_orders())) == ({DONE: 1}, 1)


def test_what_is_typed_in_two_tabs_is_neither_lost_nor_overwritten(desk: Desk, journey: Journey) -> None:
    order_id = desk.order("1").id
    edit = f"/orders/{order_id}/edit/details"
    first = journey.person("operator").open(edit)
    second = first.tab().open(edit)
    first.page.get_by_label("Shipping method").fill("Express")
    first.press("Save details").see("Details saved.")
    second.page.get_by_label("Payment type").fill("Visa")
    second.press("Save details").see("Nothing was overwritten, and your entries are still here.", "Express")
    expect(second.page.get_by_label("Payment type")).to_have_value("Visa")
    assert (stored(order_id).payment_type, stored(order_id).shipping_method) == ("", "Express")
    second.page.get_by_label("Shipping method").fill("Express")
    second.press("Save details").see("Details saved.")
    assert (stored(order_id).payment_type, stored(order_id).shipping_method) == ("Visa", "Express")


def test_the_way_back_to_a_saved_form_loses_nothing(desk: Desk, journey: Journey) -> None:
    order_id = desk.order("1").id
    operator = journey.person("operator").open(f"/orders/{order_id}/edit/details")
    operator.page.get_by_label("Shipping method").fill("Express")
    operator.press("Save details").see("Details saved.")
    operator.page.go_back()
    operator.page.get_by_label("Payment type").fill("Visa")
    operator.press("Save details")
    if operator.page.url.endswith("/details"):  # the browser had kept the old form
        operator.see("your entries are still here").press("Save details")
    operator.see("Details saved.")
    assert (stored(order_id).payment_type, stored(order_id).shipping_method) == ("Visa", "Express")


def stored(order_id: int) -> Order:
    db.session.remove()
    return db.session.get_one(Order, order_id)


# The keyboard alone


def test_the_keyboard_alone_signs_in_submits_an_order_and_moves_others(
    desk: Desk, books: Books, journey: Journey
) -> None:
    ids = [desk.order(str(number)).id for number in (1, 2, 3)]
    desk.person("operator")
    db.session.remove()
    operator = journey.nobody()
    page, keys = operator.page, operator.page.keyboard
    page.goto(f"{journey.site}/sign-in")
    tab_to(page, "Email")
    keys.type(ROLE_EMAILS["operator"])
    tab_to(page, "Password")
    keys.type(Desk.PASSWORD)
    keys.press("Enter")
    expect(page).to_have_url(operator.store)
    tab_to(page, "All Orders 3 orders")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("All Orders")
    tab_to(page, str(ids[0]))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order {ids[0]}")
    tab_to(page, SUBMIT)
    keys.press("Enter")
    operator.see("Order scheduled to Zoho Books.")
    assert states() == {SCHEDULED: 1}
    db.session.remove()

    tab_to(page, "All Orders 3 orders")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("All Orders")
    for order_id in ids[1:][::-1]:
        tab_to(page, f"Order {order_id}")
        keys.press("Space")
    tab_to(page, "Move", "Shift+Tab")
    keys.press("Enter")
    tab_to(page, "Move to Closed")
    keys.press("Enter")
    operator.see("2 orders moved to Closed.")
    assert orders_in(desk, "Closed") == ids[1:]


def test_the_enter_key_on_a_checked_order_asks_and_moves_nothing(desk: Desk, journey: Journey) -> None:
    order_id = desk.order("1").id
    operator = journey.person("operator").open(f"/orders?folder={desk.folder('New').id}")
    operator.page.get_by_role("checkbox", name=f"Order {order_id}", exact=True).check()
    operator.page.keyboard.press("Enter")
    operator.see("What to do with 1 order")
    assert orders_in(desk, "New") == [order_id]


def test_the_enter_key_adds_the_order_that_was_typed(desk: Desk, journey: Journey) -> None:
    operator = journey.person("operator").open("/orders/new")
    page = operator.page
    page.get_by_label("Name", exact=True).first.fill("Mug")
    page.get_by_label("Price each").first.fill("5")
    page.get_by_label("First name").first.fill("Grace")
    page.keyboard.press("Enter")
    operator.see("added.")
    assert len(orders_in(desk, "New")) == 1


def tab_to(page: Page, words: str, key: str = "Tab") -> None:
    """Press the key until what is called so has the focus, as one sees."""
    for _ in range(80):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        if focused["words"] == words:
            assert focused["isSeen"] and focused["isThere"], f"nobody sees that “{words}” has the focus: {focused}"
            return
    raise AssertionError(f"{key} does not lead to “{words}”")


# Without scripts


def test_without_scripts_all_of_the_desk_works(desk: Desk, books: Books, journey: Journey) -> None:
    ids = [desk.order(str(number)).id for number in (1, 2, 3)]
    broken = desk.order("4").id
    add_failed(desk, "internal", [], broken)
    owner = journey.person("owner", java_script_enabled=False)
    page = owner.page
    owner.see("1 fix solves it").press("All Orders").see("4 orders")
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("combobox", name="State", exact=True).select_option(label="Failed")
    owner.press("Show these orders").see("1 order matches").press("All Orders")
    for order_id in ids[:2]:
        page.get_by_role("checkbox", name=f"Order {order_id}", exact=True).check()
    owner.press(SUBMIT).see("2 would be scheduled to Zoho Books")
    owner.press("Submit 2 orders to Zoho Books").see("Finished", "2 scheduled to Zoho Books")
    owner.open(f"/orders/{ids[2]}/edit/details")
    page.get_by_label("Shipping method").fill("Express")
    owner.press("Save details").see("Details saved.", "Express").press(SUBMIT).see("Order scheduled to Zoho Books.")
    owner.press("Needs Attention").press("Send this order again").see("1 order is under way again.")
    owner.press("Activity")
    page.locator("summary", has_text="Cancel").first.click()
    owner.press("Cancel this appointment").see("Submit Order to Zoho Books: canceled.")
    assert states() == {SCHEDULED: 3, CANCELED: 1}
    owner.press("Home")
    page.locator("summary", has_text="Pause sending").click()
    owner.press("Pause now").see("Sending is paused.")
    assert desk.work() == 0
    owner.press("Continue").see("Sending continues.")
    owner.press("Settings")
    page.get_by_label("Store name").fill("Acme & Sons")
    owner.press("Save settings").see("Store settings saved.", "Acme & Sons")
    desk.work()
    owner.press("Home").see("1 order is ready to send")  # the withdrawn one
    assert len(books.sales_orders()) == 3


# A phone


def test_on_a_phone_an_order_is_found_opened_and_submitted(desk: Desk, books: Books, journey: Journey) -> None:
    desk.order("1001")
    desk.order("W-77", email="grace@example.com")
    operator = journey.person("operator", viewport={"width": PHONE, "height": 640}, has_touch=True)
    fits(operator)
    operator.press("Menu").page.get_by_role("link", name="Search", exact=True).tap()
    operator.page.get_by_role("combobox", name="Search or jump to").fill("W-77")
    operator.page.get_by_role("option", name="W-77").tap()
    expect(operator.page.get_by_role("heading", level=1)).to_have_text("Order W-77")
    fits(operator)
    operator.page.get_by_role("button", name=SUBMIT).tap()
    operator.see("Order scheduled to Zoho Books.")
    fits(operator)
    desk.work()
    operator.page.reload()
    operator.see("Already in Zoho Books, as ACME-")
    fits(operator)
    operator.press("Menu").press("Needs Attention").see("Nothing needs your attention")
    fits(operator)
    assert [row["reference_number"] for row in books.sales_orders()] == ["W-77"]


def fits(person: Person) -> None:
    """Nobody has to push the page from side to side."""
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE, person.page.url
