"""Shops of other countries, in a real browser: what the customer paid is what stands in Zoho Books."""

import re
from typing import Any

import pytest
import requests
from playwright.sync_api import expect

from harness.books import Books
from harness.desk import Desk
from harness.editions import move_to
from harness.sandbox import ORGANIZATION, SandboxProcess
from harness.zoho_consent import Zoho
from tests.support.import_files import written
from tests.support.journeys import SUBMIT, Journey, Person, journey
from tests.support.submit import change_settings
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER

pytestmark = [pytest.mark.once, pytest.mark.slow(8)]

__all__ = ["journey"]

INCLUDED, RATE, SHIPPING_RATE = "Prices include tax", "Item Metadata: tax_rate", "Order Metadata: shipping_tax_rate"
TITLES = (
    *("Order Number", "Email", "Shipping First Name", "Shipping Last Name", "Shipping Address1", "Shipping City"),
    *("Shipping State", "Shipping Country", "Shipping Total", "Discount", INCLUDED, SHIPPING_RATE),
    *("Item Name", "SKU", "Price", "Quantity", RATE),
)

BRITISH = {"Shipping Country": "United Kingdom", SHIPPING_RATE: "20"}


def row(number: str, name: str, sku: str, price: str, rate: str, **more: str) -> dict[str, str]:
    """A line of an order of Ada's whose price includes tax."""
    order = {"Order Number": number, "Email": "ada@example.com", "Shipping First Name": "Ada", INCLUDED: "yes"}
    address = {"Shipping Last Name": "Lovelace", "Shipping Address1": "1 High St", "Shipping City": "Town"}
    item = {"Item Name": name, "SKU": sku, "Price": price, "Quantity": "1", RATE: rate}
    return {**order, **address, **item, **more}


def import_file(person: Person, *rows: dict[str, str]) -> Person:
    """Upload a file of these lines, look at its preview, and import its orders."""
    file: Any = {"name": "orders.csv", "mimeType": "text/csv", "buffer": written(TITLES, rows).encode()}
    person.open("/orders/import").page.get_by_label("File", exact=True).set_input_files(file)
    orders = len({one["Order Number"] for one in rows})
    return person.press("Show preview").press(f"Import {orders} order").see("imported")


def open_order(person: Person, number: str) -> Person:
    person.open(f"/orders?q={number}")
    person.page.get_by_role("row", name=re.compile(number)).get_by_role("link").first.click()
    return person


def send(person: Person, number: str) -> Person:
    """From the order's page; ends there when it is in Zoho Books."""
    open_order(person, number).press(SUBMIT).see("On its way")
    person.desk.work()
    return open_order(person, number).see("Already in Zoho Books")


def look_in_zoho(person: Person, zoho: SandboxProcess, number: str, **sums: str) -> None:
    """The sums that the page of the sales order shows: {"Total": "£137.00"}."""
    person.page.goto(zoho.url)
    person.page.get_by_role("row", name=re.compile(number)).get_by_role("link").first.click()
    shown = person.page.locator("dl.sums > div")
    found = {one.locator("dt").inner_text(): one.locator("dd").inner_text() for one in shown.all()}
    assert {name: found.get(name.replace("_", " ")) for name in sums} == sums, found


def test_a_british_shop_from_an_empty_store_to_equal_totals(
    desk: Desk, zoho_process: SandboxProcess, journey: Journey
) -> None:
    """A bag of 120.00 with 20% and a book of 21.00 with 5% VAT inside, shipping 6.00 with 20%, a coupon of 10.00.

    120 + 21 + 6 - 10 = 137.00, in pounds, as the organization that is connected has them. Of the coupon 8.51 go off
    the bag and 1.49 off the book: in 117.49 are 19.58 of VAT, in 19.51 are 0.93.
    """
    zoho = Zoho(zoho_process, desk)
    zoho.set_edition(edition="uk")
    shipping = {"name": "Shipping", "sku": "SHIP", "rate": 0}
    query = {"organization_id": ORGANIZATION}
    items = f"{zoho.url}/books/v3/items"
    requests.post(items, json=shipping, params=query, headers=zoho_process.connect(), timeout=10).raise_for_status()

    owner = journey.person("owner").open("/integrations").press("Enable")
    owner.page.get_by_label("Data center region").select_option(label="Sandbox")
    owner.press("Connect to Zoho Books").press("Accept").see("Connected to Zoho Books.")
    desk.work()
    owner.open("/integrations/zoho-books")
    owner.page.get_by_label("Tax on items").select_option(label="From the order")
    owner.page.get_by_label("Send shipping as").select_option(label="Line item")
    owner.page.get_by_label("Shipping item SKU").fill("SHIP")
    owner.press("Save settings").see("Settings saved.")

    import_file(
        owner,
        row("B-1", "Bag", "BD-BAG-01", "120.00", "20", **{"Shipping Total": "6.00", "Discount": "10.00"}, **BRITISH),
        row("B-1", "Book", "BD-NOTE-01", "21.00", "5", **BRITISH),
    )
    open_order(owner, "B-1").see("£137.00").press("Preview (dry run)")
    owner.see("Its total would be £137.00, the same as the order's.")
    send(owner, "B-1")
    look_in_zoho(owner, zoho_process, "B-1", Total="£137.00", Standard_VAT="£19.58", Reduced_VAT="£0.93")
    owner.open("/attention").see("Nothing needs your attention")


