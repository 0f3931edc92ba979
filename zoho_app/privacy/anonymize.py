"""Anonymize an order: keep numbers, amounts, items and its Zoho Books number."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from zoho_app import actors, kinds
from zoho_app.actors import ActorKind
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import Appointment
from zoho_app.bulk.models import BulkItem
from zoho_app.channels.models import Delivery
from zoho_app.channels.shops.models import ERASED as ERASED_ORDER
from zoho_app.channels.shops.models import ShopOrder
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.input import keys, tax_facts
from zoho_app.orders.models import HistoryEntry, Order, OrderItem, Shipment
from zoho_app.privacy.scrub import ERASED, Scrubber, own_texts, single_names
from zoho_app.zoho_books.models import SalesOrder

NOBODY = {"first_name": "Erased", "last_name": "customer"}
NOTE = "Customer erased: e-mail address, names, addresses, phone numbers, notes and checkout data were taken out"
# Of what was sent to Zoho Books: who the customer is there, what it was about, and what it came to.
KEPT_OF_PAYLOAD = (
    "is_inclusive_tax",
    *("customer_id", "salesorder_number", "reference_number", "date", "line_items", "shipping_charge"),
    *("discount", "discount_type", "adjustment", "adjustment_description"),
)
# Lines of history that never repeat what somebody typed about the customer.
HARMLESS = (
    *("Order Imported from ", "Order Created", "Order Moved", "Moved to ", "Shipment ", "Event Run by Hand: "),
    *("Order Scheduled", "Order Canceled", "Items Synced", "Appointment Canceled: ", "Customer erased"),
)
_BY_BOOKDESK = (actors.ZOHO_BOOKS, actors.BOOKDESK)
# From here on a line repeats what was typed, or what it was before and is now.
_REPEATED = re.compile(r"[\"“]|: | from ")
_QUOTED = re.compile(r"[\"“].*[\"”]", re.DOTALL)


def anonymize(order: Order, who: str) -> None:
    """Remove the customer from an order and all that belongs to it. The order must have no open work."""
    emails = (order.email, order.email_key)
    theirs = Scrubber(emails, own_texts(order))
    personal = Scrubber(emails, [*own_texts(order), *single_names(order)])
    _clean_work(order, theirs)
    _clean_messages(order, theirs)
    _clean_sales_orders(order, theirs)
    _clean_history(order.id, theirs)
    _forget_shop(order.id)
    _clean_items(order.items, theirs, personal)
    _clean_shipments(order.shipments, theirs)
    for note in order.notes:
        note.content, note.username = ERASED, theirs.clean(note.username)
    _clean_order(order, theirs)
    keys.refresh(order)
    history.add(order, who, NOTE)
    order.date_updated = now()
    db.session.flush()


def _forget_shop(order_id: int) -> None:
    """What its shop says of the order from now on does not bring the customer back."""
    mine = update(ShopOrder).where(ShopOrder.order_id == order_id)
    db.session.execute(mine.values(state=ERASED_ORDER, said={}, news=""))


def _clean_order(order: Order, theirs: Scrubber) -> None:
    order.email = order.customer_id = order.ip_address = order.processor_response = ""
    order.cc_number_masked = order.cc_exp = ""
    order.customer, order.shipping = _nobody(order.customer), _nobody(order.shipping)
    order.return_address, order.checkout_data = {}, {}
    order.order_metadata = tax_facts.kept(order.order_metadata)
    order.discount_list = theirs.clean(order.discount_list)
    order.tag_name, order.shipping_method = theirs.clean(order.tag_name)[:60], theirs.clean(order.shipping_method)
    if theirs.is_in(order.source_id):  # two of them must not become the same
        order.source_id = f"{theirs.clean(order.source_id)} {order.id}"[:200]


def _nobody(address: dict[str, str]) -> dict[str, str]:
    country = {"country": address["country"]} if address.get("country") else {}
    return {**NOBODY, **country}


def _clean_items(items: Iterable[OrderItem], theirs: Scrubber, personal: Scrubber) -> None:
    """Keep products; remove personal texts such as an engraving."""
    for item in items:
        item.name = theirs.clean(item.name)[:500]
        item.variation_list = personal.clean(item.variation_list)
        item.item_metadata = personal.clean(item.item_metadata)


def _clean_shipments(shipments: Iterable[Shipment], theirs: Scrubber) -> None:
    for shipment in shipments:
        shipment.tracking_url = theirs.clean(shipment.tracking_url)
        shipment.shipment_method = theirs.clean(shipment.shipment_method)[:200]
        shipment.order_items = theirs.clean(shipment.order_items)


def _clean_work(order: Order, theirs: Scrubber) -> None:
    lifecycle.dismiss_all(order.store_id, "order", [order.id])
    lifecycle.forget_details(order.store_id, "order", [order.id])
    items = db.session.scalars(select(BulkItem).where(BulkItem.order_id == order.id))
    for item in items:
        item.words, item.result = theirs.clean(item.words), theirs.clean(item.result)


def _clean_messages(order: Order, theirs: Scrubber) -> None:
    """What was delivered stays known as such; what nobody took can't be sent any more, and goes."""
    mine = Delivery.order_id == order.id
    ids = list(db.session.scalars(select(Delivery.id).where(mine)))
    settled = {"answer": "", "details": [], "payload": {}, "is_dismissed": True}
    of_messages = (Appointment.kind == kinds.DELIVER_MESSAGE.name, Appointment.subject_id.in_(ids))
    db.session.execute(update(Appointment).where(*of_messages).values(settled), execution_options=_AS_IT_IS)
    db.session.execute(delete(Delivery).where(mine, Delivery.delivered_at.is_(None)), execution_options=_AS_IT_IS)
    for delivery in db.session.scalars(select(Delivery).where(mine)):
        delivery.body = delivery.url = ""
        delivery.subject, delivery.recipient = (
            theirs.clean(delivery.subject)[:300],
            theirs.clean(delivery.recipient)[:300],
        )


