"""Shipments go back to the pretend WooCommerce shop: once each, in the way that the shop keeps them."""

from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from harness.woo_desk import MUG, WooDesk
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.extensions import db
from zoho_app.kinds import SEND_PARCELS
from zoho_app.orders import shipments
from zoho_app.orders.models import Order, Shipment

CARD = {"sku": "BD-CARD-25", "name": "Card", "price": "3.00"}
TWO_LINES = [{**MUG, "quantity": 3}, {**CARD, "quantity": 2}]
LINK = "https://parcel.example/k/KN-77"
WAYS: dict[str, dict[str, Any]] = {
    "Shipment Tracking": {"plugins": ["shipment-tracking"]},
    "Advanced Shipment Tracking": {"plugins": ["ast"]},
    "WooCommerce fulfillments": {"fulfillments": True},
    "Order notes": {},
}
META = "_wc_shipment_tracking_items"


def arrived(woo: WooDesk, shop: dict[str, Any] | None = None, *, lines: Any = None, **values: Any) -> str:
    """An order of the shop that came in."""
    woo.set_up(**(shop or {}))
    woo.connect(**values)
    key = woo.place(**({"lines": lines} if lines else {}))
    woo.read()
    return key


def told(woo: WooDesk, key: str) -> list[tuple[str, str]]:
    """The carriers and numbers that the shop has, however it keeps them; of notes the texts."""
    kept = woo.kept(key)
    meta = {row["key"]: row["value"] for row in kept["fields"]["meta_data"]}
    rows = [
        (one["tracking_provider"] or one["custom_tracking_provider"], one["tracking_number"])
        for one in meta.get(META, [])
    ]
    for one in kept["fulfillments"]:
        said = {row["key"]: row["value"] for row in one["meta_data"]}
        if one["deleted_at"] is None:
            rows.append((said.get("_provider_name") or said["_shipment_provider"], said["_tracking_number"]))
    return rows or [("note", one["note"]) for one in kept["notes"]]


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("Shipment Tracking", [("UPS", "1Z999AA10123456784")]),
        ("Advanced Shipment Tracking", [("UPS", "1Z999AA10123456784")]),
        ("WooCommerce fulfillments", [("ups", "1Z999AA10123456784")]),
        ("Order notes", [("note", "Shipped with ups: 1Z999AA10123456784.")]),
    ],
)
def test_a_shipment_is_told_once_in_the_way_of_the_shop(
    woo: WooDesk, way: str, expected: list[tuple[str, str]]
) -> None:
    key = arrived(woo, WAYS[way])
    shipment_id = woo.ship(key, "1Z999AA10123456784", carrier_code="ups")
    woo.desk.work("shops")
    found = [(carrier, number.partition(" https")[0]) for carrier, number in told(woo, key)]
    assert found == expected
    (order,) = woo.orders()
    assert woo.desk.history(order.id)[0] == (f"Bookdesk: Shipment 1Z999AA10123456784 told to WooCommerce: in {way}.")
    assert db.session.get_one(Shipment, shipment_id).cart_shipment_id
    assert woo.kept(key)["fields"]["status"] == "processing", "the store did not ask for more"
    assert woo.kept(key)["mails"] == []
    assert woo.desk.work("shops") == 0
    assert woo.read() == "nothing new", "our own change is no news"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_call_whose_answer_was_lost_is_looked_up_and_never_made_twice(woo: WooDesk, way: str, when: str) -> None:
    key = arrived(woo, WAYS[way])
    woo.fail({"action": "drop", "method": "POST", "path": "/wp-json/", "when": when})
    woo.ship(key, "A-1", carrier_code="UPS")
    woo.desk.work("shops")
    assert [row.state for row in woo.parcels()] == ["sending"]
    with freeze_time(tick=True) as clock:
        clock.tick(61)
        woo.desk.work("shops")
    assert len(told(woo, key)) == 1
    assert [row.state for row in woo.parcels()] == ["told"]


@pytest.mark.parametrize("way", WAYS)
def test_a_corrected_number_takes_the_place_of_the_former_one(woo: WooDesk, way: str) -> None:
    key = arrived(woo, WAYS[way])
    woo.ship(key, "A-1", carrier_code="UPS")
    woo.desk.work("shops")
    order = db.session.get_one(Order, woo.seen(key).order_id)
    shipments.delete(order.shipments[0], "Zoho Books", "is no longer in Zoho Books")
    shipments.add(order, {"tracking_number": "A-2", "carrier_code": "FedEx"}, "Zoho Books")
    db.session.commit()
    woo.desk.work("shops")
    found = [number for _, number in told(woo, key)]
    if way == "Order notes":
        assert [words.partition(". ")[0] for words in found[:2]] == ["Shipped with UPS: A-1", "No longer valid: A-1."]
        found = [found[2].partition(": ")[2].partition(".")[0]]
    assert found == ["A-2"]
    assert [row.state for row in woo.parcels()] == ["removed", "told"]


