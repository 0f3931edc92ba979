"""From a file through the preview to Zoho Books: days that stay the same, and orders that are here already."""

import pytest
from flask.testing import FlaskClient

from harness.books import Books
from harness.desk import Desk
from tests.support.import_files import SHOPIFY, Upload, money, shopify, stored, written
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import Connection

PACIFIC = "America/Los_Angeles"
FAIR = """Order Number,Source Name,Email,Order Date,Ship First Name,Ship Last Name,SKU,Item Name,Price,Quantity
7001,Trade fair,lea@example.com,2026-01-31,Lea,Wolf,BD-MUG-01,Blue mug,12.50,1
7002,Trade fair,ned@example.com,2026-01-31 02:10,Ned,Ames,BD-MUG-01,Blue mug,12.50,1
7003,Trade fair,uma@example.com,2026-01-31 20:10:00 -0800,Uma,Rey,BD-MUG-01,Blue mug,12.50,1
7004,Trade fair,eli@example.com,2026-02-01T04:10:00Z,Eli,Fox,BD-MUG-01,Blue mug,12.50,1
"""


@pytest.mark.parametrize("form", ["as shops write them", "as a spreadsheet in Britain shows them"])
def test_a_day_in_a_file_is_the_day_of_the_sales_order(
    desk: Desk, books: Books, operator: FlaskClient, form: str
) -> None:
    desk.store.time_zone = PACIFIC
    db.session.get_one(Connection, desk.store_id).time_zone = PACIFIC
    db.session.commit()
    file = FAIR if form.startswith("as shops") else FAIR.replace("2026-01-31,", "31/01/2026,")
    upload = Upload(desk, operator, file)
    upload.press("Import 4 orders")
    for order in stored().values():
        actions.submit(order, "operator@example.com")
    db.session.commit()
    desk.work()
    dates = {sent["reference_number"]: sent["date"] for sent in books.sales_orders()}
    assert dates == dict.fromkeys(("7001", "7002", "7003", "7004"), "2026-01-31")


def test_an_order_that_the_api_brought_is_not_imported_again_from_a_file(desk: Desk, operator: FlaskClient) -> None:
    order = {"email": "MARA.quill@example.com", "date_added": "2026-01-31 16:02:11", "shipping_total": 5.90}
    items = [("2", "MUG-BLUE", "12.50"), ("1", "MUG-RED", "13.00"), ("1", "POSTER-A2", "24.95")]
    lines = [{"name": sku, "code": sku, "price": price, "quantity": many} for many, sku, price in items]
    desk.order("1001", source_name="Shopify", order_items=lines, discount_list=[], **order)
    assert money(stored()["1001"].order_total) == "68.85"  # 25.00 + 13.00 + 24.95 + 5.90
    rows = shopify("#1001", *items, Shipping="5.90", Total="68.85")
    upload = Upload(desk, operator, written(SHOPIFY, [*rows, *shopify("#1002", items[0], Total="25.00")]))
    (told,) = upload.table("Not ticked: tick those to import anyway")
    assert "It looks like order 1 (Shopify 1001), which is here: same number, e-mail, total, day." in told
    upload.press("Import 1 order")
    assert sorted(stored()) == ["#1002", "1001"]
