"""Pushes as Zoho Books sends them: a door that is open, and a knock with what a sales order says."""

from typing import Any

from flask.testing import FlaskClient

from harness.books import Books, order_of
from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.zoho_books.pushes import doors
from zoho_app.zoho_books.pushes.models import PushDoor


class Knocker:
    """Sends pushes to the door of a store."""

    def __init__(self, desk: Desk, books: Books) -> None:
        doors.open_(desk.store_id, "owner@example.com")
        db.session.commit()
        self.desk, self.books = desk, books
        self.web: FlaskClient = desk.app.test_client()

    @property
    def door(self) -> PushDoor:
        db.session.remove()
        return db.session.get_one(PushDoor, self.desk.store_id)

    @property
    def secret(self) -> str:
        secret = self.door.secret
        db.session.remove()  # nobody waits for this transaction
        return secret

    def knock(self, secret: str | None = None, public_id: str = "", **sent: Any) -> Any:
        """Send anything to the door; the right secret unless another one is given."""
        known_id, right = self.door.public_id, self.secret
        headers = {doors.HEADER: right if secret is None else secret}
        return self.web.post(f"/webhooks/zoho-books/{public_id or known_id}", headers=headers, **sent)

    def told(self, order_id: int) -> dict[str, Any]:
        """What Zoho Books would send of the order's sales order now."""
        whole = self.books.call("GET", f"/salesorders/{order_of(order_id).fulfillment_id}")["salesorder"]
        names = ("salesorder_id", "status", "last_modified_time", "custom_field_hash", "custom_fields", "packages")
        return {name: whole[name] for name in names}

    def push(self, order_id: int, **changes: Any) -> int:
        """Push the order's sales order as it is, with some fields changed; returns the status of the answer."""
        return int(self.knock(json={"salesorder": {**self.told(order_id), **changes}}).status_code)

    def ship(self, order_id: int, number: str) -> None:
        """Type a tracking number in Zoho Books."""
        self.books.ship(order_of(order_id).fulfillment_id, number)

    def calls(self) -> list[str]:
        """Let the workers work; returns the calls that they made since `Books.count_from_here`."""
        self.desk.work()
        return self.books.desk_calls()
