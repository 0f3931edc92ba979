"""Two contacts in Zoho Books have a customer's e-mail address: one choice sends all orders that wait for it."""

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import PAGE, operated, titles
from tests.support.submit import appointment, send

__all__ = ["operated"]


def test_one_choice_sends_both_orders_however_the_address_is_spelled(
    desk: Desk, books: Books, operated: Walker
) -> None:
    ivo = books.add_contact("Ivo Lind", "ivo@example.com")
    books.add_contact("Lind Studio", "ivo@example.com")
    contacts = len(books.contacts())
    mug = [{"name": "Mug", "code": "BD-MUG-01", "price": 12.5, "quantity": 1}]
    first = send(desk, "K01", email="IVO@Example.com ", order_items=mug)
    second = send(desk, "K02", email="ivo@example.com", order_items=mug)
    other = send(desk, "K03", email="ada@example.com", order_items=mug)
    assert appointment(other).state == "done", "other customers' orders are not held up"
    for order_id in (first, second):
        assert "“Ivo Lind” and “Lind Studio”" in desk.history(order_id)[0]
    operated.open(PAGE)
    assert titles(operated) == ["2 orders: several contacts have the address ivo@example.com"]
    operated.click("Choose the contact").see("Ivo Lind", "Lind Studio").press("Use this contact Ivo Lind")
    operated.press("Send these 2 orders again")
    desk.work()
    assert [appointment(order_id).state for order_id in (first, second)] == ["done", "done"]
    assert len(books.contacts()) == contacts + 1, "Ada's alone"
    assert [row["customer_id"] for row in books.sales_orders()].count(ivo) == 2
