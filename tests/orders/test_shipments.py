"""Shipments: each is added once, however often and by whomever it is reported."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order, Shipment
from zoho_app.orders.shipments import BadShipment, DuplicateShipment
from zoho_app.orders.tracking.carriers import tracking_url

PARCEL = {"tracking_number": "1Z 999 AA1", "carrier_code": "UPS", "shipment_method": "Ground"}


@pytest.fixture
def order(desk: Desk) -> Order:
    return desk.order()


def test_a_shipment_is_added_with_history_and_a_page_to_follow_it(desk: Desk, order: Order) -> None:
    shipments.add(order, PARCEL, "Zoho Books")
    db.session.commit()
    shipment = desk.reload(order).shipments[0]
    assert shipment.tracking_url == "https://www.ups.com/track?tracknum=1Z999AA1"
    assert shipment.source == "Zoho Books"
    assert desk.history(order.id)[0] == "Zoho Books: Shipment Added: 1Z 999 AA1 (UPS)"


@pytest.mark.parametrize(
    "again",
    [
        PARCEL,
        {"tracking_number": " 1z999aa1 "},
        {**PARCEL, "carrier_code": "United Parcel Service", "shipment_method": "Express"},
        {**PARCEL, "order_items": [{"code": "BD-MUG-01"}]},
    ],
)
def test_the_same_parcel_is_not_added_again(desk: Desk, order: Order, again: dict[str, Any]) -> None:
    shipments.add(order, PARCEL, "Zoho Books")
    db.session.commit()
    with pytest.raises(DuplicateShipment, match="1Z 999 AA1"):
        shipments.add(order, again, "API")
    assert db.session.scalar(select(func.count()).select_from(Shipment)) == 1


def test_one_number_may_stand_for_two_parcels_with_different_items(desk: Desk, order: Order) -> None:
    shipments.add(order, {**PARCEL, "order_items": [{"code": "BD-MUG-01"}]}, "API")
    shipments.add(order, {**PARCEL, "order_items": [{"code": "BD-BAG-01"}]}, "API")
    with pytest.raises(DuplicateShipment):
        shipments.add(order, {**PARCEL, "order_items": [{"code": "bd-bag-01", "quantity": "1"}]}, "API")
    assert len(order.shipments) == 2


def test_two_orders_may_travel_in_one_parcel(desk: Desk, order: Order) -> None:
    shipments.add(order, PARCEL, "API")
    shipments.add(desk.order("1002"), PARCEL, "API")
    assert db.session.scalar(select(func.count()).select_from(Shipment)) == 2


def test_a_correction_replaces_all_fields(desk: Desk, order: Order) -> None:
    shipment = shipments.add(order, PARCEL, "ada@example.com")
    shipments.update(shipment, {"tracking_number": "RR123", "carrier_code": "Royal Mail"}, "ada@example.com")
    db.session.commit()
    assert shipment.shipment_method == ""
    assert shipment.source == "Manual"
    assert "royalmail" in shipment.tracking_url
    assert desk.history(order.id)[0].endswith("Shipment Updated: 1Z 999 AA1 (UPS, Ground) is now RR123 (Royal Mail)")


def test_a_deleted_shipment_may_be_added_again(desk: Desk, order: Order) -> None:
    shipments.delete(shipments.add(order, PARCEL, "API"), "API")
    shipments.add(order, PARCEL, "API")
    db.session.commit()
    assert len(desk.reload(order).shipments) == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**PARCEL, "tracking_url": "http://example.com/x"}, "tracking_url"),
        ({**PARCEL, "tracking_url": "javascript:alert(1)"}, "tracking_url"),
        ({**PARCEL, "tracking_url": "https://[broken"}, "tracking_url"),
        ({**PARCEL, "date_shipped": "yesterday"}, "date_shipped"),
        ({**PARCEL, "order_items": [{}]}, "order_items[0].code"),
        ({**PARCEL, "cost": "lots"}, "cost"),
        ({"tracking_number": "x" * 201}, "tracking_number"),
    ],
)
def test_a_bad_shipment_is_refused_by_field(order: Order, data: dict[str, Any], field: str) -> None:
    with pytest.raises(BadShipment) as refused:
        shipments.add(order, data, "API")
    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize(
    ("carrier", "host"),
    [
        ("USPS", "tools.usps.com"),
        ("usps_first_class", "tools.usps.com"),
        ("UPS Ground", "www.ups.com"),
        ("Fed Ex", "www.fedex.com"),
        ("DHL Express", "www.dhl.com"),
        ("royal-mail", "www.royalmail.com"),
        ("DPD", "tracking.dpd.de"),
        ("GLS", "gls-group.com"),
    ],
)
def test_known_carriers_have_a_page_to_follow_the_parcel(carrier: str, host: str) -> None:
    assert tracking_url(carrier, "A/1 2").startswith(f"https://{host}/")
    assert "A%2F12" in tracking_url(carrier, "A/1 2")


def test_unknown_carriers_and_missing_numbers_have_none() -> None:
    assert tracking_url("My cousin's van", "1") == ""
    assert tracking_url("UPS", "n/a") == ""


@pytest.mark.parametrize(
    "typed", ["https://www.ups.com/track?tracknum=1Z999AA10123456784", "http://t.example/1Z999AA10123456784"]
)
def test_a_link_instead_of_a_number_is_told_apart_at_every_door(order: Order, typed: str) -> None:
    shipment = shipments.add(order, {"tracking_number": typed, "carrier_code": "UPS"}, "API")
    assert shipment.tracking_number == "1Z999AA10123456784"
    assert shipment.tracking_url == typed.replace("http://", "https://")


def test_a_link_that_was_given_goes_before_the_one_in_the_number(order: Order) -> None:
    own = "https://parcels.example/mine"
    data = {"tracking_number": "https://t.example/1Z999AA10123456784", "tracking_url": own}
    assert shipments.add(order, data, "API").tracking_url == own


def test_a_label_is_no_part_of_a_number(order: Order) -> None:
    shipment = shipments.add(order, {"tracking_number": "Tracking: 1Z999AA10123456784."}, "API")
    assert shipment.tracking_number == "1Z999AA10123456784"
