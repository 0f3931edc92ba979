"""Files that nobody knows: their columns are assigned once, with samples and proposals, and remembered."""

import json
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk
from tests.support.import_files import Upload, lines_of, money, stored

WHOLESALE = (
    "PO,Retailer,Ship Date,Style,Description,Units,Wholesale,Line Value,Season\n"
    "PO-7,Harbor Gifts,,MUG-BLUE,Blue mug,24,6.25,150.00,Spring\n"
    "PO-7,Harbor Gifts,,POSTER-A2,Poster A2,10,12.00,120.00,Spring\n"
)
SECOND_MONTH = WHOLESALE.replace("PO-7", "PO-8").replace("24,6.25,150.00", "12,6.25,75.00")


def column(upload: Upload, title: str) -> str:
    """The name of the field that says what a column means."""
    label = next((one for one in upload.page.select("th label") if one.text.strip() == title), None)
    assert label is not None, upload.words
    return str(label["for"])


def chosen(upload: Upload, title: str) -> str:
    select = upload.page.find("select", attrs={"name": column(upload, title)})
    return " ".join(select.select_one("option[selected]").text.split())


def test_a_wholesale_file_is_mapped_by_hand_and_uploaded_again_a_month_later(
    desk: Desk, operator: FlaskClient
) -> None:
    upload = Upload(desk, operator, WHOLESALE)
    assert "Check what is proposed for these columns: PO, Retailer, Style, Description, Wholesale." in upload.words
    assert "Choose what these columns mean: Line Value." in upload.words
    assert "No column is" not in upload.words, "what is proposed is not missed"
    assert [chosen(upload, title) for title in ("Retailer", "Style", "Description", "Units", "Wholesale")] == [
        "Customer Full Name",
        "SKU",
        "Item Name",
        "Quantity",
        "Price",
    ]
    assert "Harbor Gifts" in upload.words
    assert "PO-7" in upload.words
    typed = {column(upload, "PO"): "source_id", column(upload, "Retailer"): "customer_company"}
    typed |= {column(upload, "Line Value"): "line.total", column(upload, "Season"): "order_metadata."}
    upload.press("Check", {**typed, "source": "Wholesale", "name": "Wholesale orders"})
    assert "1 order to import" in upload.words
    upload.press("Import 1 order")
    order = stored()["PO-7"]
    assert lines_of(order) == [(24, "MUG-BLUE", "6.25"), (10, "POSTER-A2", "12.00")]
    assert (money(order.order_total), order.customer["company"]) == ("270.00", "Harbor Gifts")
    assert (order.source_name, order.order_metadata["Season"]) == ("Wholesale", "Spring")
    again = Upload(desk, operator, SECOND_MONTH)
    assert "1 order to import" in again.words
    again.press("Import 1 order")
    assert lines_of(stored()["PO-8"])[0] == (12, "MUG-BLUE", "6.25")


def test_what_is_not_decided_is_left_out_by_one_press(desk: Desk, operator: FlaskClient) -> None:
    file = "Order Number,Customer Last Name,SKU,Price,Quantity,Net Margin,Buyer Grade,Foo\n1,Bee,MUG,2.00,1,0.5,A,x\n"
    upload = Upload(desk, operator, file)
    assert "Choose what these columns mean: Net Margin, Buyer Grade." in upload.words
    upload.press("Leave out 2 undecided columns")
    assert "1 order to import" in upload.words
    assert "1 order to import" in Upload(desk, operator, file).words


def test_a_column_of_a_shop_that_nobody_knows_is_asked_about(desk: Desk, operator: FlaskClient) -> None:
    head = "Name,Email,Total,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Tip Amount\n"
    line = "#1,a@example.com,14.50,1,Mug,12.50,Ann Bee,{}\n"
    assert "what these columns mean: Tip Amount." in Upload(desk, operator, head + line.format("2.00")).words
    assert "1 order" in Upload(desk, operator, head + line.format("0.00").replace("14.50", "12.50")).words


def test_remembered_columns_can_be_changed_exported_and_forgotten(desk: Desk, operator: FlaskClient) -> None:
    file = "Order Number,Customer Last Name,SKU,Price,Quantity,Margin Value\n1,Bee,MUG,2.00,1,0.5\n"
    Upload(desk, operator, file).press("Leave out 1 undecided column", {"name": "Fair"})
    page = f"{desk.address}/orders/import"
    export = operator.get(f"{page}/columns/1/export.json")
    assert json.loads(export.data)["name"] == "Fair"
    assert json.loads(export.data)["fields"]["marginvalue"] == ""
    change = Upload.__new__(Upload)
    change.desk, change.client = desk, operator
    change._show(operator.get(f"{page}/columns/1"))
    change.press("Save", {column(change, "Margin Value"): "order_metadata."})
    assert "Columns saved." in change.words
    Upload(desk, operator, file).press("Import 1 order")
    assert stored()["1"].order_metadata["Margin Value"] == "0.5"
    change._show(operator.get(page))
    change.press("Forget")
    assert "Forgotten." in change.words
    assert "Choose what these columns mean" in Upload(desk, operator, file.replace("1,Bee", "2,Bee")).words


def test_columns_of_another_store_are_not_there(
    app: Flask, desk: Desk, operator: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    file = "Order Number,Customer Last Name,SKU,Price,Quantity,Margin Value\n1,Bee,MUG,2.00,1,0.5\n"
    Upload(desk, operator, file).press("Leave out 1 undecided column")
    other = Desk.open(app, "Other")
    other.person("operator")
    assert operator.get(f"{other.address}/orders/import/columns/1").status_code == 404
    assert operator.get(f"{other.address}/orders/import/columns/1/export.json").status_code == 404


def test_orders_are_not_imported_when_the_columns_were_changed_meanwhile(desk: Desk, operator: FlaskClient) -> None:
    file = "Order Number,Customer Last Name,SKU,Price,Quantity,Margin Value\n1,Bee,MUG,2.00,1,0.5\n"
    upload = Upload(desk, operator, file)
    upload.press("Leave out 1 undecided column")
    other = Upload(desk, operator, file)
    address = str(other.page.find("a", string="Change columns")["href"])
    other._show(operator.get(address))
    other.press("Check", {column(other, "Price"): "", column(other, "Margin Value"): "order_items.price"})
    upload.press("Import 1 order")
    assert "The meaning of the columns was changed meanwhile." in upload.words
    assert stored() == {}


def test_a_column_of_nonsense_choices_is_left_out(desk: Desk, operator: FlaskClient) -> None:
    upload = Upload(desk, operator, WHOLESALE)
    upload.press("Check", {column(upload, "PO"): "id; DROP", "dates": "x", "encoding": "rot13"})
    assert "order" in upload.words
