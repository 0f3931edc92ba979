"""Why a customer can't be erased yet: what is still to be sent, and settings that contain the address."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.accounts.models import Invitation, Membership, User
from zoho_app.alerts import settings as alert_settings
from zoho_app.appointments import handlers
from zoho_app.appointments.models import OPEN_STATES, UNKNOWN, Appointment
from zoho_app.bulk.models import WAITING, BulkItem, BulkRun
from zoho_app.channels.models import Channel, Delivery
from zoho_app.extensions import db
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order
from zoho_app.privacy.customer import Customer
from zoho_app.rules.models import Rule
from zoho_app.zoho_books.models import SalesOrder

# So many of each kind are named.
NAMED = 20
ORDER, RULE, PERSON, ALERTS, RUN, CHANNEL = "order", "rule", "person", "alerts", "run", "channel"


@dataclass(frozen=True)
class Obstacle:
    """One obstacle, in words that say what to do, with the id of the order or rule it is about."""

    words: str
    subject: str
    id: int = 0


def find(customer: Customer) -> list[Obstacle]:
    """All obstacles; nothing is erased while there is one."""
    found = (
        *(_to_be_done, _in_doubt, _to_be_told, _to_be_told_there, _in_runs, _in_rules, _in_channels),
        *(_as_person, _as_invited, _as_receiver, _in_webhook),
    )
    return [obstacle for find in found for obstacle in find(customer)]


def _to_be_done(customer: Customer) -> Iterator[Obstacle]:
    rows = db.session.execute(
        select(Order.id, Appointment.state)
        .join(Appointment, Appointment.subject_id == Order.id)
        .where(customer.their_orders, Appointment.kind.in_(handlers.kinds_about("order")))
        .where(Appointment.state.in_(OPEN_STATES))
        .order_by(Order.id)
        .limit(NAMED)
    )
    for order_id, state in rows:
        if state == UNKNOWN:
            words = f"It is not known yet whether order {order_id} is in Zoho Books. Wait until Bookdesk has checked."
        else:
            words = f"Order {order_id} is on its way to Zoho Books. Cancel it on its page, or wait until it is done."
        yield Obstacle(words, ORDER, order_id)


def _in_doubt(customer: Customer) -> Iterator[Obstacle]:
    """Sent, without an answer, and given up: to look it up, Bookdesk compares it with what was sent."""
    is_open = select(Appointment.id).where(
        Appointment.subject_id == Order.id,
        Appointment.kind.in_(handlers.kinds_about("order")),
        Appointment.state.in_(OPEN_STATES),
    )
    rows = db.session.scalars(
        select(Order.id)
        .join(SalesOrder, SalesOrder.order_id == Order.id)
        .where(customer.their_orders, SalesOrder.salesorder_id == "", ~is_open.exists())
        .where(SalesOrder.is_live)
        .order_by(Order.id)
        .limit(NAMED)
    )
    for order_id in rows:
        words = f"It is not known whether order {order_id} is in Zoho Books. Submit it again; Bookdesk checks first."
        yield Obstacle(words, ORDER, order_id)


def _to_be_told(customer: Customer) -> Iterator[Obstacle]:
    rows = db.session.execute(
        select(Order.id, Delivery.recipient)
        .join(Delivery, Delivery.order_id == Order.id)
        .join(Appointment, (Appointment.subject_id == Delivery.id) & (Appointment.kind == kinds.DELIVER_MESSAGE.name))
        .where(customer.their_orders, Appointment.state.in_(OPEN_STATES))
        .order_by(Order.id)
        .limit(NAMED)
    )
    for order_id, recipient in rows:
        words = f"A message to {recipient} about order {order_id} still waits. Cancel it under Activity, or wait."
        yield Obstacle(words, ORDER, order_id)


def _to_be_told_there(customer: Customer) -> Iterator[Obstacle]:
    """Messages about orders of others, to a web address that names the customer; it is encrypted, so each is read."""
    rows = db.session.execute(
        select(Delivery.order_id, Delivery.recipient, Delivery.url)
        .join(Appointment, (Appointment.subject_id == Delivery.id) & (Appointment.kind == kinds.DELIVER_MESSAGE.name))
        .join(Order, Order.id == Delivery.order_id)
        .where(Delivery.store_id == customer.store_id, ~customer.their_orders)
        .where(Appointment.state.in_(OPEN_STATES))
        .order_by(Delivery.id)
    )
    named = (row for row in rows if customer.scrubber.is_in(row.url))
    for row in islice(named, NAMED):
        words = (
            f"A message to {row.recipient} about order {row.order_id} still waits, and its web address "
            "contains customer data. Cancel it under Activity, or wait."
        )
        yield Obstacle(words, ORDER, row.order_id)


def _in_runs(customer: Customer) -> Iterator[Obstacle]:
    rows = db.session.scalars(
        select(BulkItem.run_id)
        .join(Order, Order.id == BulkItem.order_id)
        .join(BulkRun, BulkRun.id == BulkItem.run_id)
        .where(customer.their_orders, BulkItem.state == WAITING)
        .distinct()
        .limit(NAMED)
    )
    for run_id in rows:
        words = f"Bulk run {run_id} still has to process one of these orders. Stop the run, or wait until it ends."
        yield Obstacle(words, RUN, run_id)


def _in_rules(customer: Customer) -> Iterator[Obstacle]:
    rules = db.session.scalars(select(Rule).where(Rule.store_id == customer.store_id).order_by(Rule.position))
    for rule in rules:
        if customer.scrubber.is_in([rule.name, rule.filters, rule.actions]):
            words = f"The rule “{rule.name}” contains the address. Change or delete the rule."
            yield Obstacle(words, RULE, rule.id)


def _in_channels(customer: Customer) -> Iterator[Obstacle]:
    for channel in db.session.scalars(select(Channel).where(Channel.store_id == customer.store_id)):
        if customer.scrubber.is_in(channel.url):
            words = (
                f"The webhook address of the sales channel “{channel.source_name}” contains customer data. Change it."
            )
            yield Obstacle(words, CHANNEL, channel.id)


def _as_person(customer: Customer) -> Iterator[Obstacle]:
    members = select(User.id).join(Membership).where(Membership.store_id == customer.store_id)
    if db.session.scalar(members.where(User.email.in_(customer.emails))) is not None:
        words = "Somebody signs in to this store with this address. Remove that person under People."
        yield Obstacle(words, PERSON)


def _as_invited(customer: Customer) -> Iterator[Obstacle]:
    if db.session.scalar(select(Invitation.id).where(customer.open_invitations)) is not None:
        yield Obstacle("This address is invited to this store. Remove the invitation under People.", PERSON)


def _as_receiver(customer: Customer) -> Iterator[Obstacle]:
    receivers = map(text_key, alert_settings.emails(alert_settings.get(customer.store_id)))
    if customer.email_key in receivers:
        yield Obstacle("Alerts go to this address. Remove it under Alerts.", ALERTS)


def _in_webhook(customer: Customer) -> Iterator[Obstacle]:
    if customer.scrubber.is_in(alert_settings.get(customer.store_id).webhook_url):
        yield Obstacle("The webhook address for alerts contains customer data. Change it under Alerts.", ALERTS)
