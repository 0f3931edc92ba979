"""View model of the Zoho Books panel on an order's page."""

from dataclasses import dataclass

from flask import url_for

from zoho_app import kinds
from zoho_app.appointments.models import FAILED, SCHEDULED, UNKNOWN, Appointment
from zoho_app.orders import state
from zoho_app.orders.models import Order
from zoho_app.web.orders.page import trail
from zoho_app.web.remedies import groups, links
from zoho_app.web.remedies.groups import Group
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.preview.side_by_side import Comparison
from zoho_app.zoho_books.sales_orders.status import OrderStatus


@dataclass(frozen=True)
class Button:
    """A button that posts; it is gray while `disabled_because` says why, and asks first with the words `asks`."""

    label: str
    href: str
    icon: str
    is_primary: bool = False
    disabled_because: str = ""
    asks: str = ""
    sure: str = ""  # the button below the question


@dataclass(frozen=True)
class Link:
    """Leads to where the failure is corrected."""

    label: str
    href: str


@dataclass(frozen=True)
class Stopped:
    """Why the order stopped, at the top of its page, and the buttons that continue it."""

    appointment: Appointment
    sending: SalesOrder | None  # sent, with unknown outcome
    headline: str
    advice: str
    is_failed: bool  # otherwise the outcome is unknown, and it goes on by itself
    remedy: Link | None
    retry: Button | None


@dataclass(frozen=True)
class ZohoPanel:
    """The order and Zoho Books; `stopped` is None while nothing keeps it."""

    status: OrderStatus
    buttons: list[Button]
    stopped: Stopped | None

    @property
    def first_buttons(self) -> list[Button]:
        """What stands at the top of the page: the one thing to do next."""
        return [one for one in self.buttons if one.is_primary or one.asks]

    @property
    def more_buttons(self) -> list[Button]:
        """What is one press further away."""
        return [one for one in self.buttons if one not in self.first_buttons]

    @property
    def may_cancel(self) -> bool:
        """Whether canceling is offered; after it has failed, its button stands beside why."""
        return self.status.may_cancel and not self.status.has_failed_to_cancel

    def agrees(self, beside: Comparison | None) -> bool:
        """Whether Zoho Books is known to hold the order as it is now, to the cent, and nothing is under way."""
        if beside is None or beside.total is None or beside.differs or beside.refusal:
            return False
        return not (self.status.is_under_way or self.failed_words or self.difference or self.is_total_accepted)

    @property
    def submit_disabled_because(self) -> str:
        return self.status.submit_disabled_because

    @property
    def failed_words(self) -> str:
        """What the newest attempt failed to do; "" when it has not failed."""
        if self.status.has_failed_to_submit:
            return "Failed to submit"
        return "Failed to cancel" if self.status.has_failed_to_cancel else ""

    @property
    def is_nowhere(self) -> bool:
        """Whether the order is neither in Zoho Books nor on its way there."""
        return not (self.status.appointment or self.status.sales_order or self.status.sending)

    @property
    def under_way_words(self) -> str:
        return "Cancel" if self.status.is_cancel else "Submit"

    @property
    def is_waiting_for_retry(self) -> bool:
        appointment = self.status.appointment
        return appointment is not None and appointment.state == SCHEDULED and appointment.attempts > 0

    @property
    def is_outcome_unknown(self) -> bool:
        return self.status.appointment is not None and self.status.appointment.state == UNKNOWN

    @property
    def is_total_accepted(self) -> bool:
        """Whether a person has accepted that Zoho's total differs."""
        row = self.status.sales_order
        if row is None or row.accepted_total is None:
            return False
        return row.accepted_total == row.total != row.expected_total

    @property
    def explains_cancel(self) -> bool:
        return self.status.may_cancel and self.status.is_there

    @property
    def difference(self) -> str:
        """How Zoho's total differs, as long as the sales order is there."""
        return self.status.difference if self.status.is_there else ""


def get(order: Order, status: OrderStatus, may_change: bool) -> ZohoPanel:
    """The panel; a failed order's remedy is looked up by at most three statements."""
    stopped = _stopped(order, status, may_change)
    return ZohoPanel(status, _buttons(order, status) if may_change else [], stopped)


def _buttons(order: Order, status: OrderStatus) -> list[Button]:
    """The button that submits, unless that has failed: then it stands beside why."""
    if status.has_failed_to_submit:
        return []
    is_primary = status.may_submit and status.appointment is None
    return [_submit(order, is_primary, status.submit_disabled_because)]


def _submit(order: Order, is_primary: bool = False, disabled_because: str = "") -> Button:
    href = url_for("orders.submit", **trail.here(order))
    source_state = state.of_order(order)
    if not source_state.is_void or disabled_because:
        return Button(kinds.SUBMIT.label, href, "send", is_primary, disabled_because)
    asks = (
        f"At {order.source} this order is {source_state.phrase}. In Zoho Books it becomes a "
        "sales order like any other, which the warehouse may pack."
    )
    return Button(kinds.SUBMIT.label, href, "send", asks=asks, sure="Yes, submit it anyway")


def _cancel(order: Order, is_primary: bool = False) -> Button:
    return Button(kinds.CANCEL.label, url_for("orders.cancel", **trail.here(order)), "ban", is_primary)


def _stopped(order: Order, status: OrderStatus, may_change: bool) -> Stopped | None:
    appointment = status.appointment
    if appointment is None or appointment.state not in (FAILED, UNKNOWN):
        return None
    if appointment.state == UNKNOWN:
        advice = "It continues automatically."
        return Stopped(appointment, status.sending, "Outcome unknown.", advice, False, remedy=None, retry=None)
    group = groups.of_one(appointment)
    remedy = _remedy(order, group)
    retry = _cancel if status.is_cancel else _submit
    return Stopped(
        appointment,
        status.sending,
        headline="Failed to cancel." if status.is_cancel else "Failed to submit.",
        advice=_advice(group, status),
        is_failed=True,
        remedy=remedy if may_change else None,
        retry=retry(order, is_primary=remedy is None) if may_change else None,
    )


def _remedy(order: Order, group: Group) -> Link | None:
    href = links.next_step(order.store_id, group)
    return Link(group.remedy.label, href) if href else None


def _advice(group: Group, status: OrderStatus) -> str:
    button = kinds.CANCEL.label if status.is_cancel else kinds.SUBMIT.label
    start = f"{group.fixed} Press" if group.fixed else "Fix the problem, then press"
    return f"{start} “{button}” again."
