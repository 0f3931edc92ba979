"""Shipments go back to the pretend Shopify shop: once each, with what they hold; no trouble is silent."""

from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from harness.shopify_desk import MUG, ShopifyDesk
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.channels.shops import parcels
from zoho_app.extensions import db
from zoho_app.kinds import SEND_PARCELS
from zoho_app.orders import shipments
from zoho_app.orders.models import Order, Shipment

CARD = {"sku": "BD-CARD-25", "title": "Card", "price": "3.00"}
TWO_LINES = [{**MUG, "quantity": 3}, {**CARD, "quantity": 2}]


def arrived(shopify: ShopifyDesk, **given: Any) -> str:
    """An order of the shop that came in."""
    if not shopify.shop_id:
        shopify.connect()
    key = shopify.place(**given)
    shopify.read()
    return key


def failure() -> Appointment:
    db.session.remove()
    kind = (Appointment.kind == SEND_PARCELS.name, Appointment.state == FAILED)
    return db.session.scalars(select(Appointment).where(*kind)).one()


def test_a_shipment_becomes_a_fulfillment_of_all_that_waits(shopify: ShopifyDesk) -> None:
    key = arrived(shopify, lines=TWO_LINES)
    shipment_id = shopify.ship(key, "1Z999AA10123456784", carrier_code="ups ground")
    shopify.desk.work("shops")

    (made,) = shopify.fulfillments(key)
    assert [(info["number"], info["company"]) for info in made["tracking"]] == [("1Z999AA10123456784", "UPS")]
    assert sorted(line["quantity"] for line in made["lines"]) == [2, 3]
    assert made["notified"] is False
    (order,) = shopify.orders()
    assert db.session.get_one(Shipment, shipment_id).cart_shipment_id == made["id"]
    assert shopify.desk.history(order.id)[0] == (
        "Bookdesk: Shipment 1Z999AA10123456784 told to Shopify: fulfillment #1001-F1."
    )
    assert shopify.desk.work("shops") == 0
    assert shopify.read() == "nothing new"
    assert len(shopify.calls("ShipParcel")) == 1


def test_what_ships_from_two_places_is_one_fulfillment_for_each(shopify: ShopifyDesk) -> None:
    key = arrived(shopify, lines=TWO_LINES, locations={"Main warehouse": {"1": 3}, "Outlet": {"2": 2}})
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-1"], ["A-1"]]
    assert shopify.parcels()[0].words == "fulfillments #1001-F1, #1001-F2"


def test_a_part_of_the_order_ships_as_a_part(shopify: ShopifyDesk) -> None:
    key = arrived(shopify, lines=TWO_LINES)
    shopify.ship(key, "A-1", order_items=[{"code": "BD-MUG-01", "quantity": 2}])
    shopify.desk.work("shops")
    (made,) = shopify.fulfillments(key)
    assert [line["quantity"] for line in made["lines"]] == [2]
    shopify.ship(key, "A-2")
    shopify.desk.work("shops")
    assert [sorted(line["quantity"] for line in one["lines"]) for one in shopify.fulfillments(key)] == [[2], [1, 2]]


def test_a_second_parcel_of_the_same_items_adds_its_number(shopify: ShopifyDesk) -> None:
    key = arrived(shopify)
    shopify.ship(key, "A-1", carrier_code="UPS")
    shopify.ship(key, "A-2", carrier_code="UPS")
    shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-1", "A-2"]]
    order_id = shopify.seen(key).order_id
    order = db.session.get_one(Order, order_id)
    shipments.delete(order.shipments[0], "Zoho Books")
    db.session.commit()
    shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-2"]]


def test_a_corrected_number_is_one_change_of_the_tracking(shopify: ShopifyDesk) -> None:
    key = arrived(shopify)
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    order = db.session.get_one(Order, shopify.seen(key).order_id)
    shipments.delete(order.shipments[0], "Zoho Books", "is no longer in Zoho Books")
    shipments.add(order, {"tracking_number": "A-2", "carrier_code": "FedEx"}, "Zoho Books")
    db.session.commit()
    shopify.desk.work("shops")

    (made,) = shopify.fulfillments(key)
    assert [(info["number"], info["company"]) for info in made["tracking"]] == [("A-2", "FedEx")]
    assert len(shopify.calls("CorrectTracking")) == 1
    assert not shopify.calls("UndoParcel")
    assert [row.state for row in shopify.parcels()] == ["removed", "told"]


def test_a_corrected_number_follows_to_both_places(shopify: ShopifyDesk) -> None:
    key = arrived(shopify, lines=TWO_LINES, locations={"Main warehouse": {"1": 3}, "Outlet": {"2": 2}})
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    order = db.session.get_one(Order, shopify.seen(key).order_id)
    shipments.delete(order.shipments[0], "Zoho Books")
    shipments.add(order, {"tracking_number": "A-2"}, "Zoho Books")
    db.session.commit()
    shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-2"], ["A-2"]]


