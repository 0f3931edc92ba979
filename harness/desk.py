"""Shorthands for tests: a store, its people, orders, and the work of the background done in this process."""

from __future__ import annotations

import contextvars
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from freezegun.api import FrozenDateTimeFactory, StepTickTimeFactory, TickingDateTimeFactory
from sqlalchemy import select, update

from zoho_app.accounts import api_keys, passwords
from zoho_app.accounts.models import Membership, Store, User
from zoho_app.appointments import queue_work
from zoho_app.appointments.models import SCHEDULED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import import_order, open_store
from zoho_app.orders.models import Folder, Order

# What freeze_time() hands out.
Clock = StepTickTimeFactory | TickingDateTimeFactory | FrozenDateTimeFactory

ROLE_EMAILS = {role: f"{role}@example.com" for role in ("owner", "operator", "viewer")}


class Browser(FlaskClient):
    """A client whose requests share nothing with the test: neither the context nor an open transaction."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            db.session.remove()
        return contextvars.Context().run(super().open, *args, **kwargs)


@dataclass
class Desk:
    """One store of the application under test; use it inside the test's application context."""

    app: Flask
    store_id: int
    _api_key: str = field(default="", repr=False)

    PASSWORD = "a-long-winding-road-7"

    @classmethod
    def open(cls, app: Flask, name: str = "Acme") -> Desk:
        store = open_store.open_store(name, "USD", "UTC")
        db.session.commit()
        return cls(app, store.id)

    @property
    def store(self) -> Store:
        return db.session.get_one(Store, self.store_id)

    @property
    def api_key(self) -> str:
        """A key that opens all of the store's API; made when it is asked for first."""
        if not self._api_key:
            key, self._api_key = api_keys.new(self.store_id, "Tests", api_keys.FULL)
            key.last_used_at = now()  # so that the next request costs what most do
            db.session.commit()
        return self._api_key

    @property
    def address(self) -> str:
        return f"/stores/{self.store_id}"

    def person(self, role: str) -> User:
        """The user who has this role in the store; made when there is none."""
        email = ROLE_EMAILS[role]
        user = db.session.scalar(select(User).where(User.email == email))
        if user is None:
            user = User(email=email, password_hash=passwords.hash_password(self.PASSWORD))
            db.session.add(user)
        if not any(m.store_id == self.store_id for m in user.memberships):
            user.memberships.append(Membership(store_id=self.store_id, role=role))
        db.session.commit()
        return user

    def folder(self, name: str) -> Folder:
        return db.session.scalars(select(Folder).where(Folder.store_id == self.store_id, Folder.name == name)).one()

    def order(self, source_id: str = "1001", **changes: Any) -> Order:
        """An imported order of two items for Ada Lovelace; `changes` replace parts of the order JSON."""
        data = {**order_data(source_id), **changes}
        order = import_order.import_order(self.store, data, "API")
        db.session.commit()
        return order

    def reload(self, order: Order) -> Order:
        """The order as it is in the database now."""
        order_id = order.id if order in db.session else int(order.__dict__.get("id") or order.id)
        db.session.remove()
        return db.session.get_one(Order, order_id)

    def history(self, order_id: int) -> list[str]:
        """The order's timeline, newest first, each line as "who: note"."""
        db.session.remove()
        return [f"{entry.who}: {entry.note}" for entry in db.session.get_one(Order, order_id).history]

    def work(self, *queues: str) -> int:
        """Do what is due, as a worker process would; returns how many attempts were made."""
        db.session.remove()
        with self.app.app_context():
            return sum(_work_off(name) for name in queues or ("zoho_books", "channels"))

    def keep_working(self, clock: Clock, times: int, every: int, queues: Iterable[str] = ()) -> None:
        """So many times, let that many seconds pass on the frozen clock and do what is due by then."""
        for _ in range(times):
            clock.tick(every)
            self.work(*queues)


def _work_off(name: str) -> int:
    """As often as a time slice ends before the work does."""
    total = 0
    while made := queue_work.work(name, patience=0):
        total += made
    return total


def let_it_be_due(hours_since_first_try: float = 0) -> None:
    """Move the waiting appointments' clocks on."""
    db.session.execute(
        update(Appointment)
        .where(Appointment.state == SCHEDULED)
        .values(due_at=now(), first_tried_at=now() - timedelta(hours=hours_since_first_try))
    )
    db.session.commit()


def order_data(source_id: str = "1001") -> dict[str, Any]:
    """The JSON of a plain order, as a sales channel sends it to the API."""
    return {
        "source_id": source_id,
        "source_name": "Shopify",
        "email": "ada@example.com",
        "shipping_method": "Standard",
        "shipping_total": 5.00,
        "handling_total": 0,
        "tax_total": 0,
        "customer": {"first_name": "Ada", "last_name": "Lovelace"},
        "shipping": {
            "first_name": "Ada",
            "last_name": "Lovelace",
            "address1": "12 St James's Square",
            "city": "London",
            "postal_code": "SW1Y 4JH",
            "country": "GB",
            "phone": "+44 20 7946 0000",
        },
        "order_items": [
            {"name": "Stoneware mug", "code": "BD-MUG-01", "price": 12.5, "quantity": 2},
            {"name": "Canvas bag", "code": "BD-BAG-01", "price": str(Decimal("19.90")), "quantity": 1},
        ],
    }


def csrf_token(client: FlaskClient, page: str) -> str:
    """The CSRF token that a page's form carries."""
    return hidden_fields(client, page)["csrf_token"]


def hidden_fields(client: FlaskClient, page: str) -> dict[str, str]:
    """What a page's form carries unseen: the CSRF token, and a mark of how that was which it changes."""
    text = client.get(page).text
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', text) for name in ("csrf_token", "seen")}
    assert found["csrf_token"], f"no form on {page}"
    return {name: match.group(1) for name, match in found.items() if match}
