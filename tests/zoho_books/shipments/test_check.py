"""Checking for shipments: tracking typed in Zoho Books comes back to the order, once, whatever happened meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from freezegun import freeze_time

from harness.books import WHO, Books, order_of, submitted
from harness.desk import Desk
from tests.support.connection import row as connection
from tests.support.submit import change_settings, check
from zoho_app import jobs, kinds
from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Shipment
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.models import Connection


def expect_canceled(desk: Desk, order_id: int, because: str) -> None:
    """The order was moved, and its history says why."""
    assert order_of(order_id).folder.name == "Canceled"
    assert any(because in line for line in desk.history(order_id))


def test_tracking_comes_back_and_the_order_moves(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z999AA10123456784", "UPS", "Ground")
    check(desk)
    order = order_of(order_id)
    (shipment,) = order.shipments
    assert (shipment.tracking_number, shipment.carrier_code) == ("1Z999AA10123456784", "UPS")
    assert (shipment.shipment_method, shipment.source) == ("Ground", "Zoho Books")
    assert order.folder.name == "Closed"
    assert any("1Z999AA10123456784" in line for line in desk.history(order_id))


def test_looking_again_adds_nothing(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z999")
    check(desk)
    check(desk)
    assert len(order_of(order_id).shipments) == 1


def test_several_numbers_in_one_field_are_several_shipments(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z1, 1Z2;1Z3")
    check(desk)
    assert [shipment.tracking_number for shipment in order_of(order_id).shipments] == ["1Z1", "1Z2", "1Z3"]


def test_a_poll_missed_for_two_weeks_loses_nothing(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    check(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z999")
    with freeze_time(now() + timedelta(days=14)):
        jobs.schedule_polls()
        desk.work()
    assert len(order_of(order_id).shipments) == 1


def test_a_shipped_order_stays_where_it_is_when_the_setting_says_so(desk: Desk, books: Books) -> None:
    change_settings(desk, after_shipment_folder_id=None)
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z999")
    check(desk)
    assert (len(order_of(order_id).shipments), order_of(order_id).folder.name) == (1, "Prepared")


def test_nothing_outstanding_costs_no_call(desk: Desk, books: Books) -> None:
    books.count_from_here()
    check(desk)
    assert books.desk_calls() == []
    assert connection(desk).last_poll_at is not None


def test_the_timetable_polls_each_store_at_its_interval(desk: Desk, books: Books) -> None:
    books.ship(order_of(submitted(desk)).fulfillment_id, "1Z999")
    check(desk)
    books.count_from_here()
    with freeze_time(now() + timedelta(minutes=179)):
        jobs.schedule_polls()
        desk.work()
    assert books.desk_calls() == []
    with freeze_time(now() + timedelta(minutes=181)):
        jobs.schedule_polls()
        jobs.schedule_polls()
        desk.work()
    assert books.desk_calls() == ["GET /salesorders"]


def hide_in_lists(monkeypatch: Any, *fields: str) -> None:
    """From now on Zoho's lists of sales orders do not show these custom fields."""
    whole = Gateway._rows

    def narrow(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
        rows = whole(answer, name)
        return [{key: row[key] for key in row if not any(field in key for field in fields)} for row in rows]

    monkeypatch.setattr(Gateway, "_rows", staticmethod(narrow))


@pytest.mark.parametrize("hidden", [("cf_", "custom"), ("cf_tracking_number",)])
def test_what_rows_do_not_tell_is_read_one_by_one(
    desk: Desk, books: Books, monkeypatch: Any, hidden: tuple[str, ...]
) -> None:
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z999")
    hide_in_lists(monkeypatch, *hidden)
    check(desk)
    assert len(order_of(order_id).shipments) == 1


def test_when_rows_stop_to_tell_tracking_none_of_it_is_lost(desk: Desk, books: Books, monkeypatch: Any) -> None:
    first, *others = [submitted(desk, str(number)) for number in range(3)]
    books.ship(order_of(first).fulfillment_id, "1Z1")
    check(desk)
    hide_in_lists(monkeypatch, "cf_")
    for number, order_id in enumerate(others):
        books.ship(order_of(order_id).fulfillment_id, f"2Z{number}")
    check(desk)
    assert [len(order_of(order_id).shipments) for order_id in others] == [1, 1]


def test_a_poll_that_fails_keeps_its_watermark_and_comes_again(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    check(desk)
    before = connection(desk).watermark
    books.ship(order_of(order_id).fulfillment_id, "1Z999")
    books.fail({"action": "status", "status": 500, "method": "GET", "path": "/books/v3/salesorders", "times": 1})
    check(desk)
    assert connection(desk).watermark == before
    assert order_of(order_id).shipments == []
    with freeze_time() as clock:
        clock.tick(7200)
        jobs.schedule_polls()
        desk.work()
    assert len(order_of(order_id).shipments) == 1


def test_many_changed_orders_are_read_page_by_page(desk: Desk, books: Books, monkeypatch: Any) -> None:
    monkeypatch.setattr("zoho_app.zoho_books.api.client.PER_PAGE", 2)
    order_ids = [submitted(desk, str(number)) for number in range(5)]
    for order_id in order_ids:
        books.ship(order_of(order_id).fulfillment_id, f"1Z{order_id}")
    check(desk)
    assert [len(order_of(order_id).shipments) for order_id in order_ids] == [1] * 5


def test_a_sales_order_voided_in_zoho_is_noticed(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.void(order_of(order_id).fulfillment_id)
    check(desk)
    expect_canceled(desk, order_id, "was voided in Zoho Books")


@pytest.mark.parametrize("by", [WHO, "Bookdesk"], ids=["a person's check", "the clock's check"])
def test_a_sales_order_deleted_in_zoho_is_noticed(desk: Desk, books: Books, by: str) -> None:
    order_id = submitted(desk)
    check(desk)  # the first one of the day
    books.delete(order_of(order_id).fulfillment_id)
    check(desk, by)
    expect_canceled(desk, order_id, "was deleted in Zoho Books")


def test_an_order_that_zoho_did_not_list_is_not_taken_for_deleted(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.fail({"action": "lag", "seconds": 3600, "method": "GET", "path": "/books/v3/salesorders", "times": 0})
    check(desk)
    assert order_of(order_id).folder.name == "Prepared"


def test_another_organization_that_is_connected_meanwhile_says_nothing_of_deleted_ones(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = submitted(desk)
    listed = Gateway.sales_orders_with_ids

    def lag_while_somebody_connects(gateway: Gateway, ids: list[str]) -> list[dict[str, Any]]:
        listed(gateway, ids)
        found = connection(desk)
        found.organization_id, found.token_version = "927270002", found.token_version + 1
        db.session.commit()
        return []

    books.add_organization()
    monkeypatch.setattr(Gateway, "sales_orders_with_ids", lag_while_somebody_connects)
    check(desk)
    assert order_of(order_id).fulfillment_id
    assert not any("deleted" in line for line in desk.history(order_id))


def test_missing_custom_fields_are_named_on_the_settings_page(desk: Desk, books: Books, owner: FlaskClient) -> None:
    books.remove_custom_field("carrier")
    submitted(desk)
    db.session.get_one(Connection, desk.store_id).missing_custom_fields = None
    db.session.commit()
    check(desk)
    page = owner.get(f"{desk.address}/integrations/zoho-books").text
    assert "carrier" in page
    assert connection(desk).missing_custom_fields == ["carrier"]


def test_check_now_is_a_button_on_the_settings_page(desk: Desk, books: Books, owner: FlaskClient, post: Any) -> None:
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z999")
    page = f"{desk.address}/integrations/zoho-books"
    assert "Check for shipments now" in owner.get(page).text
    assert post(owner, page, f"{page}/check").status_code == 200
    desk.work()
    assert len(order_of(order_id).shipments) == 1


def test_a_second_check_brings_the_waiting_one_forward(desk: Desk, books: Books) -> None:
    submitted(desk)
    for _ in range(2):
        actions.check_for_shipments(desk.store_id, WHO)
        db.session.commit()
    assert db.session.query(Appointment).filter_by(kind=kinds.CHECK_FOR_SHIPMENTS.name).count() == 1


def test_the_shipment_is_in_the_database_once_though_two_checks_crossed(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z999")
    check(desk)
    row = connection(desk)
    row.watermark = now() - timedelta(days=1)
    db.session.commit()
    check(desk)
    assert db.session.query(Shipment).filter_by(order_id=order_id).count() == 1
