"""One customer of one store, found by e-mail address, and the data the store has about them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote

from sqlalchemy import ColumnElement, Select, func, or_, select

from zoho_app import kinds
from zoho_app.accounts import preferences
from zoho_app.accounts.models import OPEN, Invitation
from zoho_app.alerts.models import AlertRecipient
from zoho_app.appointments import handlers
from zoho_app.appointments.models import Appointment
from zoho_app.bulk.models import BulkItem
from zoho_app.channels.models import Delivery
from zoho_app.extensions import db
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import HistoryEntry, Order, OrderNote, SavedView, Shipment
from zoho_app.privacy.places import PLACES, Place, naming
from zoho_app.privacy.scrub import Scrubber
from zoho_app.zoho_books.cache import forget
from zoho_app.zoho_books.models import SalesOrder


@dataclass(frozen=True)
class Customer:
    """The store, and the address as it is compared."""

    store_id: int
    email_key: str

    @classmethod
    def find(cls, store_id: int, email: str) -> "Customer":
        """The customer with this address, whether or not the store has data about them."""
        return cls(store_id, text_key(email))

    @property
    def their_orders(self) -> ColumnElement[bool]:
        """Which orders are theirs."""
        return (Order.store_id == self.store_id) & (Order.email_key == self.email_key)

    @property
    def deleted_orders(self) -> ColumnElement[bool]:
        """Which deleted orders were theirs."""
        return (DeletedOrder.store_id == self.store_id) & (DeletedOrder.email_key == self.email_key)

    @property
    def alert_answers(self) -> ColumnElement[bool]:
        """Which rows keep what they were asked about the store's alerts, and have answered."""
        return (AlertRecipient.store_id == self.store_id) & AlertRecipient.email.in_(self.emails)

    @property
    def open_invitations(self) -> ColumnElement[bool]:
        """Which invitations to the store they have not answered yet."""
        return self._invitations & (Invitation.state == OPEN)

    @property
    def ended_invitations(self) -> ColumnElement[bool]:
        """Which invitations to the store have been accepted, declined or removed."""
        return self._invitations & (Invitation.state != OPEN)

    @property
    def _invitations(self) -> ColumnElement[bool]:
        return (Invitation.store_id == self.store_id) & Invitation.email.in_(self.emails)

    @cached_property
    def emails(self) -> list[str]:
        """The address as it may stand in texts and in web addresses; databases compare small letters."""
        written = db.session.scalars(select(Order.email).where(self.their_orders).distinct())
        plain = {self.email_key, *(_small(email.strip()) for email in written)}
        return sorted(plain | {quote(email, safe=safe).lower() for email in plain for safe in ("", "+")})

    @cached_property
    def scrubber(self) -> Scrubber:
        """Takes the address out of texts that may be anybody's."""
        return Scrubber(self.emails)

    def views(self) -> list[SavedView]:
        """Saved views that look for the address."""
        rows = db.session.scalars(select(SavedView).where(SavedView.store_id == self.store_id))
        return [view for view in rows if self.scrubber.is_in([view.name, *map(list, parse_qsl(view.query))])]

    def recent_searches(self) -> list[str]:
        """What members searched for lately that has the address in it."""
        searches = preferences.searches_of_members(self.store_id)
        return [typed for _, theirs in searches for typed in theirs if self.scrubber.is_in(typed)]


def _small(text: str) -> str:
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)


def counts(customer: Customer) -> dict[str, int]:
    """Count the store's data about the customer, by kind; kinds without any are left out."""
    ids = select(Order.id).where(customer.their_orders)
    found = {
        "orders": _count(Order.id, customer.their_orders),
        "history lines of these orders": _count(HistoryEntry.id, HistoryEntry.order_id.in_(ids)),
        "notes on these orders": _count(OrderNote.id, OrderNote.order_id.in_(ids)),
        "shipments of these orders": _count(Shipment.id, Shipment.order_id.in_(ids)),
        "sales orders that were sent for these orders": _count(SalesOrder.id, SalesOrder.order_id.in_(ids)),
        "appointments of these orders": _count(Appointment.id, _appointments_of(customer, ids)),
        "messages to sales channels about these orders": _count(Delivery.id, Delivery.order_id.in_(ids)),
        "lines of bulk runs with these orders": _count(BulkItem.order_id, BulkItem.order_id.in_(ids)),
        "deleted orders": _count(DeletedOrder.id, customer.deleted_orders),
        "copied contacts from Zoho Books": forget.count_contacts(customer.store_id, customer.email_key),
        "saved views": len(customer.views()),
        "recent searches of members": len(customer.recent_searches()),
        "requests to confirm alerts": _count(AlertRecipient.id, customer.alert_answers),
        "invitations to this store": _count(Invitation.id, customer.ended_invitations),
    }
    others = {f"other {place.words} with the address": _naming(customer, place, ids) for place in PLACES}
    return {what: count for what, count in (found | others).items() if count}


def _appointments_of(customer: Customer, ids: Select[int]) -> ColumnElement[bool]:
    messages = select(Delivery.id).where(Delivery.order_id.in_(ids))
    of_orders = Appointment.kind.in_(handlers.kinds_about("order")) & Appointment.subject_id.in_(ids)
    of_messages = (Appointment.kind == kinds.DELIVER_MESSAGE.name) & Appointment.subject_id.in_(messages)
    return (Appointment.store_id == customer.store_id) & (of_orders | of_messages)


def _naming(customer: Customer, place: Place, ids: Select[int]) -> int:
    """Rows that name the address and belong to none of their orders."""
    which: list[ColumnElement[bool]] = []
    if place.table is Appointment:
        which.append(~_appointments_of(customer, ids))
    elif place.of_order is not None:
        which.append(or_(place.of_order.is_(None), place.of_order.not_in(ids)))
    return sum(map(len, naming(place, customer.store_id, customer.emails, customer.scrubber, *which)))


def _count(column: Any, *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(column)).where(*conditions)) or 0
