"""Orders from CSV files, however a spreadsheet wrote them; every problem by line and column."""

from __future__ import annotations

import pytest

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders import import_order
from zoho_app.orders.files import limits, reader
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.template import template

SMALL = "Order Number,Shipping Last Name,SKU,Price,Quantity\n"


def problems(text: str | bytes) -> list[str]:
    return [str(error) for error in reader.parse(text).errors]


def test_our_own_template_can_be_imported_as_it_is(desk: Desk) -> None:
    preview = reader.parse(template())
    assert (preview.errors, preview.ignored) == ([], [])
    order = import_order.import_order(desk.store, preview.orders[0].data, "ada@example.com")
    db.session.commit()
    assert order.source_id == "1001"
    assert [(item.code, item.quantity) for item in order.items] == [("BD-MUG-01", 2), ("BD-NOTE-01", 1)]


def test_lines_with_one_number_are_one_order_and_lines_without_are_their_own(desk: Desk) -> None:
    preview = reader.parse(f"{SMALL}7,Ada,A,1,1\n8,Eve,B,1,1\n7,,C,2,3\n,Bob,D,1,1\n,Bob,D,1,1\n")
    assert [len(order.data["order_items"]) for order in preview.orders] == [2, 1, 1, 1]
    assert preview.errors == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_of_every_spreadsheet_are_read(separator: str, encoding: str) -> None:
    text = f'{SMALL}7,"Müller\nSöhne",A,"12.50",2\n'.replace(",", separator)
    data = reader.parse(text.encode(encoding)).orders[0].data
    assert data["shipping_last_name"] == "Müller\nSöhne"
    assert data["order_items"] == [{"code": "A", "price": "12.50", "quantity": "2"}]


def test_titles_may_be_written_loosely() -> None:
    titles = "order_no;E-Mail Address;ship to ZIP code;product sku;UNIT PRICE;Qty;Ship To Name;Foo"
    preview = reader.parse(f"{titles}\n1;a@b.de;1;A;1;2;Ada B;x\n")
    assert preview.ignored == ["Foo"]
    assert preview.orders[0].data == {
        "source_id": "1",
        "email": "a@b.de",
        "shipping_postal_code": "1",
        "shipping_first_name": "Ada",
        "shipping_last_name": "B",
        "order_items": [{"code": "A", "price": "1", "quantity": "2"}],
    }


def test_metadata_and_variations_have_columns_of_their_own(desk: Desk) -> None:
    text = "SKU,Price,Shipping Company,Metadata: tax_id,Variation: Size,Checkout Data: Gift Message,"
    text += "Order Metadata: notes\n"
    order = import_order.import_order(
        desk.store, reader.parse(f"{text}A,1,Acme,7,L,Hi,Ring\n").orders[0].data, "x@y.z"
    )
    assert order.items[0].item_metadata == {"tax_id": "7"}
    assert order.items[0].variation_list == {"Size": "L"}
    assert order.checkout_data == {"Gift Message": "Hi"}
    assert order.order_metadata == {"notes": "Ring"}


@pytest.mark.parametrize(
    ("typed", "price"), [("1,234.50", "1234.50"), ("12,50", "12.50"), ("1.234,50", "1234.50"), ("12.5", "12.5")]
)
def test_amounts_are_read_as_spreadsheets_write_them(typed: str, price: str) -> None:
    preview = reader.parse(f'{SMALL}7,Ada,A,"{typed}",1\n')
    assert preview.errors == []
    assert preview.orders[0].data["order_items"][0]["price"] == price


def test_problems_name_their_line_and_column() -> None:
    text = f'{SMALL}7,"Ada\nL",A,1,1\n7,,B,"1,234",0.5\n8,Cy,C,x,1\n9,Eve,,1,1\n7,Bob,D,1,1\n'
    text += "10,Eve,E,1,1,extra\n11,,F,1,1\n"
    assert problems(text) == [
        "Line 4, Price: 1,234 may be two numbers; say on the columns step what stands before decimals",
        "Line 4, Quantity: must be a whole number from 1 to 1000000",
        "Line 5, Price: must be a number like 12.50; it says “x”",
        "Line 6: order_items[0].name: give a name or a code (SKU)",
        "Line 7, Shipping Last Name: line 2 says “Ada\nL” for the same order",
        "Line 8: has more cells than there are columns; a text with the separator needs quotation marks",
        "Line 9: says no first name, last name or company: an order needs a customer",
    ]


def test_good_orders_stay_good_beside_bad_ones() -> None:
    orders = reader.parse(f"{SMALL}7,Ada,A,1,1\n8,Eve,B,x,1\n").orders
    assert [bool(order.errors) for order in orders] == [False, True]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (SMALL.encode(), "no orders"),
        (f'{SMALL}7,"Ada,A,1,1\n'.encode(), "Line 2 can't be read"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not readable text"),
        (b"\xff\xfe\x00", "not readable text"),
        (b"x" * (limits.MOST_BYTES + 1), "too large: at most 8 MB"),
        ((SMALL + "7,Ada,A,1,1\n" * 20_001).encode(), "more than 20000 lines"),
        (SMALL.encode() + b"7," + b"x" * 200_000 + b",A,1,1\n", "Line 2 can't be read"),
    ],
)
def test_a_file_that_is_no_order_file_is_refused_in_plain_words(content: bytes, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        reader.parse(content)
