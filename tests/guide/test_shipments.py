"""The guide, promise by promise: sales orders in Zoho Books, and how their shipments come back."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Desk
from harness.walker import SETTINGS, Walker
from zoho_app import jobs
from zoho_app.clock import now

pytestmark = pytest.mark.once

NUMBER = "1Z999AA10123456784"


def let_time_pass(desk: Desk, **span: float) -> None:
    """The clock's job and the workers, as they run after that span of time."""
    with freeze_time(now() + timedelta(**span)):
        jobs.schedule_polls()
        desk.work()


def check_now(desk: Desk, walker: Walker) -> None:
    walker.open(SETTINGS).press("Check for shipments now")
    desk.work()


def test_an_order_becomes_a_sales_order(desk: Desk, books: Books, walker: Walker) -> None:
    """What is sent to Zoho Books is created there as a sales order."""
    walker.send(desk).see("Order Submitted to Zoho Books.")
    (arrived,) = books.sales_orders()
    assert arrived["reference_number"] == "1001"
    assert [line["quantity"] for line in arrived["line_items"]] == [2, 1]
    walker.see(arrived["salesorder_number"])


def test_tracking_comes_from_the_three_custom_fields(desk: Desk, books: Books, walker: Walker) -> None:
    """tracking_number, carrier and shipping_method of the sales order become the order's shipment."""
    order = walker.send(desk).address
    books.ship(books.sales_orders()[0]["salesorder_id"], NUMBER, "UPS", "2nd Day Air")
    check_now(desk, walker)
    walker.go(order).see(NUMBER, "UPS", "2nd Day Air")


def test_updates_are_looked_for_every_three_hours(desk: Desk, books: Books, walker: Walker) -> None:
    """Nobody presses anything: not before three hours have passed, then by itself."""
    assert walker.open(SETTINGS).value("Check for shipments every") == "3 hours"
    order = walker.send(desk).address
    books.ship(books.sales_orders()[0]["salesorder_id"], NUMBER)
    let_time_pass(desk, hours=2, minutes=58)
    assert NUMBER not in walker.go(order).words
    let_time_pass(desk, hours=3, minutes=1)
    walker.go(order).see(NUMBER)


@pytest.mark.parametrize("span", [{"hours": 3, "minutes": 59}, {"days": 5}])
def test_an_update_is_found_however_many_checks_were_missed(
    desk: Desk, books: Books, walker: Walker, span: dict[str, float]
) -> None:
    """What changed within the past four hours is found; and, where checks were missed, what changed before that."""
    order = walker.send(desk).address
    check_now(desk, walker)
    books.ship(books.sales_orders()[0]["salesorder_id"], NUMBER)
    let_time_pass(desk, **span)
    walker.go(order).see(NUMBER)


def test_without_the_custom_fields_nothing_is_retrieved_and_the_page_says_so(
    desk: Desk, books: Books, walker: Walker
) -> None:
    """The fields have to be made beforehand; as long as they are missing, no tracking can come."""
    order = walker.send(desk).address
    books.ship(books.sales_orders()[0]["salesorder_id"], NUMBER)
    for label in ("tracking_number", "carrier", "shipping_method"):
        books.remove_custom_field(label)
    walker.open(SETTINGS)
    walker.client.post(walker.store + SETTINGS + "/custom-fields", data={"csrf_token": walker.token})
    walker.open(SETTINGS).see(
        "Sales orders in Zoho Books lack the custom fields tracking_number, carrier, shipping_method",
        "How to create them in Zoho Books",
    )
    check_now(desk, walker)
    assert NUMBER not in walker.go(order).words


def test_tracking_goes_on_to_the_sales_channel(desk: Desk, books: Books, walker: Walker, shop: "Shop") -> None:
    """Where the store is set up for it, the sales channel is told of the shipment."""
    walker.open("/channels/new").type("Source name", "Shopify").type("Webhook address", shop.address)
    walker.check("Sync Tracking Numbers").press("Add sales channel")
    walker.send(desk)
    books.ship(books.sales_orders()[0]["salesorder_id"], NUMBER)
    check_now(desk, walker)
    desk.work()
    (told,) = shop.received
    assert NUMBER in told


class Shop:
    """A sales channel that notes what it is told."""

    def __init__(self, address: str) -> None:
        self.address, self.received = address, list[str]()


@pytest.fixture
def shop(desk: Desk) -> Iterator[Shop]:
    desk.app.config["ALLOW_PRIVATE_ADDRESSES"] = True

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            listening.received.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    listening = Shop(f"http://localhost:{server.server_port}/news")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield listening
    server.shutdown()
    server.server_close()
