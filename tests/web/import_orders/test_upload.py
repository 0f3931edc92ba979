"""Importing orders from a file, and the sample orders."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import InventoryItem, Order

Post = Callable[..., Any]

GOOD = """Order Number,Email,Customer First Name,Customer Last Name,SKU,Item Name,Price,Quantity
A-1,ann@example.com,Ann,Bee,BD-MUG-01,Mug,14.50,2
A-1,ann@example.com,Ann,Bee,BD-PEN-01,Pen,22.50,1
A-2,cy@example.com,Cy,Dee,BD-CAP-01,Cap,19.00,1
"""
MIXED = GOOD + "A-3,nonsense,Eve,Fox,BD-CAP-01,Cap,twelve,1\n"


def upload(desk: Desk, client: FlaskClient, post: Post, content: str | bytes) -> BeautifulSoup:
    """Upload a file and return the page that follows."""
    content = content.encode() if isinstance(content, str) else content
    answer = post(client, f"{desk.address}/orders/import", file=(io.BytesIO(content), "orders.csv"))
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def confirm_address(page: BeautifulSoup) -> str:
    return str(page.find("button", string=re.compile("^Import ")).find_parent("form")["action"])


def orders() -> list[Order]:
    db.session.expire_all()
    return list(db.session.scalars(select(Order).order_by(Order.id)))


def words(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_the_preview_imports_nothing_yet(desk: Desk, operator: FlaskClient, post: Post) -> None:
    page = upload(desk, operator, post, GOOD)
    assert "Import 2 orders" in words(page)
    assert "2 × BD-MUG-01, 1 × BD-PEN-01" in words(page)
    assert orders() == []


def test_the_orders_of_the_preview_are_imported(desk: Desk, operator: FlaskClient, post: Post) -> None:
    page = upload(desk, operator, post, GOOD)
    answer = post(operator, f"{desk.address}/orders/import", confirm_address(page))
    assert "2 orders imported." in answer.text
    first, second = orders()
    assert (first.source_id, first.email, [item.quantity for item in first.items]) == (
        "A-1",
        "ann@example.com",
        [2, 1],
    )
    assert second.customer["last_name"] == "Dee"
    assert desk.history(first.id) == ["operator@example.com: Order Imported from Acme"]


def test_bad_lines_are_named_and_good_ones_imported(desk: Desk, operator: FlaskClient, post: Post) -> None:
    page = upload(desk, operator, post, MIXED)
    problems = [[cell.text for cell in row.select("td")] for row in page.select("table")[0].select("tbody tr")]
    assert ["5", "Price"] in [problem[:2] for problem in problems]
    answer = post(operator, f"{desk.address}/orders/import", confirm_address(page))
    assert "2 orders imported." in answer.text
    assert "1 order with problems were not imported (line 5)." in answer.text
    assert [order.source_id for order in orders()] == ["A-1", "A-2"]


def test_an_order_that_is_here_already_is_left_alone(desk: Desk, operator: FlaskClient, post: Post) -> None:
    post(operator, f"{desk.address}/orders/import", confirm_address(upload(desk, operator, post, GOOD)))
    page = upload(desk, operator, post, GOOD + "A-9,zed@example.com,Zed,Zee,BD-CAP-01,Cap,19.00,1\n")
    assert "2 orders already in Bookdesk" in words(page)
    post(operator, f"{desk.address}/orders/import", confirm_address(page))
    assert [order.source_id for order in orders()] == ["A-1", "A-2", "A-9"]


def test_capitals_in_a_sources_name_make_no_second_order(desk: Desk, operator: FlaskClient, post: Post) -> None:
    file = "Source Name,Order Number,Customer Last Name,SKU,Price\n{},1001,Bee,BD-MUG-01,1\n{},1001,Bee,BD-PEN-01,1\n"
    page = upload(desk, operator, post, file.format("Shopify", "shopify"))
    assert "Import 1 order" in words(page)
    post(operator, f"{desk.address}/orders/import", confirm_address(page))
    assert [(order.source_name, len(order.items)) for order in orders()] == [("Shopify", 2)]
    page = upload(desk, operator, post, file.format("SHOPIFY", "SHOPIFY"))
    assert "1 order already in Bookdesk" in words(page)
    assert page.find("button", string=re.compile("^Import [0-9]")) is None


def test_a_second_press_imports_nothing_twice(desk: Desk, operator: FlaskClient, post: Post) -> None:
    unnumbered = "Email,Customer First Name,SKU,Price\nann@example.com,Ann,BD-MUG-01,14.50\n"
    page = upload(desk, operator, post, unnumbered)
    assert "Without an order number: 1 order." in words(page)
    address = confirm_address(page)
    post(operator, f"{desk.address}/orders/import", address)
    retry = post(operator, f"{desk.address}/orders/import", address)
    assert "That file is no longer available." in retry.text
    assert len(orders()) == 1


def test_a_folder_that_the_store_has_not_is_a_problem_of_its_line(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    page = upload(
        desk,
        operator,
        post,
        "Order Number,Customer First Name,SKU,Price,Folder\n1,Ann,X,1,Nowhere\n2,Cy,X,1,closed\n",
    )
    assert "there is no folder named Nowhere" in words(page)
    post(operator, f"{desk.address}/orders/import", confirm_address(page))
    assert [(order.source_id, order.folder.name) for order in orders()] == [("2", "Closed")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "choose a file that is not empty"),
        (b"Order Number,Email\n1,a@example.com\n", "No column names the item: assign SKU or Item Name."),
        (b'SKU\n"unclosed\n', "can't be read"),
        (b"SKU,Price,Customer First Name\n" + b"X,1,Ann\n" * 2_001, "2,001 orders; the limit is 2,000"),
    ],
)
def test_a_file_that_cant_be_read_says_why(
    desk: Desk, operator: FlaskClient, post: Post, content: bytes, said: str
) -> None:
    assert said in words(upload(desk, operator, post, content))


@pytest.mark.parametrize("name", ["orders.xls", "orders.csv.exe", "orders", "orders.zip"])
def test_a_file_of_another_kind_is_refused_by_its_name(
    desk: Desk, operator: FlaskClient, post: Post, name: str
) -> None:
    page = f"{desk.address}/orders/import"
    answer = post(operator, page, file=(io.BytesIO(GOOD.encode()), name))
    assert "The name of the file must end with .csv, .tsv, .txt or .xlsx." in answer.text
    assert "Import 2 orders" not in answer.text
    answer = post(operator, page, file=(io.BytesIO(GOOD.encode()), "ORDERS.CSV"))
    assert "Import 2 orders" in answer.text


def test_a_preview_belongs_to_the_person_and_the_store_that_uploaded(
    desk: Desk, operator: FlaskClient, owner: FlaskClient, post: Post
) -> None:
    address = confirm_address(upload(desk, operator, post, GOOD))
    assert "That file is no longer available." in owner.get(address, follow_redirects=True).text
    post(owner, f"{desk.address}/orders/import", address)
    assert orders() == []
    assert "Import 2 orders" in operator.get(address).text


def test_an_upload_is_removed_after_a_day(desk: Desk, operator: FlaskClient, post: Post) -> None:
    old = confirm_address(upload(desk, operator, post, GOOD))
    for path in (Path(desk.app.instance_path) / "uploads").iterdir():
        two_days_ago = now().timestamp() - 2 * 86_400
        os.utime(path, (two_days_ago, two_days_ago))
    new = confirm_address(upload(desk, operator, post, GOOD))
    assert "That file is no longer available." in operator.get(old, follow_redirects=True).text
    assert "Import 2 orders" in operator.get(new).text


def test_the_template_can_be_uploaded_as_it_is(desk: Desk, operator: FlaskClient, post: Post) -> None:
    template = operator.get(f"{desk.address}/orders/import/template.csv")
    assert template.headers["Content-Type"].startswith("text/csv")
    assert "1 order to import" in words(upload(desk, operator, post, template.data))


def test_viewers_import_nothing(desk: Desk, viewer: FlaskClient) -> None:
    assert viewer.get(f"{desk.address}/orders/import").status_code == 403


def test_sample_orders_come_once_with_their_inventory(desk: Desk, operator: FlaskClient, post: Post) -> None:
    page = f"{desk.address}/orders/import"
    assert "6 orders added." in post(operator, page, f"{page}/samples").text
    assert "The sample orders have already been added." in post(operator, page, f"{page}/samples").text
    codes = set(db.session.scalars(select(InventoryItem.code)))
    assert len(orders()) == 6
    assert {item.code for order in orders() for item in order.items} == codes
    assert codes == {
        "BD-MUG-01",
        "BD-TEE-S",
        "BD-TEE-M",
        "BD-TEE-L",
        "BD-CAP-01",
        "BD-BAG-01",
        "BD-PEN-01",
        "BD-NOTE-01",
    }
