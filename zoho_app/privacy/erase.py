"""Erase a customer of a store, some rows at a time; the caller commits after each slice.

An interrupted erasure continues with the rest when it is started again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import selectinload

from zoho_app import actors
from zoho_app.accounts import audit, preferences
from zoho_app.accounts.models import Invitation
from zoho_app.alerts.models import AlertRecipient
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.models import Order
from zoho_app.privacy import anonymize, obstacles, proof
from zoho_app.privacy.anonymize import line_without_customer
from zoho_app.privacy.customer import Customer, counts
from zoho_app.privacy.models import Erasure
from zoho_app.privacy.places import PLACES, Place, naming
from zoho_app.privacy.scrub import Scrubber, own_texts
from zoho_app.zoho_books.cache import forget

# Orders of one transaction: SQLite lets nobody else write meanwhile.
AT_ONCE = 25
# Of which no two may become the same.
UNIQUE = {"source_id", "message_key", "receiver"}
NOTE_OF_OTHERS = "Customer erased: what this order said of the customer of another one was taken out"


class Hindered(Exception):
    """The customer can't be erased yet; `obstacles` says why."""

    def __init__(self, found: Sequence[obstacles.Obstacle]) -> None:
        super().__init__("; ".join(one.words for one in found))
        self.obstacles = found


class NothingToErase(Exception):
    """The store holds nothing of this customer."""


def erase(customer: Customer, who: str) -> Iterator[None]:
    """Take the customer out of everything; to be committed after each yield.

    Raises Hindered, before anything of the slice was changed, and NothingToErase at the very beginning.
    """
    erasure_id = _begin(customer, who).id
    yield
    own = _known_texts(customer)
    yield from _texts(customer, own, who)
    _recent_searches(customer.store_id, Scrubber(customer.emails, own))
    for view in customer.views():
        db.session.delete(view)
    db.session.execute(delete(AlertRecipient).where(customer.alert_answers))
    db.session.execute(delete(Invitation).where(customer.ended_invitations))
    yield from _deleted_orders(customer)
    forget.forget_customer(customer.store_id, customer.email_key)
    yield
    yield from _orders(customer, who)  # last: by them an interrupted erasure knows whom it is about
    _finish(erasure_id)
    yield


def _begin(customer: Customer, who: str) -> Erasure:
    _check(customer)
    found = counts(customer)
    if not found:
        raise NothingToErase
    erasure = Erasure(
        store_id=customer.store_id,
        proof=proof.for_address(customer.store_id, customer.email_key),
        asked_by=who,
        counts=found,
    )
    db.session.add(erasure)
    db.session.flush()
    return erasure


def _check(customer: Customer) -> None:
    if found := obstacles.find(customer):
        raise Hindered(found)


def _known_texts(customer: Customer) -> set[str]:
    """Names, streets and phone numbers of the customer, as orders and remembered contacts have them."""
    orders = db.session.scalars(select(Order).where(customer.their_orders).execution_options(yield_per=AT_ONCE))
    found = {text for order in orders for text in own_texts(order)}
    return found | set(forget.names_of(customer.store_id, customer.email_key))


def _texts(customer: Customer, own: Iterable[str], who: str) -> Iterator[None]:
    """Every text that names the address, wherever it is; the customer's own orders have their turn later."""
    scrubber = Scrubber(customer.emails, own)
    for place in PLACES:
        for rows in naming(place, customer.store_id, customer.emails, customer.scrubber):
            for row in rows:
                _clean_row(customer, place, row, scrubber)
            if place.table is Order:  # people ask why an address is gone
                others = [row.id for row in rows if row.email_key != customer.email_key]
                history.add_to_many(others, who, NOTE_OF_OTHERS)
            yield


def _orders(customer: Customer, who: str) -> Iterator[None]:
    theirs = select(Order).where(customer.their_orders).order_by(Order.id).limit(AT_ONCE)
    parts = (selectinload(Order.items), selectinload(Order.notes), selectinload(Order.shipments))
    while orders := list(db.session.scalars(theirs.options(*parts).with_for_update(of=Order))):
        _check(customer)  # something may have been asked for meanwhile
        for order in orders:
            anonymize.anonymize(order, who)
        yield


def _recent_searches(store_id: int, scrubber: Scrubber) -> None:
    for person, searches in preferences.searches_of_members(store_id):
        kept = [typed for typed in searches if not scrubber.is_in(typed)]
        if kept != searches:
            preferences.keep_searches(person, store_id, kept)


def _deleted_orders(customer: Customer) -> Iterator[None]:
    theirs = select(DeletedOrder).where(customer.deleted_orders).order_by(DeletedOrder.id).limit(AT_ONCE)
    while rows := list(db.session.scalars(theirs)):
        for row in rows:
            row.history = [_line(line, customer.scrubber) for line in row.history]
            row.email_key = ""
        db.session.flush()
        yield


def _line(line: dict[str, str], scrubber: Scrubber) -> dict[str, str]:
    """Its orders are gone, so that nobody knows the customer's name: no name that a program gave stays."""
    who = actors.API if actors.read(line["who"]).is_named_by_api else scrubber.clean(line["who"])
    return {**line, "who": who, "note": line_without_customer(line["who"], line["note"], scrubber)}


def _clean_row(customer: Customer, place: Place, row: Any, scrubber: Scrubber) -> None:
    keys = place.keys
    values: dict[str, Any] = {}
    for text, value in zip(place.texts, row[len(keys) :], strict=True):
        if scrubber.is_in(value):
            values[text.key] = _fitting(scrubber.clean(value), text, row)
    same = [key == value for key, value in zip(keys, row, strict=False)]
    if place.table is Order:
        same.append(Order.email_key != customer.email_key)
        values["version"] = Order.version + 1  # whoever edits it now has not seen this
    db.session.execute(update(place.table).where(*same).values(values).execution_options(synchronize_session=False))


def _fitting(value: Any, text: Any, row: Any) -> Any:
    if not isinstance(value, str):
        return value
    if text.key in UNIQUE:
        value = f"{value} {row[0]}"
    longest = getattr(text.type, "length", None)
    return value[:longest] if longest else value


def _finish(erasure_id: int) -> None:
    erasure = db.session.get_one(Erasure, erasure_id)
    erasure.finished_at = now()
    told = ", ".join(f"{count:,} {what}" for what, count in erasure.counts.items())
    words = f"Erased a customer ({told}). Proof: {erasure.proof}"
    audit.note(erasure.store_id, erasure.asked_by, words, event="customer.erased")
    db.session.flush()
