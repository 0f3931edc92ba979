"""Lists as files: what a page shows, whole, safe to open in a spreadsheet, and exact for programs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from harness.desk import Desk
from harness.statements import statements
from tests.support.downloads import FORMULA, as_csv, as_json
from zoho_app import kinds
from zoho_app.accounts import audit
from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db
from zoho_app.orders import inventory, shipments
from zoho_app.orders.files import reader
from zoho_app.orders.files.cells import cell, said
from zoho_app.zoho_books.models import Finding


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1", "'+49 30 1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("Ada;=1+1", "Ada;'=1+1"),
        ("Ada; @x\n+1", "Ada;' @x\n'+1"),
        ('Ada;"=1', "Ada;'\"=1"),
        ("'=1", "''=1"),
        ("Ada; Eve - and Bob", "Ada; Eve - and Bob"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("AB-1", "AB-1"),
        ("", ""),
        (None, ""),
        (-3, "-3"),
        (Decimal("-5.0000"), "-5.0000"),
        (Decimal("1E+3"), "1000"),
        (True, "yes"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00+00:00"),
        ("a\x00b", "ab"),
    ],
)
def test_a_cell_is_never_a_formula_and_numbers_stay_numbers(value: object, shown: str) -> None:
    assert cell(value) == shown


PIECES = st.sampled_from([*"=+-@;,\t\r\n'\" ＝a1", "', ", ';"='])


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=6).map("".join))
def test_no_cell_is_a_formula_wherever_a_spreadsheet_parts_the_line(text: str, before: str) -> None:
    line = io.StringIO()
    csv.writer(line).writerow([cell(before), cell(text), "end"])
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(line.getvalue(), newline=""), delimiter=delimiter):
            assert not [one for one in row if one.lstrip(" ").startswith(tuple("=+-@＝＋－＠"))]


@given(st.text(alphabet="=+-@;,\t\r\n'\" ＝a1", max_size=30))
def test_what_an_export_protects_an_import_reads_as_it_was(text: str) -> None:
    assert said(cell(text)) == text


def test_orders_as_csv(desk: Desk, viewer: FlaskClient) -> None:
    desk.store.time_zone = "Europe/Berlin"
    order = desk.order("1001", date_added="2026-07-01T10:00:00Z", customer={"first_name": FORMULA})
    shipments.add(order, {"tracking_number": "1Z 9"}, "API")
    db.session.commit()
    order_id = order.id
    (row,) = as_csv(viewer, f"{desk.address}/exports/orders.csv")
    expected = {
        "Bookdesk Order": str(order_id),
        "Order Number": "1001",
        "Date Added": "2026-07-01T12:00:00+02:00",
        "Folder": "New",
        "State": "Shipped",
        "Tracking Numbers": "1Z 9",
        "Pieces": "3",
        "Order Total": "49.9000",
        "Currency": "USD",
        "Customer First Name": f"'{FORMULA}",
        "Shipping Phone": "'+44 20 7946 0000",
        "Shipping City": "London",
    }
    assert {title: row[title] for title in expected} == expected


def test_the_currency_of_a_row_is_the_one_that_the_order_says(desk: Desk, viewer: FlaskClient) -> None:
    """A store in USD: only the order that says nothing is in USD."""
    desk.order("1")
    desk.order("2", order_metadata={"currency": "eur"})
    for name in ("orders", "items"):
        rows = as_csv(viewer, f"{desk.address}/exports/{name}.csv")
        assert {row["Order Number"]: row["Currency"] for row in rows} == {"1": "USD", "2": "EUR"}


def test_orders_as_json_are_as_they_are(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order("1001", customer={"first_name": FORMULA, "last_name": "Gödel"})
    order_id, date_added = order.id, order.date_added
    (row,) = as_json(viewer, f"{desk.address}/exports/orders.json")
    assert (row["bookdesk_order"], row["order_number"], row["pieces"]) == (order_id, "1001", 3)
    assert (row["order_total"], row["customer_first_name"]) == ("49.9000", FORMULA)
    assert datetime.fromisoformat(row["date_added"]) == date_added
    assert as_json(viewer, f"{desk.address}/exports/orders.json?q=nowhere") == []


def test_files_hold_what_the_list_shows_in_its_order_on_all_pages(
    desk: Desk, viewer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoho_app.web.exports.lists.order_rows.BATCH", 2)
    for number in range(5):
        desk.order(f"E{number}", source_name="Etsy")
    desk.order("S1")
    Desk.open(desk.app, "Other").order("F1", source_name="Etsy")
    rows = as_csv(viewer, f"{desk.address}/exports/orders.csv?source=Etsy&sort=number")
    assert [row["Order Number"] for row in rows] == ["E0", "E1", "E2", "E3", "E4"]
    rows = as_csv(viewer, f"{desk.address}/exports/items.csv?source=Etsy&sort=-number")
    assert [(row["Order Number"], row["SKU"]) for row in rows][:3] == [
        ("E4", "BD-MUG-01"),
        ("E4", "BD-BAG-01"),
        ("E3", "BD-MUG-01"),
    ]


def test_items_can_be_taken_in_again(desk: Desk, viewer: FlaskClient) -> None:
    desk.order("1001", order_items=[{"name": "=cmd", "code": "-7", "price": "3.5", "quantity": 2}])
    answer = viewer.get(f"{desk.address}/exports/items.csv")
    (order,) = reader.parse(answer.data).orders
    assert order.errors == []
    assert (order.data["source_id"], order.data["shipping_phone"]) == ("1001", "+44 20 7946 0000")
    (item,) = order.data["order_items"]
    assert (item["name"], item["code"], item["price"]) == ("=cmd", "-7", "3.5")


def test_a_long_list_costs_no_statement_a_row_and_is_read_in_batches(
    desk: Desk, viewer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoho_app.web.exports.lists.order_rows.BATCH", 4)
    for number in range(8):
        desk.order(str(number))
    with statements() as seen:
        assert len(as_csv(viewer, f"{desk.address}/exports/orders.csv")) == 8
    assert len(seen) <= 3 + 2 * 4, "\n\n".join(seen)  # a sign-in, then orders, items, shipments and states a batch


def test_inventory_as_files(desk: Desk, viewer: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoho_app.web.exports.batches.BATCH", 2)
    for code in ("b", "A", "c"):
        inventory.create(desk.store_id, {"code": code, "name": f"@{code}", "price": "1.5", "stock": -2})
    db.session.commit()
    rows = as_csv(viewer, f"{desk.address}/exports/inventory.csv")
    assert [(row["SKU"], row["Name"], row["Price"], row["Stock"]) for row in rows] == [
        ("A", "'@A", "1.5000", "-2"),
        ("b", "'@b", "1.5000", "-2"),
        ("c", "'@c", "1.5000", "-2"),
    ]
    assert [row["sku"] for row in as_json(viewer, f"{desk.address}/exports/inventory.json?q=B")] == ["b"]


def test_appointments_as_files(desk: Desk, viewer: FlaskClient) -> None:
    order_id = desk.order("1001").id
    for state in ("failed", "done"):
        row = {"store_id": desk.store_id, "queue": "zoho_books", "subject_id": order_id, "asked_by": "Auto"}
        db.session.add(Appointment(kind=kinds.SUBMIT.name, state=state, answer="No item.", **row))
    db.session.commit()
    assert [one["State"] for one in as_csv(viewer, f"{desk.address}/exports/appointments.csv")] == ["done", "failed"]
    (failed,) = as_json(viewer, f"{desk.address}/exports/appointments.json?state=failed")
    assert (failed["what"], failed["order"]) == ("Submit Order to Zoho Books", order_id)
    assert (failed["order_number"], failed["last_answer"], failed["ended_at"]) == ("1001", "No item.", None)


def test_differences_as_files(desk: Desk, viewer: FlaskClient) -> None:
    known = {"store_id": desk.store_id, "organization_id": "1", "salesorder_id": "9", "currency_code": "USD"}
    db.session.add(Finding(kind="extra", salesorder_number="SO-9", zoho_total=Decimal("3.10"), **known))
    db.session.commit()
    (row,) = as_csv(viewer, f"{desk.address}/exports/differences.csv")
    assert (row["Difference"], row["Sales Order"], row["Zoho Total"], row["Our Total"]) == (
        "extra",
        "SO-9",
        "3.1000",
        "",
    )


def test_changes_and_people_are_for_owners_and_hold_no_secret(
    desk: Desk, owner: FlaskClient, operator: FlaskClient
) -> None:
    audit.note(desk.store_id, "owner@example.com", "Store settings changed", {"name": ["Acme", "=Acme"]})
    db.session.commit()
    (change,) = as_csv(owner, f"{desk.address}/exports/changes.csv")
    assert (change["Who"], change["Changes"]) == ("owner@example.com", "Store name: Acme -> =Acme")
    people = as_json(owner, f"{desk.address}/exports/people.json")
    assert people == [
        {"email": "operator@example.com", "role": "operator", "can_sign_in": True},
        {"email": "owner@example.com", "role": "owner", "can_sign_in": True},
    ]
    for name in ("changes.csv", "people.json"):
        assert operator.get(f"{desk.address}/exports/{name}").status_code == 403


def test_a_stranger_gets_no_file(desk: Desk, viewer: FlaskClient) -> None:
    other = Desk.open(desk.app, "Other")
    for name in ("orders.csv", "items.json", "inventory.csv", "appointments.json", "differences.csv", "people.csv"):
        assert viewer.get(f"{other.address}/exports/{name}").status_code == 404
    assert viewer.get(f"{desk.address}/exports/orders.xml").status_code == 404