def test_an_indian_shop_sells_at_home_and_across_states(
    desk: Desk, books: Books, zoho_process: SandboxProcess, journey: Journey
) -> None:
    """1,180.00 with 18% inside: CGST and SGST of 90.00 each in Tamil Nadu, IGST of 180.00 in Gujarat."""
    move_to(desk, books, "in", item_tax="GST18")
    operator = journey.person("operator")
    india = {"Shipping Country": "India"}
    import_file(
        operator,
        row("I-1", "Bag", "BD-BAG-01", "1180.00", "", **india, **{"Shipping State": "Tamil Nadu"}),
        row("I-2", "Bag", "BD-BAG-01", "1180.00", "", **india, **{"Shipping State": "Gujarat"}),
    )
    send(operator, "I-1")
    send(operator, "I-2").see("₹1,180.00")
    look_in_zoho(operator, zoho_process, "I-1", Total="₹1,180.00", CGST9="₹90.00", SGST9="₹90.00")
    look_in_zoho(operator, zoho_process, "I-2", Total="₹1,180.00", IGST18="₹180.00")
    operator.open("/attention").see("Nothing needs your attention")


def test_a_japanese_shop_has_no_hundredths(
    desk: Desk, books: Books, zoho_process: SandboxProcess, journey: Journey
) -> None:
    """1,980 and 540 yen with 10% and 8% inside, a coupon of 100: 2,420 yen, of which 173 and 38 are tax."""
    move_to(desk, books, "jp")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    operator = journey.person("operator")
    import_file(
        operator,
        row("J-1", "Bag", "BD-BAG-01", "1980", "10", Discount="100", **{"Shipping Country": "Japan"}),
        row("J-1", "Tea", "BD-NOTE-01", "540", "8", **{"Shipping Country": "Japan"}),
    )
    send(operator, "J-1").see("¥2,420")
    expect(operator.page.locator("main")).not_to_contain_text("2,420.00")
    taxes = {"Consumption_Tax": "¥173", "Reduced_Consumption_Tax": "¥38"}
    look_in_zoho(operator, zoho_process, "J-1", Total="¥2,420", **taxes)
    operator.open("/attention").see("Nothing needs your attention")


def test_a_wrong_tax_match_is_mended_where_its_orders_wait(
    desk: Desk, books: Books, zoho_process: SandboxProcess, journey: Journey
) -> None:
    """It names a tax that is not there any more; one choice corrects the line and sends both orders."""
    move_to(desk, books, "uk")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER, tax_match="VAT 5 = Reduced VAT\n20 = Old VAT")
    operator = journey.person("operator")
    import_file(
        operator,
        row("W-1", "Bag", "BD-BAG-01", "120.00", "20", **BRITISH),
        row("W-2", "Bag", "BD-BAG-01", "60.00", "20", **BRITISH),
    )
    for number in ("W-1", "W-2"):
        open_order(operator, number).press(SUBMIT).see("On its way")
        desk.work()
    operator.open("/attention").see("2 orders No tax in Zoho Books is chosen for 20%")
    operator.press("Use Standard VAT and send 2 orders").see("2 orders are under way again.")
    desk.work()
    look_in_zoho(operator, zoho_process, "W-1", Total="£120.00", Standard_VAT="£20.00")
    look_in_zoho(operator, zoho_process, "W-2", Total="£60.00", Standard_VAT="£10.00")
    operator.open("/attention").see("Nothing needs your attention")
    operator.open("/integrations/zoho-books")
    expect(operator.page.get_by_label("Tax Match")).to_have_value("VAT 5 = Reduced VAT\n20 = Standard VAT")
