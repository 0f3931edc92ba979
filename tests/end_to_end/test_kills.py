"""kill -9 of anything at any time: every order still arrives in Zoho Books exactly once, and comes back shipped."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import Select, select

from harness.kills import PATIENCE, Merchant, database_of, kill_all_the_time, kill_in_call, let_time_pass
from harness.server import Server, wait_for
from zoho_app import kinds
from zoho_app.appointments.models import DONE, Appointment
from zoho_app.zoho_books.cache.models import EmailLease

pytestmark = pytest.mark.slow(130)

ORDERS = 40
CUSTOMERS = ("ada@example.com", "grace@example.com", "alan@example.com", "edsger@example.com", "barbara@example.com")
SEED = 20260101
# Whoever has seen nothing move for so long need not wait for what is known to come.
STILL = 3.0
MOST_AFTER_A_KILL = 60.0  # seconds, until everything has gone on


@pytest.fixture
def server(tmp_path: Path, fresh_server_database: dict[str, str]) -> Iterator[Server]:
    server = Server(tmp_path / "desk", SANDBOX_CONTROL="1", **fresh_server_database)
    try:
        server.start()
        yield server
    finally:
        server.clear_up()


def test_whatever_is_killed_each_order_arrives_once_and_comes_back_shipped(server: Server) -> None:
    merchant = Merchant(server)
    merchant.save_settings()
    wanted = {f"K-{number:02}": CUSTOMERS[number % len(CUSTOMERS)] for number in range(ORDERS)}
    with ThreadPoolExecutor(1) as killer:
        kills = killer.submit(kill_all_the_time, server, seed=SEED)
        shipped = sell_and_ship(merchant, wanted, kills)
        assert len(kills.result()) == 8

    orders = merchant.orders()
    assert sorted(order["source_id"] for order in orders) == sorted(wanted)
    assert {order["folder_id"] for order in orders} == {merchant.folders["Closed"]}
    trackings = {
        order["fulfillment_id"]: [one["tracking_number"] for one in order["order_shipments"]] for order in orders
    }
    assert trackings == {salesorder_id: [number] for salesorder_id, number in shipped.items()}

    arrived = merchant.read_books("salesorders")
    assert Counter(row["reference_number"] for row in arrived) == Counter(wanted.keys())
    assert {row["reference_number"]: row["email"] for row in arrived} == wanted
    contacts = Counter(row["email"] for row in merchant.read_books("contacts"))
    assert {email: contacts[email] for email in CUSTOMERS} == dict.fromkeys(CUSTOMERS, 1)


def test_the_other_orders_of_a_customer_go_on_within_a_minute_of_a_kill_and_waiting_is_no_try(server: Server) -> None:
    """The worker that makes a new customer's contact dies while it holds the lease of the e-mail address."""
    merchant = Merchant(server)
    merchant.save_settings()
    slow = {"action": "hang", "method": "POST", "path": "/books/v3/contacts", "seconds": 12, "when": "before"}
    requests.post(f"{merchant.sandbox}/sandbox/faults", json=[slow], timeout=20).raise_for_status()
    wanted = {f"W-{number}" for number in range(6)}
    for source_id in sorted(wanted):
        merchant.import_order(source_id, "ada@example.com")
    wait_for(lambda: count(server, select(EmailLease.email_key)) == 1, PATIENCE, lambda: server.log)
    wait_for(lambda: kill_in_call(server, "zoho_books"), 10, lambda: server.log)
    killed_at = time.monotonic()
    assert count(server, select(EmailLease.email_key)) == 1, "it died with the lease"
    done = select(Appointment.id).where(Appointment.kind == kinds.SUBMIT.name, Appointment.state == DONE)
    wait_for(lambda: count(server, done) == len(wanted), PATIENCE, lambda: server.log)
    assert time.monotonic() - killed_at < MOST_AFTER_A_KILL
    tries = select(Appointment.attempts).where(Appointment.kind == kinds.SUBMIT.name)
    with database_of(server) as connection:
        assert sorted(connection.scalars(tries)) == [1, 1, 1, 1, 1, 2], "two only of the order that was killed"
    assert {row["reference_number"] for row in merchant.read_books("salesorders")} == wanted
    assert len(merchant.read_books("salesorders")) == len(wanted)
    assert [row["email"] for row in merchant.read_books("contacts")].count("ada@example.com") == 1


def count(server: Server, wanted: Select[Any]) -> int:
    with database_of(server) as connection:
        return len(connection.scalars(wanted).all())


def sell_and_ship(merchant: Merchant, wanted: dict[str, str], kills: Future[list[str]]) -> dict[str, str]:
    """Import all orders, ship each once it has arrived, and check until all are back, while processes die.

    Returns the tracking numbers typed in the sandbox, by the id of the sales order.
    """
    shipped: dict[str, str] = {}
    for number, (source_id, email) in enumerate(wanted.items(), start=1):
        merchant.import_order(source_id, email)
        if number % 10 == 0:
            merchant.ship_what_arrived(shipped)
            merchant.check_for_shipments()
    give_up_at = time.monotonic() + 2 * PATIENCE
    seen, seen_at = (0, 0), time.monotonic()
    while seen[1] < len(wanted):
        merchant.ship_what_arrived(shipped)
        found = (len(shipped), merchant.count_closed())
        if found != seen:
            seen, seen_at = found, time.monotonic()
        elif time.monotonic() - seen_at > STILL:
            if kills.done():
                let_time_pass(merchant.server)
            merchant.check_for_shipments()
            seen_at = time.monotonic()
        assert time.monotonic() < give_up_at, f"{seen}\n{merchant.server.log[-5000:]}"
        time.sleep(0.2)
    return shipped
