"""The packing slip of an order."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders import inventory


def test_the_slip_has_what_the_warehouse_needs_and_no_prices(desk: Desk, viewer: FlaskClient) -> None:
    inventory.create(desk.store_id, {"code": "bd-mug-01", "name": "Mug", "location": "Shelf 4"})
    order = desk.order(
        "SH-1001",
        checkout_data={"Gift Message": "Happy birthday"},
        order_items=[
            {
                "name": "Stoneware mug",
                "code": "BD-MUG-01",
                "price": 12.5,
                "quantity": 2,
                "variation_list": {"Size": "L"},
            },
            {"name": "Gift wrap", "code": "", "price": 99.25, "quantity": 1},
        ],
    )
    db.session.commit()
    page = BeautifulSoup(viewer.get(f"{desk.address}/orders/{order.id}").text, "lxml")
    link = next(link["href"] for link in page.select("main a") if link.text.strip() == "Packing slip")
    answer = viewer.get(link)
    slip = " ".join(BeautifulSoup(answer.text, "lxml").main.get_text(" ").split())
    for words in ("SH-1001", "12 St James's Square", "Standard", "2 BD-MUG-01 Stoneware mug Size: L Shelf 4"):
        assert words in slip
    for words in ("3 pieces", "No SKU Gift wrap", "Gift Message Happy birthday"):
        assert words in slip
    assert "12.50" not in slip
    assert "99.25" not in slip
    assert "desk-side" not in answer.text


def test_another_stores_slip_is_not_found(desk: Desk, viewer: FlaskClient) -> None:
    foreign = Desk.open(desk.app, "Other").order("9")
    assert viewer.get(f"{desk.address}/orders/{foreign.id}/print").status_code == 404
