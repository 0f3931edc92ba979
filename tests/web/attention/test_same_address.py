"""Two contacts in Zoho Books have a customer's e-mail address: one choice sends all orders that wait for it."""

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import PAGE, operated, titles
from tests.support.submit import appointment, send

__all__ = ["operated"]

MUG = [{"name": "Mug", "code": "BD-MUG-01", "price": 12.5, "quantity": 1}]


def test_one_choice_sends_both_orders_however_the_address_is_spelled(
    desk: Desk, books: Books, operated: Walker
) -> None:
    ivo = books.add_contact("Ivo Lind", "ivo@example.com")
    books.add_contact("Lind Studio", "ivo@example.com")
    contacts = len(books.contacts())
    first = send(desk, "K01", email="IVO@Example.com ", order_items=MUG)
    second = send(desk, "K02", email="ivo@example.com", order_items=MUG)
    other = send(desk, "K03", email="ada@example.com", order_items=MUG)
    assert appointment(other).state == "done", "other customers' orders are not held up"
    for order_id in (first, second):
        assert "“Ivo Lind” and “Lind Studio”" in desk.history(order_id)[0]
    operated.open(PAGE)
    assert titles(operated) == ["2 orders: Several contacts have ivo@example.com"]
    operated.click("Another contact").see("Ivo Lind", "Lind Studio").press("Use this contact Ivo Lind")
    operated.press("Send these 2 orders again")
    desk.work()
    assert [appointment(order_id).state for order_id in (first, second)] == ["done", "done"]
    assert len(books.contacts()) == contacts + 1, "Ada's alone"
    assert [row["customer_id"] for row in books.sales_orders()].count(ivo) == 2


def test_an_address_of_many_buyers_is_pointed_out_on_the_order_and_leads_to_one_contact_for_its_source(
    desk: Desk, books: Books, operated: Walker
) -> None:
    """Amazon Business EU SARL has ordered twice, Clinica Sol once, all by the address of the marketplace."""
    proxy = "no-reply-iba-buyer@marketplace.example"
    ids = [
        send(desk, f"K04-{number}", email=proxy, source_name="Amazon", customer={"company": name}, order_items=MUG)
        for number, name in enumerate(("Amazon Business EU SARL", "Amazon Business EU SARL", "Clinica Sol"), start=1)
    ]
    assert {row["customer_name"] for row in books.sales_orders()} == {"Amazon Business EU SARL"}
    hint = "Orders for other names have this address, too: "
    operated.open(f"/orders/{ids[0]}").see(f"{hint}Clinica Sol.")
    operated.open(f"/orders/{ids[2]}").see(f"{hint}Amazon Business EU SARL.")
    operated.click("choose one contact for all orders of Amazon").check("For all orders of this source")
    operated.type("Contact in Zoho Books", "Amazon buyers").press("Use this contact")
    send(desk, "K04-4", email=proxy, source_name="Amazon", customer={"company": "Clinica Sol"}, order_items=MUG)
    assert books.sales_orders()[-1]["customer_name"] == "Amazon buyers"


def test_an_address_of_one_buyer_needs_no_hint(desk: Desk, operated: Walker) -> None:
    for number in ("1", "2"):
        order_id = desk.order(number).id
    assert "Orders for other names" not in operated.open(f"/orders/{order_id}").words
