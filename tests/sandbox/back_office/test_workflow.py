"""The stand-in's packages and its workflow webhook: what is told of an edited sales order, and how it travels."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from harness.sandbox import InsideZoho
from zoho_app.sandbox.workflow.sender import Sender

RULE = {"address": "http://desk.test/hook", "header": "X-Bookdesk-Secret", "secret": "open sesame", "way": "once"}


@pytest.fixture
def zoho(tmp_path: Path) -> InsideZoho:
    zoho = InsideZoho(tmp_path)
    zoho.connect()
    return zoho


class Receiver:
    """Takes what the sender sends, with the answers of `statuses` first."""

    def __init__(self, zoho: InsideZoho, *statuses: int) -> None:
        self.sent: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._statuses = list(statuses)
        self.sender = Sender(zoho.app.extensions["store"], self._take)

    def _take(self, address: str, body: bytes, headers: dict[str, str], seconds: float) -> int:
        self.sent.append(json.loads(body)["salesorder"])
        self.headers.append(headers)
        return self._statuses.pop(0) if self._statuses else 200


def edited(zoho: InsideZoho, **rule: str) -> str:
    """A sales order whose tracking was typed while there is such a rule; its id."""
    order_id = str(zoho.create_order()["salesorder_id"])
    assert zoho.web.post("/settings/webhook", data={**RULE, **rule}).status_code == 303
    zoho.web.post(f"/orders/{order_id}/tracking", data={"cf_tracking_number": "1Z42"})
    return order_id


def test_an_edited_sales_order_is_told_with_the_secret_in_its_header(zoho: InsideZoho) -> None:
    receiver = Receiver(zoho)
    order_id = edited(zoho)
    assert receiver.sender.send_due() == 1
    (told,) = receiver.sent
    assert (told["salesorder_id"], told["custom_field_hash"]["cf_tracking_number"]) == (order_id, "1Z42")
    assert receiver.headers[0]["X-Bookdesk-Secret"] == "open sesame"
    zoho.create_order()
    assert receiver.sender.send_due() == 0


@pytest.mark.parametrize(("way", "deliveries"), [("twice", 2), ("lost", 0), ("late", 0), ("reversed", 1)])
def test_deliveries_may_come_otherwise(zoho: InsideZoho, way: str, deliveries: int) -> None:
    receiver = Receiver(zoho)
    edited(zoho, way=way)
    assert receiver.sender.send_due() == deliveries
    zoho.set_up(clock_offset=31)
    assert receiver.sender.send_due() == (1 if way == "late" else 0)


def test_a_failed_delivery_is_tried_three_more_times(zoho: InsideZoho) -> None:
    receiver = Receiver(zoho, 500, 500, 429, 500)
    edited(zoho)
    tried = 0
    for seconds in (0, 6, 40, 200, 1_000):
        zoho.set_up(clock_offset=seconds)
        tried += receiver.sender.send_due()
    assert tried == len(receiver.sent) == 4


@pytest.mark.parametrize("wrong", [{"address": "ftp://desk.test"}, {"way": "by pigeon"}, {"header": "X\r\nY"}])
def test_a_wrong_rule_is_refused(zoho: InsideZoho, wrong: dict[str, str]) -> None:
    assert zoho.web.post("/settings/webhook", data={**RULE, **wrong}).status_code == 400


def pack(zoho: InsideZoho, order_id: str, pieces: str, number: str = "1Z7") -> Any:
    page = BeautifulSoup(zoho.web.get(f"/orders/{order_id}").text, "lxml")
    (field,) = page.select("input[name^=quantity_]")
    form = {str(field["name"]): pieces, "parcel_carrier": "UPS", "parcel_number": number}
    return zoho.web.post(f"/orders/{order_id}/packages", data=form)


def test_a_part_of_an_order_is_packed_changed_and_deleted(zoho: InsideZoho) -> None:
    order_id = str(zoho.create_order()["salesorder_id"])
    assert pack(zoho, order_id, "3").status_code == 400
    assert pack(zoho, order_id, "1").status_code == 303
    order = zoho.get(f"/salesorders/{order_id}")["salesorder"]
    (package,) = order["packages"]
    assert (package["tracking_number"], package["quantity"]) == ("1Z7", 1)
    assert order["shipped_status"] == "partially_shipped"
    assert [(item["sku"], item["quantity"]) for item in package["line_items"]] == [("BD-MUG-01", 1)]
    assert order["line_items"][0]["quantity_packed"] == 1
    zoho.web.post(f"/orders/{order_id}/packages/{package['package_id']}", data={"parcel_number": "1Z8"})
    zoho.set_edition(package_items="not_listed")
    order = zoho.get(f"/salesorders/{order_id}")["salesorder"]
    assert order["packages"][0]["tracking_number"] == "1Z8"
    assert "line_items" not in order["packages"][0]
    zoho.web.post(f"/orders/{order_id}/packages/{package['package_id']}/delete")
    order = zoho.get(f"/salesorders/{order_id}")["salesorder"]
    assert (order["packages"], order["shipped_status"]) == ([], "")
