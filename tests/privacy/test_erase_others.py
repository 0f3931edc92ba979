"""An order of somebody else that names an erased customer: its history says why parts of it are gone."""

from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders.models import HistoryEntry
from zoho_app.privacy import erase
from zoho_app.privacy.customer import Customer

STREET = {"first_name": "Ada", "last_name": "Byron", "address1": "9 Canary Road"}


def test_the_history_of_a_gift_for_an_erased_customer_says_why_its_address_is_gone(
    desk: Desk, owner: FlaskClient
) -> None:
    desk.order("1", email="ada@example.com", shipping=STREET)
    gift = desk.order("2", email="grace@example.com", shipping=STREET, checkout_data={"For": "ada@example.com"})
    other = desk.order("3", email="grace@example.com", shipping=STREET)
    for _ in erase.erase(Customer.find(desk.store_id, "ADA@example.com"), "owner@example.com"):
        db.session.commit()
    db.session.expire_all()
    assert (gift.email, gift.checkout_data) == ("grace@example.com", {"For": "[erased]"})
    assert gift.shipping["address1"] == "[erased]"
    notes = select(HistoryEntry.who, HistoryEntry.note).where(HistoryEntry.order_id == gift.id)
    words = "Customer erased: what this order said of the customer of another one was taken out"
    assert ("owner@example.com", words) in [tuple(row) for row in db.session.execute(notes)]
    assert other.shipping["address1"] == "9 Canary Road", "it does not name her"
    pages = [f"{desk.address}/orders/{order.id}" for order in (gift, other)]
    assert [words in owner.get(page).text for page in pages] == [True, False]
