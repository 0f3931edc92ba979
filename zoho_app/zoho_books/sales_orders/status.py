"""Status of an order in Zoho Books: its sales order, what is under way, and which buttons work."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import exists, func, select

from zoho_app import kinds
from zoho_app.appointments.models import FAILED, OPEN_STATES, Appointment
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.answers.models import SourceContact
from zoho_app.zoho_books.api import data_centers
from zoho_app.zoho_books.models import Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.sales_orders import records


@dataclass(frozen=True)
class OrderStatus:
    """What an order page shows of Zoho Books.

    `appointment` is the newest one that is open or failed (its `state`, `cause`, `answer`, `due_at`); `sales_order`
    the newest one whose `salesorder_id` is known; `sending` one whose outcome nobody knows yet.
    """

    appointment: Appointment | None
    sales_order: SalesOrder | None
    sending: SalesOrder | None
    connection: Connection | None
    settings: ZohoBooksSettings | None
    has_source_contacts: bool  # whether people have named the contact of any source
    link: str  # opens the sales order in Zoho Books; "" when there is none
    difference: str  # how Zoho's total differs, in words; "" when it doesn't
    may_submit: bool
    may_cancel: bool
    fulfillment_id: str  # what the order itself says of where it is; "" when it is nowhere
    tries: int  # how often the newest sending was tried; 0 when that is not known

    @property
    def is_there(self) -> bool:
        """Whether the order is in Zoho Books now."""
        return self.sales_order is not None and self.sales_order.is_in_zoho

    @property
    def is_under_way(self) -> bool:
        """Whether something about it still has to be done outside."""
        return self.appointment is not None and self.appointment.state in OPEN_STATES

    @property
    def is_cancel(self) -> bool:
        """Whether the appointment is to cancel the order; otherwise it is to submit it."""
        return self.appointment is not None and self.appointment.kind == kinds.CANCEL.name

    @property
    def is_cancel_under_way(self) -> bool:
        """Whether it is being canceled."""
        return self.is_under_way and self.is_cancel

    @property
    def has_failed_to_submit(self) -> bool:
        """Whether submitting it has failed, and nobody has tried again since."""
        return self._has_failed and not self.is_cancel

    @property
    def has_failed_to_cancel(self) -> bool:
        """Whether canceling it has failed, and nobody has tried again since."""
        return self._has_failed and self.is_cancel

    @property
    def _has_failed(self) -> bool:
        return self.appointment is not None and self.appointment.state == FAILED

    @property
    def submit_disabled_because(self) -> str:
        """Why it can't be submitted now; "" when it can."""
        if self.is_under_way:
            return f"{'Being canceled' if self.is_cancel else 'On its way'}: nothing to submit now."
        if self.is_there and self.sales_order and self.fulfillment_id:
            number = self.sales_order.salesorder_number
            return f"Already in Zoho Books, as {number}. To send it again, cancel it there first."
        return ""

    @property
    def cancel_disabled_because(self) -> str:
        """Why it can't be canceled now; "" when it can."""
        if self.may_cancel:
            return ""
        if self.is_under_way:
            return "On its way: nothing to cancel now."
        return "Not in Zoho Books, so there is nothing to cancel."

    @property
    def total(self) -> Decimal | None:
        """The total that Zoho Books has."""
        return self.sales_order.total if self.sales_order else None


# Of an Order in the statement around: its newest appointment to submit or cancel, and its newest sales order.
NEWEST_APPOINTMENT = (
    select(func.max(Appointment.id))
    .where(Appointment.subject_id == Order.id, Appointment.kind.in_(kinds.OF_AN_ORDER))
    .correlate(Order)
    .scalar_subquery()
)
NEWEST_SALES_ORDER = (
    select(func.max(SalesOrder.id)).where(SalesOrder.order_id == Order.id).correlate(Order).scalar_subquery()
)


def get_status(order: Order) -> OrderStatus:
    """Read the status of the order; one statement, no call."""
    appointment, newest, connection, settings, has_source_contacts = _rows(order)
    known = newest if newest is not None and newest.salesorder_id else None
    is_open = appointment is not None and appointment.state in OPEN_STATES
    is_being_sent = is_open and appointment is not None and appointment.kind == kinds.SUBMIT.name
    is_there = known is not None and known.is_in_zoho
    is_in_doubt = newest is not None and known is None
    return OrderStatus(
        appointment=appointment if is_open or (appointment and appointment.state == FAILED) else None,
        sales_order=known,
        sending=newest if is_in_doubt else None,
        connection=connection,
        settings=settings,
        has_source_contacts=has_source_contacts,
        link=_link(known, connection),
        difference=records.difference(known) if known else "",
        may_submit=not is_open and not is_there,
        may_cancel=is_being_sent or (not is_open and (is_there or is_in_doubt)),
        fulfillment_id=order.fulfillment_id,
        tries=appointment.attempts if appointment and appointment.kind == kinds.SUBMIT.name else 0,
    )


def _rows(
    order: Order,
) -> tuple[Appointment | None, SalesOrder | None, Connection | None, ZohoBooksSettings | None, bool]:
    has_source_contacts = exists().where(SourceContact.store_id == Order.store_id).correlate(Order)
    appointment, sales_order, connection, settings, has_any = db.session.execute(
        select(Appointment, SalesOrder, Connection, ZohoBooksSettings, has_source_contacts)
        .select_from(Order)
        .outerjoin(Appointment, Appointment.id == NEWEST_APPOINTMENT)
        .outerjoin(SalesOrder, SalesOrder.id == NEWEST_SALES_ORDER)
        .outerjoin(Connection, Connection.store_id == Order.store_id)
        .outerjoin(ZohoBooksSettings, ZohoBooksSettings.store_id == Order.store_id)
        .where(Order.id == order.id)
    ).one()
    return appointment, sales_order, connection, settings, has_any


def _link(row: SalesOrder | None, connection: Connection | None) -> str:
    center = data_centers.get(connection.data_center) if row and connection else None
    return center.sales_order_address(row.organization_id, row.salesorder_id) if row and center else ""
