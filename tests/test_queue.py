"""A Redis that takes calls and answers none: pages go on after a moment, and nothing is lost."""

import socket
import time
from collections.abc import Iterator

import pytest
from flask import Flask

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.submit import appointment
from zoho_app import job_queue


@pytest.fixture
def hanging(app: Flask) -> Iterator[None]:
    """The kernel takes connections, but nobody reads from them."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        job_queue.init_app(app, f"redis://127.0.0.1:{listener.getsockname()[1]}")
        yield


def test_submitting_on_a_page_takes_seconds_and_is_kept(
    desk: Desk, books: Books, walker: Walker, hanging: None
) -> None:
    order_id = desk.order().id
    begun_at = time.monotonic()
    walker.open(f"/orders/{order_id}").press("Submit Order to Zoho Books").see("To be sent")
    assert time.monotonic() - begun_at < 9
    assert appointment(order_id).state == "scheduled"
