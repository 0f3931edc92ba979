"""The orders that wait in the groups of a page, and those whose outcome nobody knows yet; read in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from zoho_app import kinds
from zoho_app.appointments.models import UNKNOWN, Appointment
from zoho_app.extensions import db
from zoho_app.orders.models import Order, OrderItem
from zoho_app.web.remedies.groups import Group

MOST_IN_DOUBT = 5


@dataclass(frozen=True)
class Failed:
    """An order that waits, with what the failure of its appointment is about and says."""

    order: Order
    details: list[str]
    answer: str


@dataclass(frozen=True)
class InDoubt:
    """An order of which no answer came back; Bookdesk looks again by itself."""

    appointment_id: int
    order: Order
    is_cancel: bool
    next_look: datetime


@dataclass(frozen=True)
class Waiting:
    """What was read, by appointment; a group names a few of its own."""

    failed: dict[int, Failed]
    in_doubt: list[InDoubt]

    def of_group(self, group: Group) -> list[Failed]:
        """The orders that a group names, the newest first."""
        return [self.failed[one] for one in group.named if one in self.failed]

    def orders(self, group: Group) -> list[Order]:
        """The same, without their failures."""
        return [one.order for one in self.of_group(group)]

    def lines(self, group: Group) -> Iterable[OrderItem]:
        """The items of these orders."""
        return (item for order in self.orders(group) for item in order.items)


def read(store_id: int, groups: Sequence[Group], has_doubts: bool) -> Waiting:
    """What the groups name; `has_doubts`: also what is in doubt."""
    ids = {one for group in groups if group.kind in kinds.OF_AN_ORDER for one in group.named}
    unknown = select(Appointment.id).where(
        Appointment.store_id == store_id, Appointment.state == UNKNOWN, Appointment.kind.in_(kinds.OF_AN_ORDER)
    )
    wanted = [Appointment.id.in_(ids)] if ids else []
    if has_doubts:
        wanted.append(Appointment.id.in_(unknown.order_by(Appointment.due_at).limit(MOST_IN_DOUBT)))
    if not wanted:
        return Waiting({}, [])
    rows = (
        select(Appointment, Order)
        .join(Order, (Order.id == Appointment.subject_id) & (Order.store_id == store_id))
        .where(Appointment.store_id == store_id, or_(*wanted))
        .options(joinedload(Order.items))
    )
    found = db.session.execute(rows.order_by(Appointment.due_at, Appointment.id)).unique().all()
    failed = {one.id: Failed(order, one.details, one.answer) for one, order in found if one.state != UNKNOWN}
    in_doubt = [
        InDoubt(one.id, order, one.kind == kinds.CANCEL.name, one.due_at)
        for one, order in found
        if one.state == UNKNOWN
    ]
    return Waiting(failed, in_doubt)
