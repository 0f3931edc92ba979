"""The comparison with Zoho Books as an operator uses it, and orders that are put out of step with it."""

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from harness.books import WHO, Books
from harness.desk import Desk, csrf_token
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings

LIST = "GET /salesorders"


@dataclass
class Page:
    """The page of the comparison, as an operator uses it."""

    client: FlaskClient
    desk: Desk

    @property
    def address(self) -> str:
        return f"{self.desk.address}/integrations/zoho-books/reconcile"

    def compare(self) -> None:
        """Press "Compare with Zoho Books now" and let the worker do it."""
        self.press(self.address)
        self.desk.work()

    def rows(self) -> dict[str, tuple[str, str]]:
        """{sales order number: (what differs, the words of the one button)}."""
        found = {}
        for row in BeautifulSoup(self.client.get(self.address).text, "lxml").select("tbody tr"):
            assert len(row.select("input[name=repair]")) == 1
            button = row.select_one("summary.button, button.button")
            found[row.select_one("th").get_text().split()[0]] = (
                row.select_one(".state").get_text(strip=True),
                next(button.stripped_strings),
            )
        return found

    def press_repair(self, number: str) -> str:
        """Press the button of that sales order; returns the page that follows."""
        page = BeautifulSoup(self.client.get(self.address).text, "lxml")
        row = next(row for row in page.select("tbody tr") if row.select_one("th").get_text().split()[0] == number)
        form = row.select_one("form")
        text = self.press(str(form["action"]), repair=str(form.select_one("[name=repair]")["value"]))
        self.desk.work()
        return text

    def press(self, action: str, **fields: str) -> str:
        data = {"csrf_token": csrf_token(self.client, self.address), **fields}
        answer = self.client.post(action, data=data, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return str(answer.text)


@pytest.fixture
def page(operator: FlaskClient, desk: Desk, books: Books) -> Page:
    settings = db.session.get_one(ZohoBooksSettings, desk.store_id)
    settings.salesorder_prefix = "BD-"
    db.session.commit()
    return Page(operator, desk)


def submitted(desk: Desk, count: int = 1) -> list[SalesOrder]:
    """So many orders are in Zoho Books; their rows, free of any session."""
    orders = [desk.order(str(1001 + n)) for n in range(count)]
    for order in orders:
        actions.submit(order, WHO)
    db.session.commit()
    while desk.work():  # a slow machine needs more than one slice
        pass
    rows = list(db.session.scalars(select(SalesOrder).order_by(SalesOrder.id)))
    assert len(rows) == count and all(row.salesorder_id for row in rows)
    db.session.expunge_all()
    db.session.remove()
    return rows


def reload(row: SalesOrder) -> SalesOrder:
    db.session.remove()
    return db.session.get_one(SalesOrder, row.id)


def forget(row: SalesOrder) -> None:
    """The desk was put back to a time before the order was sent."""
    db.session.execute(delete(SalesOrder).where(SalesOrder.id == row.id))
    db.session.execute(update(Order).where(Order.id == row.order_id).values(fulfillment_name="", fulfillment_id=""))
    db.session.commit()


def believe_void(row: SalesOrder) -> None:
    db.session.execute(update(SalesOrder).where(SalesOrder.id == row.id).values(status="void"))
    db.session.commit()
