"""Every place of a store where a customer's e-mail address may stand in a text."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, cast, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from zoho_app.accounts.models import AuditEntry
from zoho_app.alerts.models import Alert, AlertMessage
from zoho_app.appointments.models import Appointment, Gate
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.channels.models import Delivery
from zoho_app.channels.shops.models import Shop, ShopOrder, ShopParcel
from zoho_app.columns import Secret
from zoho_app.extensions import db
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.models import HistoryEntry, InventoryItem, Order, OrderItem, OrderNote, Shipment
from zoho_app.orders.refused.models import RefusedOrder
from zoho_app.privacy.scrub import Scrubber
from zoho_app.zoho_books.answers.models import LineName, SourceContact
from zoho_app.zoho_books.models import Connection, Finding, SalesOrder

AT_ONCE = 200
Texts = Sequence[InstrumentedAttribute[Any]]


@dataclass(frozen=True)
class Place:
    """A table with its texts, and how its rows belong to a store: by themselves, or by an order or a run of it.

    `of_order` is the column that says whose order a row belongs to, where it belongs to one.
    """

    words: str  # of several: "history lines"
    table: Any  # a model
    texts: Texts
    belongs_to: InstrumentedAttribute[Any] | None = None  # the column that names the order or the run
    owner: type[Order] | type[BulkRun] = Order
    of_order: InstrumentedAttribute[Any] | None = None

    def of_store(self, store_id: int) -> ColumnElement[bool]:
        """Which rows are the store's."""
        if self.belongs_to is None:
            return self.table.store_id == store_id
        owned = select(self.owner.id).where(self.owner.store_id == store_id)
        return self.belongs_to.in_(owned)

    @property
    def keys(self) -> list[ColumnElement[Any]]:
        """The columns of the primary key."""
        return list(self.table.__table__.primary_key.columns)


ORDER_TEXTS = (
    *(
        Order.source_name,
        Order.source_id,
        Order.number_key,
        Order.email,
        Order.email_key,
        Order.search_key,
        Order.name_key,
    ),
    *(Order.shipping, Order.customer, Order.return_address, Order.checkout_data, Order.order_metadata),
    *(Order.discount_list, Order.shipping_method, Order.processor_response, Order.payment_type, Order.customer_id),
    *(Order.ip_address, Order.tag_name, Order.fulfillment_name),
)
PLACES = (
    Place("orders", Order, ORDER_TEXTS, of_order=Order.id),
    Place(
        "order items",
        OrderItem,
        (
            *(OrderItem.name, OrderItem.code, OrderItem.code_key, OrderItem.category_code),
            *(OrderItem.fulfillment_method, OrderItem.variation_list, OrderItem.item_metadata),
        ),
        OrderItem.order_id,
        of_order=OrderItem.order_id,
    ),
    Place(
        "notes",
        OrderNote,
        (OrderNote.username, OrderNote.content),
        OrderNote.order_id,
        of_order=OrderNote.order_id,
    ),
    Place(
        "shipments",
        Shipment,
        (
            *(Shipment.tracking_number, Shipment.tracking_key, Shipment.carrier_code, Shipment.shipment_method),
            *(Shipment.tracking_url, Shipment.status, Shipment.order_items, Shipment.source),
            Shipment.cart_shipment_id,
        ),
        Shipment.order_id,
        of_order=Shipment.order_id,
    ),
    Place(
        "history lines",
        HistoryEntry,
        (HistoryEntry.who, HistoryEntry.note),
        HistoryEntry.order_id,
        of_order=HistoryEntry.order_id,
    ),
    Place(
        "sales orders as sent",
        SalesOrder,
        (SalesOrder.reference_number, SalesOrder.payload, SalesOrder.tracking),
        of_order=SalesOrder.order_id,
    ),
    Place("differences to Zoho Books", Finding, (Finding.reference_number,)),
    Place(
        "appointments",
        Appointment,
        (Appointment.asked_by, Appointment.answer, Appointment.details, Appointment.payload, Appointment.cause),
    ),
    Place(
        "messages to sales channels",
        Delivery,
        (Delivery.message_key, Delivery.recipient, Delivery.subject, Delivery.body),
        of_order=Delivery.order_id,
    ),
    Place(
        "addresses that messages went to",
        Delivery,
        (Delivery.url,),
        of_order=Delivery.order_id,
    ),
    Place("shops", Shop, (Shop.problem, Shop.last_read_found, Shop.facts)),
    Place("what shops said of orders", ShopOrder, (ShopOrder.number, ShopOrder.news), of_order=ShopOrder.order_id),
    Place(
        "what shops were told of shipments",
        ShopParcel,
        (ShopParcel.tracking_number, ShopParcel.remote_ids, ShopParcel.told, ShopParcel.words),
    ),
    Place("alerts", Alert, (Alert.words,)),
    Place("messages about alerts", AlertMessage, (AlertMessage.receiver, AlertMessage.words)),
    Place(
        "lines of bulk runs",
        BulkItem,
        (BulkItem.words, BulkItem.result),
        BulkItem.run_id,
        BulkRun,
        of_order=BulkItem.order_id,
    ),
    Place("bulk runs", BulkRun, (BulkRun.details, BulkRun.asked_by, BulkRun.stopped_by)),
    Place(
        "deleted orders",
        DeletedOrder,
        (DeletedOrder.source_name, DeletedOrder.source_id, DeletedOrder.history, DeletedOrder.sales_orders),
    ),
    Place(
        "refused orders",
        RefusedOrder,
        (
            RefusedOrder.source_name,
            RefusedOrder.source_id,
            RefusedOrder.words,
            RefusedOrder.fields,
            RefusedOrder.body,
        ),
    ),
    Place("lines of the audit log", AuditEntry, (AuditEntry.who, AuditEntry.what, AuditEntry.changes)),
    Place("reasons for waiting", Gate, (Gate.words,)),
    Place(
        "the connection to Zoho Books",
        Connection,
        (Connection.lost_because, Connection.last_poll_found, Connection.preflight),
    ),
    Place("what lines without a SKU mean", LineName, (LineName.name, LineName.name_key)),
    Place("contacts of sources", SourceContact, (SourceContact.contact_name,)),
    Place(
        "inventory items",
        InventoryItem,
        (InventoryItem.name, InventoryItem.location, InventoryItem.variation_list, InventoryItem.item_metadata),
    ),
)


