"""What would keep orders back is shown before anything is sent; what was decided is listed and can be changed."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import ordered, send, states
from zoho_app.appointments.models import DONE
from zoho_app.extensions import db
from zoho_app.zoho_books.answers import line_answers, source_contacts

ANSWERS = "/integrations/zoho-books/answers"
SETTINGS = "/integrations/zoho-books"
MUG = {"name": "Blue mug", "code": "BD-MUG-01", "price": 12.5, "quantity": 1}

SHOP_FILE = """Order Number,Source Name,Email,Customer Last Name,SKU,Item Name,Price,Quantity
3301122334,Etsy,,Example,BD-MUG-01,Mug,25.00,1
3301199887,Etsy,,Sample,,Gift wrap,3.00,1
3301199888,Shopify,ada@example.com,Lovelace,BD-MUG-01,Mug,12.50,1
"""


def amazon(desk: Desk, source_id: str, name: str) -> int:
    who = {"first_name": name, "last_name": "Buyer"}
    return ordered(desk, source_id, source_name="Amazon", email="", customer=who, order_items=[MUG])


def test_bulk_work_says_who_lacks_an_address_before_anything_is_sent(
    desk: Desk, books: Books, walker: Walker
) -> None:
    for number, name in enumerate(("Ann", "Bob", "Cid")):
        amazon(desk, str(number), name)
    question = "/orders/checked?all_matching=1&do=submit"
    walker.open(question).see("What would keep orders back", "Orders of Amazon have no e-mail address 3 orders")
    walker.click("Choose their contact").press("Use this contact")
    walker.see("Orders of Amazon without an e-mail address go to the contact “Amazon customers”.")
    assert "have no e-mail address" not in walker.words.split("Nothing has happened yet")[1], "back at the question"
    walker.press("Submit 3 orders to Zoho Books")
    desk.work()
    assert states() == {DONE: 3}


def test_the_preview_of_an_import_says_what_will_be_missing(desk: Desk, books: Books, walker: Walker) -> None:
    preview(walker, SHOP_FILE)
    walker.see("What would keep orders out of Zoho Books", "Orders of Etsy have no e-mail address 2 orders")
    walker.see("The item “Gift wrap” has no SKU 1 order")
    walker.click("Choose their contact").press("Use this contact")
    walker.click("Decide about these lines").type("SKU in Zoho Books", "BD-PEN-01").press("Use this SKU")
    assert "What would keep orders out of Zoho Books" not in walker.words
    walker.see("Import 3 orders")
    walker.client.post(walker.address, data={"csrf_token": walker.token})
    db.session.remove()
    walker.open("/orders/checked?all_matching=1&do=submit").press("Submit 3 orders to Zoho Books")
    desk.work()
    assert states() == {DONE: 3}


def preview(walker: Walker, content: str) -> None:
    walker.open("/orders/import")
    data = {"csrf_token": walker.token, "file": (io.BytesIO(content.encode()), "orders.csv")}
    answer = walker.client.post(f"{walker.store}/orders/import", data=data)
    walker.go(answer.headers["Location"])


def test_looking_at_an_import_leaves_nothing_behind(desk: Desk, books: Books, walker: Walker) -> None:
    preview(walker, SHOP_FILE)
    walker.open("/orders?all=1").see("0 orders")


def test_the_dry_run_of_an_order_leads_to_what_helps(desk: Desk, books: Books, walker: Walker) -> None:
    order_id = ordered(desk, "1", order_items=[MUG, {"name": "Tip", "code": "", "price": 3}], email="")
    walker.open(f"/orders/{order_id}/preview").see("The item “Tip” has no SKU.", "no e-mail address")
    walker.click("Decide about these lines").press("Leave them out")
    walker.see("“Tip” is left out of sales orders.").click("Choose their contact").press("Use this contact")
    assert "Blocked" not in walker.words


def test_answers_are_listed_changed_and_forgotten(desk: Desk, books: Books, walker: Walker) -> None:
    source_contacts.keep(desk.store_id, "Etsy", "Etsy customers", False, "operator@example.com")
    line_answers.keep(desk.store_id, "Gift wrap", "leave_out", "", "operator@example.com")
    db.session.commit()
    walker.open(SETTINGS).see("Orders of Etsy without an e-mail address go to the contact “Etsy customers”.")
    walker.see("“Gift wrap” is left out of sales orders.").click("Change the contact of Etsy")
    walker.type("Contact in Zoho Books", "Handmade").check("For all orders of this source").press("Use this contact")
    walker.open(ANSWERS).see("Orders of Etsy go to the contact “Handmade”.")
    walker.click("Change what Gift wrap means").type("SKU in Zoho Books", "BD-PEN-01").press("Use this SKU")
    walker.open(ANSWERS).see("“Gift wrap” goes to Zoho Books as BD-PEN-01.")
    walker.press("Ask again : Gift wrap").see("Gift wrap: forgotten.").press("Ask again : Etsy")
    walker.open(ANSWERS).see("Nothing has been decided for later orders yet.")


def test_an_answer_may_be_given_before_any_order_needs_it(desk: Desk, books: Books, walker: Walker) -> None:
    walker.open(ANSWERS).type("Source", "eBay").type("Contact in Zoho Books", "eBay buyers").press("Use this contact")
    walker.open(ANSWERS).type("Lines named", "Handling *").press("Leave them out")
    send(
        desk,
        ordered(desk, "1", source_name="EBAY ", email="", order_items=[MUG, {"name": "Handling fee", "price": 1}]),
    )
    assert states() == {DONE: 1}


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        ("source", {"source_name": "", "contact_name": "A"}, "Source: type the name"),
        ("source", {"source_name": "Etsy", "contact_name": " "}, "Contact: type the name"),
        ("source", {"source_name": "Etsy", "contact_name": "x" * 201}, "at most 200 characters"),
        ("line", {"name": "*", "meaning": "leave_out"}, "Name of the line: type the name"),
        ("line", {"name": "Tip", "meaning": "item", "sku": ""}, "SKU: type the one"),
        ("line", {"name": "Tip", "meaning": "item", "sku": "x" * 201}, "SKU: at most 200 characters"),
        ("line", {"name": "Tip", "meaning": "sideways"}, "Choose an item"),
        ("line", {"name": "x" * 501, "meaning": "leave_out"}, "at most 500 characters"),
        ("forget", {"source_name": "Etsy"}, "That was forgotten already."),
        ("forget", {"line_id": "9" * 30}, "That was forgotten already."),
    ],
)
def test_a_bad_answer_names_the_field_and_is_not_kept(
    desk: Desk, books: Books, walker: Walker, path: str, values: dict[str, str], said: str
) -> None:
    data = {"csrf_token": walker.token, **values}
    answer = walker.client.post(f"{desk.address}{ANSWERS}/{path}", data=data, follow_redirects=True)
    assert said in answer.text
    walker.open(ANSWERS).see("Nothing has been decided for later orders yet.")


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example/", "/stores/999/orders", "/\\evil.example", "javascript:alert(1)"],
)
def test_nobody_is_led_out_of_the_store(desk: Desk, books: Books, walker: Walker, back: str) -> None:
    data = {"csrf_token": walker.token, "source_name": "Etsy", "contact_name": "E", "back": back}
    answer = walker.client.post(f"{desk.address}{ANSWERS}/source", data=data)
    assert answer.headers["Location"] == f"{desk.address}{ANSWERS}"


def test_a_viewer_reads_the_answers_and_changes_none(desk: Desk, books: Books, viewer: FlaskClient) -> None:
    source_contacts.keep(desk.store_id, "Etsy", "Etsy customers", False, "operator@example.com")
    db.session.commit()
    walker = Walker(viewer, desk.address).open(ANSWERS).see("“Etsy customers”")
    assert "Ask again" not in walker.words
    data: dict[str, Any] = {"csrf_token": walker.token, "source_name": "Etsy", "contact_name": "E"}
    for path in ("source", "line", "forget"):
        assert viewer.post(f"{desk.address}{ANSWERS}/{path}", data=data).status_code == 403


def test_an_answer_holds_for_no_other_store(desk: Desk, books: Books, walker: Walker) -> None:
    other = Desk.open(desk.app, "Other")
    source_contacts.keep(other.store_id, "Amazon", "Amazon customers", False, "operator@example.com")
    line_answers.keep(other.store_id, "Tip", "leave_out", "", "operator@example.com")
    db.session.commit()
    walker.open(ANSWERS).see("Nothing has been decided for later orders yet.")
    walker.open(f"/orders/{amazon(desk, '1', 'Ann')}/preview").see("no e-mail address")


def test_a_dry_run_leads_to_what_helps_all_of_its_orders(desk: Desk, books: Books, walker: Walker) -> None:
    for number, name in enumerate(("Ann", "Bob")):
        amazon(desk, str(number), name)
    walker.open("/orders?all=1").press("Dry run of all").see(
        "What helps", "Orders of Amazon have no e-mail address 2 orders"
    )
    walker.click("Choose their contact").press("Use this contact").see("go to the contact “Amazon customers”.")
