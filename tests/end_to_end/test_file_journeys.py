"""People who bring a file of orders, in a browser: from the file to the sales orders in Zoho Books."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from harness.books import Books
from harness.desk import Desk
from tests.support.import_files import SHOPIFY, lines_of, money, shopify, stored, workbook, written
from tests.support.journeys import Journey, Person, journey

pytestmark = [pytest.mark.slow(60), pytest.mark.once]

__all__ = ["journey"]

MUG, PEN = ("2", "BD-MUG-01", "12.50"), ("1", "BD-PEN-01", "24.95")
TO_IMPORT, DOUBTFUL = "To be imported", "Not ticked: tick those to import anyway"


def choose(person: Person, content: str | bytes, name: str = "orders.csv") -> Person:
    """Choose the file on the page Import orders, and look at what follows."""
    person.open("/orders/import")
    data = content.encode() if isinstance(content, str) else content
    person.page.get_by_label("File").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    return person.press("Show preview")


def send_all(person: Person, desk: Desk, count: int) -> None:
    person.open("/orders/checked?all_matching=1&do=submit").press(f"Submit {count} order")
    desk.work("bulk", "zoho_books")


def totals(books: Books) -> dict[str, Decimal]:
    return {sent["reference_number"]: Decimal(str(sent["total"])) for sent in books.sales_orders()}


def test_a_shopify_export_with_canceled_refunded_and_foreign_orders(
    desk: Desk, books: Books, journey: Journey
) -> None:
    paid = {"Shipping": "5.90", "Total": "55.85"}  # 2 x 12.50 + 24.95 + 5.90
    canceled = {"Financial Status": "voided", "Cancelled at": "2026-02-04 08:00:00 -0600"}
    rows = [
        *shopify("#1201", MUG, PEN, **paid),
        *shopify("#1202", MUG, Total="25.00", **{"Financial Status": "refunded", "Refunded Amount": "25.00"}),
        *shopify("#1203", MUG, Total="25.00", **canceled),
        *shopify(
            "#1204", MUG, Total="25.00", **{"Financial Status": "partially_refunded", "Refunded Amount": "5.00"}
        ),
        *shopify("#1205", ("1", "BD-MUG-01", "1980"), Total="1980", Currency="JPY"),
    ]
    operator = choose(journey.person("operator"), written(SHOPIFY, rows))
    operator.see("Recognized as Shopify orders", "2 orders to import", "2 orders not ticked", "1 order with problems")
    operator.see("It was refunded.", "It was canceled.", "the order is in JPY, the store in USD")
    new, doubtful = (operator.page.get_by_label(f"Check all of: {one}") for one in (TO_IMPORT, DOUBTFUL))
    expect(new).to_be_checked()
    expect(doubtful).not_to_be_checked()
    new.uncheck()
    assert operator.page.locator("input[name=orders]:checked").count() == 0, "the other table is left alone"
    new.check()
    operator.press("Import 2 orders").see("2 orders imported.")
    send_all(operator, desk, 2)
    assert totals(books) == {"#1201": Decimal("55.85"), "#1204": Decimal("25.00")}
    assert money(stored()["#1204"].refund_total) == "5.00"


def test_a_file_that_a_spreadsheet_has_damaged(desk: Desk, books: Books, journey: Journey) -> None:
    head = ["Order Number", "Order Date", "Email", "Customer Full Name", "Customer Postal Code", "Customer Country"]
    head += ["SKU", "Item Name", "Quantity", "Price", "Order Total"]
    day = datetime(2026, 3, 5, tzinfo=UTC).replace(tzinfo=None)
    ada = [4001, day, "ada@example.com", "Ada Lovelace", 2134, "US"]
    eve = [4002, day, "eve@example.com", "Eve Fox", 60601, "US"]
    rows: list[list[object]] = [
        ["Orders of March"],
        [],
        [*head],
        [*ada, "BD-MUG-01", "Mug", 2, 12.5, 49.95],
        [*ada, "BD-PEN-01", "Pen", 1, 24.95, 49.95],
        [*eve, 4.006381333931e15, "Mug", 1, 12.5, 12.5],
        ["Total", None, None, None, None, None, None, None, 4, None, 62.45],
    ]
    operator = choose(journey.person("operator"), workbook(rows), "orders.xlsx")
    operator.see("1 order to import", "1 order with problems", "a spreadsheet has cut this number to 4.00638E+15")
    operator.see("2134 became 02134", "lines were left out: line 1 “Orders of March”", "line 7 “Total 4 62.45”")
    operator.press("Import 1 order").see("1 order imported.", "1 order with problems were not imported (line 6).")
    order = stored()["4001"]
    assert lines_of(order) == [(2, "BD-MUG-01", "12.50"), (1, "BD-PEN-01", "24.95")]
    assert order.customer["postal_code"] == "02134"
    send_all(operator, desk, 1)
    (sent,) = books.sales_orders()
    assert (sent["date"], Decimal(str(sent["total"]))) == ("2026-03-05", Decimal("49.95"))


WHOLESALE = """PO;Retailer;Buyer Mail;Style;Description;Units;Wholesale;Line Value;Season
PO-{0};Harbor Gifts;buy@harbor.example;BD-MUG-01;Blue mug;24;6,25;150,00;Spring
PO-{0};Harbor Gifts;buy@harbor.example;BD-PEN-01;Pen;10;12,00;120,00;Spring
"""


def test_a_wholesalers_file_is_mapped_once_and_read_by_itself_a_month_later(
    desk: Desk, books: Books, journey: Journey
) -> None:
    operator = choose(journey.person("operator"), WHOLESALE.format(7))
    operator.see("Check what is proposed for these columns: PO, Retailer, Style, Description, Wholesale.")
    page = operator.page
    for words in ("matched", "left out", "How values are read"):
        page.locator("details.map-part:not([open]) > summary", has_text=words).click()
    for title, meaning in (
        ("Retailer", "Customer Company"),
        ("Buyer Mail", "Email"),
        ("Line Value", "Price of the line, all pieces together"),
        ("Season", "Keep with the order, under this title"),
    ):
        page.get_by_label(title, exact=True).select_option(meaning)
    page.get_by_label("Source of the orders").fill("Wholesale")
    page.get_by_label("Name for these files").fill("Harbor Gifts")
    operator.press("Check").see("1 order to import", "24 × BD-MUG-01")
    operator.press("Import 1 order").see("1 order imported.")
    again = choose(operator, WHOLESALE.format(8).replace(";24;6,25;150,00", ";12;6,25;75,00"))
    again.see("1 order to import").press("Import 1 order").see("1 order imported.")
    orders = stored()
    assert [(one.source_name, one.customer["company"], one.order_metadata["Season"]) for one in orders.values()] == [
        ("Wholesale", "Harbor Gifts", "Spring")
    ] * 2
    send_all(operator, desk, 2)
    assert totals(books) == {"PO-7": Decimal("270.00"), "PO-8": Decimal("195.00")}
    operator.open("/orders/import").see("Remembered columns", "Harbor Gifts")