def naming(
    place: Place, store_id: int, emails: Sequence[str], scrubber: Scrubber, *which: ColumnElement[bool]
) -> Iterator[list[Any]]:
    """The rows that name one of the addresses, batch by batch in the order of their keys: (*keys, *texts).

    The database finds candidates; what decides is the scrubber, which knows where an address begins and ends.
    Into encrypted texts the database can't look, so every row of the store is read there, without its other texts.
    """
    last: tuple[Any, ...] | None = None
    while True:
        wanted = select(*place.keys, *place.texts).where(place.of_store(store_id), _may_name(place, emails), *which)
        if last is not None:
            wanted = wanted.where(_after(place.keys, last))
        rows = db.session.execute(wanted.order_by(*place.keys).limit(AT_ONCE)).all()
        if not rows:
            return
        last = tuple(rows[-1][: len(place.keys)])
        yield [row for row in rows if scrubber.is_in([*row[len(place.keys) :]])]


def _may_name(place: Place, emails: Sequence[str]) -> ColumnElement[bool]:
    if any(isinstance(text.type, Secret) for text in place.texts):
        return true()
    return or_(*(_has(text, email) for text in place.texts for email in emails))


def _has(text: InstrumentedAttribute[Any], email: str) -> ColumnElement[bool]:
    if not isinstance(text.type, JSON):
        return func.lower(text).contains(email, autoescape=True)
    written = json.dumps(email)[1:-1]  # SQLite's JSON has every letter beyond ASCII spelled out
    stored = func.lower(cast(text, String))
    return or_(stored.contains(email, autoescape=True), stored.contains(written, autoescape=True))


def _after(keys: list[ColumnElement[Any]], last: tuple[Any, ...]) -> ColumnElement[bool]:
    """Behind these keys, in the order of all of them."""
    first, *others = keys
    if not others:
        return first > last[0]
    return or_(first > last[0], (first == last[0]) & _after(others, last[1:]))
