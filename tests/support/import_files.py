"""Order files as shops write them, and what becomes of one that is uploaded."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import openpyxl
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk, hidden_fields
from zoho_app.extensions import db
from zoho_app.orders.models import Order


def titles(text: str) -> list[str]:
    """The titles that a text lists with commas between."""
    return text.split(",")


SHOPIFY = titles(
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
    "Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
    "Billing Name,Billing Street,Billing Address1,Billing Address2,Billing City,Billing Zip,Billing Province,"
    "Billing Country,"
    "Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Cancelled at,Payment Method,Refunded Amount,Id,Source,"
    "Lineitem discount,Tax 1 Name,Tax 1 Value"
)


def written(titles: Sequence[str], rows: Sequence[Mapping[str, str]], delimiter: str = ",", **options: Any) -> str:
    """A file with these titles; what a row does not name is blank."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, **options)
    writer.writerow(titles)
    unknown = {name for row in rows for name in row} - set(titles)
    assert not unknown, unknown
    writer.writerows([row.get(title, "") for title in titles] for row in rows)
    return out.getvalue()


def shopify(number: str, *items: tuple[str, str, str], **own: str) -> list[dict[str, str]]:
    """The lines of one order of Shopify's: (quantity, SKU, price) each; its own values on the first line only."""
    lines = [
        {
            "Name": number,
            "Email": "mara.quill@example.com",
            "Lineitem quantity": quantity,
            "Lineitem name": sku.title(),
            "Lineitem sku": sku,
            "Lineitem price": price,
        }
        for quantity, sku, price in items
    ]
    lines[0] |= {
        "Financial Status": "paid",
        "Fulfillment Status": "unfulfilled",
        "Currency": "USD",
        "Created at": "2026-01-31 10:02:11 -0600",
        "Shipping Name": "Mara Quill",
        "Shipping Street": "10 Lake St",
        "Shipping Address1": "10 Lake St",
        "Shipping City": "Chicago",
        "Shipping Zip": "60601",
        "Shipping Province": "IL",
        "Shipping Country": "US",
        "Source": "web",
        **own,
    }
    return lines


def workbook(rows: Sequence[Sequence[object]], sheet: str = "Sheet1") -> bytes:
    """A spreadsheet with these rows on its second sheet."""
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Read me first"])
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Upload:
    """A person who uploads a file, and the page that they are led to."""

    def __init__(self, desk: Desk, client: FlaskClient, content: str | bytes, name: str = "orders.csv") -> None:
        self.desk, self.client = desk, client
        page = f"{desk.address}/orders/import"
        file = (io.BytesIO(content.encode() if isinstance(content, str) else content), name)
        self._show(client.post(page, data={**hidden_fields(client, page), "file": file}, follow_redirects=True))

    def _show(self, answer: Any) -> None:
        assert answer.status_code == 200
        self.address = answer.request.path
        self.page = BeautifulSoup(answer.text, "lxml")

    @property
    def words(self) -> str:
        """All that the page says, in one line."""
        return " ".join(self.page.get_text(" ").split())

    def table(self, caption: str) -> list[str]:
        """The rows of the table of that caption, each in one line."""
        for table in self.page.select("table"):
            head = table.select_one("caption")
            if head is not None and head.text.strip() == caption:
                return [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]
        return []

    def press(
        self,
        words: str,
        typed: Mapping[str, str] = MappingProxyType({}),
        tick: Sequence[int] = (),
        untick: Sequence[int] = (),
    ) -> "Upload":
        """Press the button whose words begin so, after orders were ticked by their line and fields filled by name."""
        named = [one for one in self.page.select("form button") if one.get_text(" ").strip().startswith(words)]
        assert named, self.words
        button = named[-1]
        form = button.find_parent("form")
        data: dict[str, Any] = {"orders": [], **_fields(form)}
        data["orders"] = [line for line in data["orders"] if int(line) not in untick] + [str(line) for line in tick]
        data |= typed
        if button.get("name"):
            data[str(button["name"])] = str(button.get("value", ""))
        self._show(self.client.post(str(form.get("action") or self.address), data=data, follow_redirects=True))
        return self


def _fields(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for one in form.select("input[name], select[name]"):
        if one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            data[one["name"]] = chosen["value"]
        elif one.get("type") == "checkbox":
            if one.has_attr("checked"):
                data.setdefault(one["name"], []).append(one["value"])
        else:
            data[one["name"]] = one.get("value", "")
    return data


def stored() -> dict[str, Order]:
    """Every order of the desk, by its number."""
    db.session.expire_all()
    return {order.source_id: order for order in db.session.scalars(select(Order).order_by(Order.id))}


def lines_of(order: Order) -> list[tuple[int, str, str]]:
    """The items of an order: how many of which SKU at which price."""
    return [(item.quantity, item.code, money(item.price)) for item in order.items]


def money(amount: Decimal) -> str:
    """An amount with two decimals."""
    return f"{amount:.2f}"
