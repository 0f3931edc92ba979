"""The preview of an import: what was repaired, what is checked, and what would keep orders from Zoho Books."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import states
from tests.support.import_files import Upload, stored, workbook
from zoho_app.appointments.models import FAILED
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.preview import dry_run

WHO = "operator@example.com"
HEAD = "Order Number,Customer Last Name,Email,SKU,Item Name,Price,Quantity"


def repaired(upload: Upload) -> list[str]:
    return upload.table("Repaired")


def test_what_was_repaired_in_texts_is_listed_once_with_its_lines(desk: Desk, operator: FlaskClient) -> None:
    lines = [f"{number},Lind,a@example.com,A,Mug &amp; saucer,1.00,1" for number in range(1, 9)]
    lines += ["9,Lind,a@example.com,B,so\u00adft,1.00,1", f"10,Lind,a@example.com,C,{'long ' * 120},1.00,1"]
    upload = Upload(desk, operator, "\n".join([HEAD, *lines]))
    first, second, third = repaired(upload)
    assert first == "2, 3, 4, 5, 6 and 3 more Item Name HTML became plain text"
    assert second == "10 Item Name characters that nobody sees were left out"
    assert third.startswith("11 Item Name was cut to 500 characters; all of it: “long long")
    assert len(third) < 200
    assert "What was repaired (10 cells)" in upload.words
    upload.press("Import 10 orders")
    assert stored()["1"].items[0].name == "Mug & saucer"
    assert any("order_items[0].name: HTML became plain text" in line for line in desk.history(stored()["1"].id))


def test_a_formula_whose_value_was_not_saved_is_told(desk: Desk, operator: FlaskClient) -> None:
    import_rows: list[list[object]] = [[*HEAD.split(",")], ["1", "Lind", "a@example.com", "A", "Mug", "=2*6", 1]]
    upload = Upload(desk, operator, workbook(import_rows), "orders.xlsx")
    assert upload.table("Problems: these orders will not be imported") == [
        "2 Price says #VALUE!: the spreadsheet had no value there; export the file again"
    ]


def test_the_box_above_all_rows_is_checked_where_they_are(desk: Desk, operator: FlaskClient) -> None:
    canceled = HEAD + ",Order Status\n1,Lind,a@example.com,A,Mug,1.00,1,Completed\n2,Lind,b@example.com,A,Mug,1.00,1,"
    upload = Upload(desk, operator, canceled + "Canceled\n")
    assert boxes(upload.page, "To be imported") == [True, True]
    assert boxes(upload.page, "Not ticked: tick those to import anyway") == [False, False]


def boxes(page: BeautifulSoup, caption: str) -> list[bool]:
    """Whether the boxes of the table are checked, that of its head first."""
    (table,) = [one for one in page.select("table") if one.select_one("caption").text == caption]
    return [box.has_attr("checked") for box in table.select("input[type=checkbox]")]


FAULTS = f"""{HEAD},Discount,Order Status,Shipping Total
1,Lind,,BD-MUG-01,Mug,12.50,1,,Completed,
2,Lind,a@example.com,BD-MUG-01,Mug,12.50,1,,Completed,
2,Lind,a@example.com,,Tip,3.00,1,,Completed,
2,Lind,a@example.com,,Engraving,0.00,1,,Completed,
3,Lind,b@example.com,BD-MUG-01,Mug,12.50,2,33.00,Completed,8.00
4,Lind,c@example.com,BD-MUG-01,Mug,12.50,1,,Canceled,
5,Lind,d@example.com,NOT-THERE,Mug,12.50,1,,Completed,
"""
# By the order's number: the title in the preview, and the words with which sending would fail.
SAID = {
    "1": ("Orders of Acme have no e-mail address 1 order", "The order has no e-mail address"),
    "2": ("The item “Tip” has no SKU 1 order", "The items “Tip” and “Engraving” have no SKU."),
    "3": ("The discount is more than the items 1 order", "The discount of 33.00 is more than the items' 25.00"),
    "4": ("canceled", "The order is canceled at Acme."),
    "5": ("Zoho Books has no active item with SKU NOT-THERE 1 order", "NOT-THERE"),
}


def test_preview_question_dry_run_and_sending_say_the_same(desk: Desk, books: Books, operator: FlaskClient) -> None:
    actions.read_contacts_and_items(desk.store_id, WHO)
    db.session.commit()
    desk.work()
    upload = Upload(desk, operator, FAULTS)
    preview = panel(upload.page, "What would keep orders out of Zoho Books")
    for title, _ in SAID.values():
        assert title in preview
    for remedy in ("Choose their contact", "Decide about these lines", "Let it pay the shipping", "Match or skip"):
        assert remedy in preview, preview
    upload.press("Import 4 orders", tick=[7])
    orders = stored()
    assert sorted(orders) == ["1", "2", "3", "4", "5"]
    walker = Walker(operator, desk.address)
    walker.open("/orders/checked?all_matching=1&do=submit")
    question = panel(walker.soup, "What would keep orders back")
    for number, (title, _) in SAID.items():
        assert title in (question if number != "4" else walker.words), walker.words
    orders = stored()
    by_id = {one.order_id: one for one in dry_run.list_verdicts(desk.store_id, list(orders.values()))}
    for number, (_, words) in SAID.items():
        assert words in by_id[orders[number].id].words, number
    for number, order in orders.items():
        if number != "4":  # what is void is refused at the door
            actions.submit(order, WHO)
    db.session.commit()
    desk.work()
    assert states()[FAILED] == 4
    for number, (_, words) in SAID.items():
        page = walker.open(f"/orders/{stored()[number].id}")
        page.see(words if number != "4" else "Acme says that the order is canceled.")


def panel(page: BeautifulSoup, title: str) -> str:
    return " ".join(page.select_one(f"section[aria-label='{title}']").get_text(" ").split())
