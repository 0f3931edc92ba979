"""Tracking as people type it in Zoho Books comes back as parcels that a channel can use."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from tests.support.submit import check
from zoho_app.channels import settings as channel_settings
from zoho_app.channels.models import Delivery
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.shipments import tracking

UPS, USPS, EXCHANGED = "1Z999AA10123456784", "9400110200881234567890", "9400110200889999999999"


@pytest.fixture
def order_id(desk: Desk) -> int:
    """A submitted order in a store whose channel hears of shipments."""
    channel_settings.add(desk.store_id, "Shopify", "https://shop.example.com/news", True)
    db.session.commit()
    return submitted(desk)


def type_in(desk: Desk, books: Books, order_id: int, *typed: str) -> None:
    books.ship(order_of(order_id).fulfillment_id, *typed)
    check(desk)


def news() -> list[tuple[str, str, str]]:
    """What the channel is told: event, tracking number, link."""
    db.session.remove()
    bodies = [json.loads(row.body) for row in db.session.scalars(select(Delivery).order_by(Delivery.id))]
    return [(body["event"], body["shipment"]["tracking_number"], body["shipment"]["tracking_url"]) for body in bodies]


@pytest.mark.parametrize(
    ("typed", "carrier", "number"),
    [
        ("https://www.dhlparcel.example/follow?tt=J123123123&pc=1234AB", "DHL", "J123123123"),
        (f"https://www.ups.com/track?tracknum={UPS}", "UPS", UPS),
    ],
)
def test_a_link_in_the_field_for_the_number_is_the_link_of_the_channels_news(
    desk: Desk, books: Books, order_id: int, typed: str, carrier: str, number: str
) -> None:
    type_in(desk, books, order_id, typed, carrier)
    (shipment,) = order_of(order_id).shipments
    assert (shipment.tracking_number, shipment.tracking_url, shipment.carrier_code) == (number, typed, carrier)
    assert news() == [("shipment.added", number, typed)]


@pytest.mark.parametrize("typed", ["n/a", "TBD", "picked up by customer"])
def test_no_number_is_no_shipment_and_the_order_is_not_moved(
    desk: Desk, books: Books, order_id: int, typed: str
) -> None:
    folder = order_of(order_id).folder.name
    type_in(desk, books, order_id, typed)
    check(desk)
    assert (order_of(order_id).shipments, order_of(order_id).folder.name) == ([], folder)
    said = [line for line in desk.history(order_id) if "finds no tracking number in" in line]
    assert len(said) == (typed == "picked up by customer"), "once, and not where it is a word for none"


def test_two_parcels_by_two_carriers_one_exchanged_then_emptied(desk: Desk, books: Books, order_id: int) -> None:
    type_in(desk, books, order_id, f"{UPS}, {USPS}", "UPS, USPS", "Ground, Priority")
    of_ups = f"https://www.ups.com/track?tracknum={UPS}"
    of_usps = "https://tools.usps.com/go/TrackConfirmAction?tLabels="
    assert [(one.carrier_code, one.shipment_method, one.tracking_url) for one in order_of(order_id).shipments] == [
        ("UPS", "Ground", of_ups),
        ("USPS", "Priority", f"{of_usps}{USPS}"),
    ]
    shipments.add(order_of(order_id), {"tracking_number": "BY-HAND-1"}, "ada@example.com")
    db.session.commit()
    before = len(news())
    type_in(desk, books, order_id, f"{UPS}, {EXCHANGED}", "UPS, USPS", "Ground, Priority")
    assert news()[before:] == [
        ("shipment.removed", USPS, f"{of_usps}{USPS}"),
        ("shipment.added", EXCHANGED, f"{of_usps}{EXCHANGED}"),
    ]
    type_in(desk, books, order_id, "", "", "")
    assert [one.tracking_number for one in order_of(order_id).shipments] == ["BY-HAND-1"]


def test_a_corrected_carrier_of_one_of_two_corrects_this_one(desk: Desk, books: Books, order_id: int) -> None:
    type_in(desk, books, order_id, "11112222, 33334444", "GLS, DHL")
    type_in(desk, books, order_id, "11112222, 33334444", "GLS, DPD")
    assert [one.carrier_code for one in order_of(order_id).shipments] == ["GLS", "DPD"]
    assert [event for event, *_ in news()] == ["shipment.added", "shipment.added", "shipment.changed"]


def test_a_parcel_is_dated_by_the_stores_calendar(desk: Desk, books: Books, order_id: int) -> None:
    desk.store.time_zone = "America/Los_Angeles"
    db.session.commit()
    books.ship(order_of(order_id).fulfillment_id, UPS)
    with freeze_time(datetime(2026, 3, 6, 4, 30, tzinfo=UTC), tick=True):  # 20:30 on the day before, Pacific time
        assert tracking._today(desk.store_id) == "2026-03-05"
    check(desk)
    assert isinstance(order_of(order_id).shipments[0].date_shipped, date)


def test_shipments_of_an_older_version_stay_what_they_were(desk: Desk, books: Books, order_id: int) -> None:
    type_in(desk, books, order_id, "1Z1, 1Z2")
    row = db.session.query(SalesOrder).filter_by(order_id=order_id).one()
    row.tracking = {"numbers": ["1Z1", "1Z2"], "carrier": "UPS", "shipping_method": "Ground"}
    db.session.commit()
    type_in(desk, books, order_id, "1Z1, 1Z2, 1Z3")
    assert [event for event, *_ in news()] == ["shipment.added"] * 3
