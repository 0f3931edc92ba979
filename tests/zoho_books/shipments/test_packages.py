"""Packages of organizations with Zoho Inventory come back as shipments with what is in them."""

from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from tests.support.pushes import Knocker
from tests.support.submit import check
from zoho_app.zoho_books.shipments import packages


class Warehouse:
    """Packs sales orders in the back office of the sandbox."""

    def __init__(self, books: Books, order_id: int) -> None:
        self._url = f"{books.url}/orders/{order_of(order_id).fulfillment_id}"
        self.books, self.salesorder_id = books, order_of(order_id).fulfillment_id

    def pack(self, number: str, *pieces: int, carrier: str = "UPS") -> str:
        """Pack so many pieces of each line; returns the package's id."""
        page = BeautifulSoup(requests.get(self._url, timeout=10).text, "lxml")
        names = [str(field["name"]) for field in page.select("input[name^=quantity_]")]
        counts = dict(zip(names, (*map(str, pieces), *["0"] * len(names)), strict=False))
        self._post("", {**counts, "parcel_carrier": carrier, "parcel_number": number})
        return str(self.packages()[-1]["package_id"])

    def change(self, package_id: str, number: str, carrier: str = "UPS") -> None:
        self._post(f"/{package_id}", {"parcel_carrier": carrier, "parcel_number": number})

    def delete(self, package_id: str) -> None:
        self._post(f"/{package_id}/delete", {})

    def packages(self) -> list[dict[str, Any]]:
        return list(self.books.call("GET", f"/salesorders/{self.salesorder_id}")["salesorder"]["packages"])

    def _post(self, path: str, form: dict[str, str]) -> None:
        requests.post(f"{self._url}/packages{path}", data=form, timeout=10).raise_for_status()


def shipped(order_id: int) -> list[tuple[str, dict[str, int]]]:
    """Number and contents of each shipment."""
    found = order_of(order_id).shipments
    return [(one.tracking_number, {item["code"]: item["quantity"] for item in one.order_items}) for one in found]


@pytest.mark.parametrize("package_items", ["listed", "not_listed"])
def test_a_part_of_an_order_is_a_shipment_of_that_part(desk: Desk, books: Books, package_items: str) -> None:
    requests.post(
        f"{books.url}/sandbox/edition", json={"package_items": package_items}, timeout=10
    ).raise_for_status()
    order_id = submitted(desk)
    warehouse = Warehouse(books, order_id)
    warehouse.pack("1Z1", 1)
    check(desk)
    assert shipped(order_id) == [("1Z1", {"BD-MUG-01": 1})]
    item = order_of(order_id).shipments[0].order_items[0]
    assert item["id"] == str(order_of(order_id).items[0].id)
    warehouse.pack("1Z2", 1, 1)
    check(desk)
    check(desk)
    assert shipped(order_id) == [("1Z1", {"BD-MUG-01": 1}), ("1Z2", {"BD-MUG-01": 1, "BD-BAG-01": 1})]


def test_a_number_that_stands_in_a_package_and_in_the_field_is_one_shipment(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    warehouse = Warehouse(books, order_id)
    books.ship(warehouse.salesorder_id, "1Z1")
    check(desk)
    assert shipped(order_id) == [("1Z1", {})]
    package_id = warehouse.pack("1Z 1", 1)
    check(desk)
    assert shipped(order_id) == [("1Z1", {"BD-MUG-01": 1})]
    warehouse.delete(package_id)
    check(desk)
    assert [number for number, _ in shipped(order_id)] == ["1Z1"]


def test_changed_and_deleted_packages_are_followed(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    warehouse = Warehouse(books, order_id)
    first, second = warehouse.pack("1Z1", 1), warehouse.pack("1Z2", 1)
    check(desk)
    warehouse.change(first, "1Z1", carrier="FedEx")
    warehouse.change(second, "1Z3")
    check(desk)
    assert [number for number, _ in shipped(order_id)] == ["1Z1", "1Z3"]
    assert order_of(order_id).shipments[0].carrier_code == "FedEx"
    warehouse.delete(second)
    check(desk)
    assert shipped(order_id) == [("1Z1", {"BD-MUG-01": 1})]


def test_a_package_without_a_number_is_a_shipment_too(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    warehouse = Warehouse(books, order_id)
    package_id = warehouse.pack("", 1)
    check(desk)
    check(desk)
    assert shipped(order_id) == [("n/a", {"BD-MUG-01": 1})]
    warehouse.delete(package_id)
    check(desk)
    assert shipped(order_id) == []


def test_a_pushed_package_costs_one_read_and_its_repeat_none(desk: Desk, books: Books) -> None:
    knocker = Knocker(desk, books)
    order_id = submitted(desk)
    Warehouse(books, order_id).pack("1Z1", 1)
    books.count_from_here()
    knocker.push(order_id)
    assert knocker.calls() == [f"GET /salesorders/{order_of(order_id).fulfillment_id}"]
    assert shipped(order_id) == [("1Z1", {"BD-MUG-01": 1})]
    books.count_from_here()
    knocker.push(order_id)
    assert knocker.calls() == []


LINES = [{"sku": "A", "name": "A", "quantity_packed": 2}, {"sku": "B", "name": "B", "quantity_packed": 1.0}]
ONE = {"package_id": "1", "status": "shipped", "tracking_number": "1Z1", "quantity": 3}


@pytest.mark.parametrize(
    ("rows", "contents"),
    [
        ([ONE], [{"A": 2, "B": 1}]),
        ([{**ONE, "quantity": 2}], [{}]),  # not what the lines say
        ([{**ONE, "quantity": 1}, {**ONE, "package_id": "2", "tracking_number": "1Z2", "quantity": 2}], [{}, {}]),
        ([{**ONE, "status": "not_shipped", "tracking_number": ""}], []),
        ([{**ONE, "status": "void"}], []),
        ([{**ONE, "line_items": [{"sku": "A", "quantity": 1.5}]}], [{"A": 2, "B": 1}]),
        ([ONE, {**ONE, "package_id": "2", "line_items": [{"sku": "A", "quantity": 1}], "quantity": 1}], [{}]),
        (["nonsense", None], []),
    ],
)
def test_what_is_in_a_package_is_told_only_where_it_is_certain(
    rows: list[Any], contents: list[dict[str, int]]
) -> None:
    found = packages.read({"packages": rows, "line_items": LINES})
    assert found is not None
    parcels = packages.parcels(found)
    assert [{item.sku: item.quantity for item in parcel.items} for parcel in parcels] == contents