@pytest.mark.parametrize("way", ["Shipment Tracking", "WooCommerce fulfillments"])
def test_a_shipment_that_was_removed_is_taken_away_there(woo: WooDesk, way: str) -> None:
    key = arrived(woo, WAYS[way])
    woo.ship(key, "A-1")
    woo.desk.work("shops")
    order = db.session.get_one(Order, woo.seen(key).order_id)
    shipments.delete(order.shipments[0], "operator@example.com")
    db.session.commit()
    woo.desk.work("shops")
    assert told(woo, key) == []


def test_parcels_of_parts_hold_their_items_and_the_rest_is_the_last(woo: WooDesk) -> None:
    key = arrived(woo, {"fulfillments": True}, lines=TWO_LINES)
    woo.ship(key, "A-1", order_items=[{"code": "BD-MUG-01", "quantity": 2}])
    woo.desk.work("shops")
    woo.ship(key, "A-2")
    woo.desk.work("shops")
    items = [
        [item["qty"] for row in one["meta_data"] if row["key"] == "_items" for item in row["value"]]
        for one in woo.kept(key)["fulfillments"]
    ]
    assert items == [[2], [1, 2]]


def test_the_order_is_completed_once_all_of_it_is_on_its_way_if_the_store_wants_that(woo: WooDesk) -> None:
    key = arrived(woo, {"plugins": ["shipment-tracking"]}, lines=TWO_LINES, options={"completes": True})
    woo.ship(key, "A-1", order_items=[{"code": "BD-MUG-01", "quantity": 3}])
    woo.desk.work("shops")
    assert woo.kept(key)["fields"]["status"] == "processing"
    woo.ship(key, "A-2", order_items=[{"code": "BD-CARD-25", "quantity": 2}])
    woo.desk.work("shops")
    kept = woo.kept(key)
    assert kept["fields"]["status"] == "completed"
    assert [mail["about"] for mail in kept["mails"]] == ["completed"]


@pytest.mark.parametrize(("notifies", "mails"), [(True, ["note"]), (False, [])])
def test_the_buyer_is_told_when_the_store_wants_that(woo: WooDesk, notifies: bool, mails: list[str]) -> None:
    key = arrived(woo, notify_customer=notifies)
    woo.ship(key, "A-1")
    woo.desk.work("shops")
    assert [mail["about"] for mail in woo.kept(key)["mails"]] == mails


def test_a_carrier_that_the_plug_in_does_not_know_has_a_link_of_its_own(woo: WooDesk) -> None:
    key = arrived(woo, {"plugins": ["shipment-tracking"]})
    woo.ship(key, "KN-77", carrier_code="Kurier Nord", tracking_url=LINK)
    woo.desk.work("shops")
    (row,) = [one["value"] for one in woo.kept(key)["fields"]["meta_data"] if one["key"] == META]
    assert (row[0]["custom_tracking_provider"], row[0]["custom_tracking_link"]) == (
        "Kurier Nord",
        "https://parcel.example/k/%1$s",
    )


def test_what_somebody_typed_in_the_shop_already_is_not_added_again(woo: WooDesk) -> None:
    key = arrived(woo, {"plugins": ["shipment-tracking"]})
    item = {
        "tracking_provider": "UPS",
        "custom_tracking_provider": "",
        "custom_tracking_link": "",
        "tracking_number": "a 1",
        "date_shipped": "1795305600",
        "tracking_id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    }
    woo.do(key, "fields", meta_data=[{"id": 1, "key": META, "value": [item]}])
    woo.ship(key, "A1", carrier_code="UPS")
    woo.desk.work("shops")
    assert told(woo, key) == [("UPS", "a 1")]
    assert [row.state for row in woo.parcels()] == ["told"]


def test_a_firewall_that_refuses_put_and_delete_does_not_matter(woo: WooDesk) -> None:
    key = arrived(woo)
    woo.fail({"action": "html", "status": 403, "method": "PUT", "times": 0})
    woo.ship(key, "A-1")
    woo.desk.work("shops")
    meta = {row["key"]: row["value"] for row in woo.kept(key)["fields"]["meta_data"]}
    assert meta["_tracking_number"] == "A-1"


@pytest.mark.parametrize(
    ("shop", "number", "gone", "words"),
    [
        ({"plugins": ["ast"]}, "1Z/42", False, "takes letters, digits, blanks and hyphens alone"),
        ({}, "A-1", True, "no such order any more"),
    ],
)
def test_what_the_shop_does_not_take_waits_for_a_person_with_the_reason(
    woo: WooDesk, shop: dict[str, Any], number: str, gone: bool, words: str
) -> None:
    key = arrived(woo, shop)
    if gone:
        woo.do(key, "delete")
    woo.ship(key, number)
    woo.desk.work("shops")
    db.session.remove()
    kind = (Appointment.kind == SEND_PARCELS.name, Appointment.state == FAILED)
    assert words in db.session.scalars(select(Appointment).where(*kind)).one().answer
    assert any(words in line for line in woo.desk.history(woo.orders()[0].id))