def test_a_shipment_that_was_removed_is_undone_there(shopify: ShopifyDesk) -> None:
    key = arrived(shopify)
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    order = db.session.get_one(Order, shopify.seen(key).order_id)
    shipments.delete(order.shipments[0], "operator@example.com")
    db.session.commit()
    shopify.desk.work("shops")
    assert shopify.fulfillments(key) == []
    shopify.ship(key, "A-1")  # the same number again, by mistake removed
    shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-1"]]


def test_other_items_in_a_parcel_are_shipped_anew(shopify: ShopifyDesk) -> None:
    key = arrived(shopify, lines=TWO_LINES)
    shipment_id = shopify.ship(key, "A-1", order_items=[{"code": "BD-MUG-01", "quantity": 3}])
    shopify.desk.work("shops")
    packed = [{"code": "BD-MUG-01", "quantity": 1}, {"code": "BD-CARD-25", "quantity": 2}]
    shipment = db.session.get_one(Shipment, shipment_id)
    shipments.update(shipment, {"tracking_number": "A-1", "order_items": packed}, "API")
    db.session.commit()
    shopify.desk.work("shops")
    (made,) = shopify.fulfillments(key)
    assert sorted(line["quantity"] for line in made["lines"]) == [1, 2]


def test_customers_are_told_as_the_settings_say(shopify: ShopifyDesk) -> None:
    key = arrived(shopify)
    shopify.shop.notify_customer = True
    db.session.commit()
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    assert shopify.fulfillments(key)[0]["notified"] is True


def test_people_who_shipped_it_there_under_the_number_are_not_repeated(shopify: ShopifyDesk) -> None:
    key = arrived(shopify, lines=TWO_LINES)
    shopify.do(key, "fulfill", quantities={"BD-MUG-01": 3}, tracking={"number": "A-1", "company": "UPS"})
    shopify.ship(key, "a 1".replace(" ", "-"))
    shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-1"]]
    assert not shopify.calls("ShipParcel")


def test_nothing_is_told_where_syncing_is_off_or_of_what_came_from_the_shop(shopify: ShopifyDesk) -> None:
    key = arrived(shopify)
    shopify.ship(key, "A-1", who=shopify.shop.name)
    shopify.shop.sync_tracking_numbers = False
    db.session.commit()
    shopify.ship(key, "A-2")
    assert shopify.desk.work("shops") == 0
    assert shopify.parcels() == []


def test_fulfillment_orders_that_are_late_are_waited_for(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shopify.control("settings", {"routing_delay": 3600.0})
    key = shopify.place()
    shopify.read()
    shopify.ship(key, "A-1")
    with freeze_time(tick=True) as clock:
        shopify.desk.work("shops")
        assert shopify.fulfillments(key) == []
        shopify.control("settings", {"clock_offset": 3700.0})
        clock.tick(11)
        shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-1"]]


@pytest.mark.parametrize(
    ("verb", "given", "cause", "words"),
    [
        (
            "hold",
            {"reason": "INVENTORY_OUT_OF_STOCK", "notes": "till Monday"},
            parcels.HELD,
            "inventory out of stock",
        ),
        ("cancel", {}, parcels.CANCELED, "canceled in Shopify"),
        ("fulfill", {"tracking": {"number": "OTHER"}}, parcels.SHIPPED, "fulfilled in Shopify already (#1001-F1)"),
        ("refund", {"lines": {"1": 1}}, parcels.NOTHING, "Nothing of the order is left to ship"),
    ],
)
def test_what_can_not_be_shipped_is_told_with_what_to_do(
    shopify: ShopifyDesk, verb: str, given: dict[str, Any], cause: str, words: str
) -> None:
    key = arrived(shopify)
    shopify.do(key, verb, **given)
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    failed = failure()
    assert (failed.cause, words in failed.answer) == (cause, True), failed.answer
    assert words in shopify.desk.history(shopify.orders()[0].id)[0]
    assert not shopify.calls("ShipParcel")


def test_after_the_hold_is_released_it_is_tried_again(shopify: ShopifyDesk) -> None:
    key = arrived(shopify)
    shopify.do(key, "hold")
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    shopify.do(key, "release")
    failed = failure()
    failed.state, failed.first_tried_at = "scheduled", None
    db.session.commit()
    shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-1"]]


def test_a_missing_scope_is_told_and_orders_still_come_in(shopify: ShopifyDesk) -> None:
    shopify.control("settings", {"scopes": ["read_orders", "read_all_orders", "read_customers"]})
    key = arrived(shopify)
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    assert failure().cause == parcels.NOT_ALLOWED
    assert shopify.shop.state == "connected"
    shopify.place()
    assert shopify.read() == "1 new"