def _clean_sales_orders(order: Order, theirs: Scrubber) -> None:
    for row in db.session.scalars(select(SalesOrder).where(SalesOrder.order_id == order.id)):
        row.payload = theirs.clean(payload_without_customer(row.payload))
        row.tracking = theirs.clean(row.tracking)


def payload_without_customer(payload: dict[str, Any]) -> dict[str, Any]:
    """What was sent, without notes and addresses."""
    return {name: value for name, value in payload.items() if name in KEPT_OF_PAYLOAD}


def _clean_history(order_id: int, theirs: Scrubber) -> None:
    for line in db.session.scalars(select(HistoryEntry).where(HistoryEntry.order_id == order_id)):
        line.note = line_without_customer(line.who, line.note, theirs)
        line.who = theirs.clean(line.who)[:254]


def line_without_customer(who: str, note: str, theirs: Scrubber) -> str:
    """What a line of history says without what somebody has typed: that something was done stays.

    Of what Bookdesk says by itself only quoted words go; what a program has written may be anything.
    """
    actor = actors.read(who)
    if actor.is_named_by_api or (actor.kind is ActorKind.API and not _is_ours(note)):
        return ERASED
    if who in _BY_BOOKDESK:
        note = _QUOTED.sub(ERASED, note)
    elif not note.startswith(HARMLESS) and (found := _REPEATED.search(note)):
        note = f"{note[: found.start()].rstrip()}: {ERASED}"
    return str(theirs.clean(note))


OURS: Sequence[str] = (
    *HARMLESS,
    *("Order Details Changed", "Note ", "Item ", "Order Tagged", "Tag Removed", "Checkout Data", "Order Metadata"),
    *("Shipping Address", "Customer Address", "Return Address"),
)


def _is_ours(note: str) -> bool:
    """Whether the line is one of those that Bookdesk writes about what the API has done."""
    return note.startswith(tuple(OURS))


_AS_IT_IS = {"synchronize_session": False}
