"""Pick lists: each product once, with its place and all the orders that want it."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders import inventory

MUG = {"name": "Stoneware mug", "code": "BD-MUG-01", "price": 12.5}
TEE = {"name": "T-shirt", "code": "BD-TEE", "price": 20}


def test_the_pick_list_adds_up_by_product_and_variation_along_the_shelves(desk: Desk, viewer: FlaskClient) -> None:
    for code, location in (("bd-mug-01", "Shelf 9"), ("BD-TEE", "Shelf 10")):
        inventory.create(desk.store_id, {"code": code, "name": "x", "location": location})
    db.session.commit()
    orders = [
        desk.order(
            "1001", order_items=[{**MUG, "quantity": 2}, {**TEE, "quantity": 1, "variation_list": {"Size": "L"}}]
        ),
        desk.order("1002", order_items=[{**MUG, "code": " bd-mug-01", "quantity": 1}, {"name": "Card", "price": 1}]),
        desk.order("1003", order_items=[{**TEE, "quantity": 4, "variation_list": {"Size": "M"}}]),
    ]
    ids = "-".join(str(order.id) for order in orders)
    answer = viewer.get(f"{desk.address}/orders/print/pick-list?ids={ids}&view=sort%3Dadded")
    sheet = BeautifulSoup(answer.text, "lxml").select_one(".sheet")
    rows = [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("td")][:4]
        for row in sheet.select(".items tbody tr")
    ]
    assert rows == [
        ["Shelf 9", "3", "BD-MUG-01 Stoneware mug", "1001 (2), 1002"],
        ["Shelf 10", "1", "BD-TEE T-shirt Size: L", "1001"],
        ["Shelf 10", "4", "BD-TEE T-shirt Size: M", "1003 (4)"],
        ["–", "1", "No SKU Card", "1002"],
    ]
    assert "3 orders, 9 pieces" in " ".join(sheet.text.split())
