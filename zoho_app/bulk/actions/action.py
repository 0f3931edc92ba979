"""What a bulk action says about itself: its words, how it is done, what it costs, and how it is undone."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false

from zoho_app.appointments.models import BULK, PEOPLE
from zoho_app.bulk.models import REFUSED, BulkItem, BulkRun
from zoho_app.counts import count_noun
from zoho_app.orders.models import Order
from zoho_app.zoho_books.preview.forecast import Backlog

Details = Mapping[str, Any]  # a run's parameters, such as the folder to move to
Condition = ColumnElement[bool]  # on an Order in the statement around


class Reason(NamedTuple):
    """Why some orders are left out: words such as "in Closed already.", and which orders these are."""

    words: str
    condition: Condition


class Calls(NamedTuple):
    """Which orders take a call to Zoho Books: to send them, and to cancel them there."""

    to_send: Condition
    to_cancel: Condition


class Parameter(Enum):
    """What an action has to know beside the orders; web/bulk/parameters.py asks people for it."""

    FOLDER = auto()
    TAG = auto()
    EVENT = auto()


class Refused(Exception):
    """The action can't be done to this order; its text says why."""


class BulkAction:
    """One thing that can be done to many orders; a subclass for each is in a file of its own.

    In the words, {orders} stands for the number of orders, other names in braces for the run's details.
    """

    key: str  # stored with every run, so it never changes
    label: str  # names it in a list
    question: str  # the button that begins it: "Move {orders} to Closed"
    would: str  # after a number of orders, before it is begun: "would be moved to Closed"
    done: str  # after a number of orders, when it is done: "moved to Closed"
    not_done: str = "unchanged"
    command: str = ""  # its button where people choose what to do
    panel: str = "Zoho Books"  # where its button stands there, when it has no parameter
    icon: str = ""
    list_button: str = ""  # its button in the list of orders; "" when it is not there
    is_offered: bool = True  # people can choose it for orders of a list
    is_destructive: bool = False  # can't be undone
    deletes: bool = False  # an order that it was done to is gone, and so is what the run knew of it
    is_dry: bool = False  # changes nothing, so it begins without a question; gives each order a verdict
    asks_for_few: bool = True  # asks first, even for a few checked orders
    follow_up: "BulkAction | None" = None  # what is offered next for the orders that it was done to
    undone_by: str = ""  # the key of the action that undoes it

    parameter: Parameter | None = None
    per_transaction: int = 25  # SQLite lets nobody else write meanwhile
    sends_orders: bool = False  # what would keep them back is looked for before it is begun
    needs_zoho: bool = False  # makes no sense without a connection to Zoho Books
    appointment_kinds: tuple[str, ...] = ()  # of the appointments that it makes
    reuses_appointments: bool = False  # runs appointments that were made before the run
    outcome: str = "Sent"  # what a done appointment has brought about

    def do_to(self, order: Order, item: BulkItem, run: BulkRun) -> str:
        """Do it to one order; return in words what was done. Raise Refused when it can't be done."""
        raise NotImplementedError

    def do_to_many(self, run: BulkRun, orders: Sequence[Order], items: Mapping[int, BulkItem]) -> bool:
        """Do it to all of these by a few statements and note it in the items; False when it has to go one by one."""
        return False

    def reasons(self, details: Details) -> list[Reason]:
        """Why orders would be left out; the first reason that is true of an order counts."""
        return []

    def calls(self) -> Calls:
        """Which of the orders that are not left out take a call."""
        return Calls(false(), false())

    def backlog(self, waiting: int) -> Backlog:
        """What that many of its appointments still have to do, if their customers are known."""
        return Backlog(waiting, 0, 0)

    def in_words(self, pattern: str, details: Details, count: int | None = None) -> str:
        """One of its words with the run's details, and with how many orders it is for."""
        orders = "" if count is None else count_noun(count, "order")
        return pattern.format_map({**self.blanks(details), "orders": orders})

    def blanks(self, details: Details) -> dict[str, Any]:
        """What the names in braces stand for."""
        return dict(details)


class Undo(BulkAction):
    """An action that undoes another: done to those orders of an earlier run that it can still reach."""

    is_offered = False
    stops_run: bool = False  # may be pressed while the run goes on, which then stops; others wait for its end
    purpose: str = "undo"  # what it does to the earlier run
    too_late: str  # when no order is left that it can reach

    def button(self, count: int) -> str:
        """The button on the page of the earlier run; `count` orders can still be undone, about."""
        raise NotImplementedError

    def orders_of(self, run: BulkRun) -> Select[Any]:
        """The ids of the orders of the run that it can still reach, and what it has to know of each."""
        raise NotImplementedError

    def appointments_of(self, run: BulkRun) -> Condition:
        """Which appointments of the run it can still reach; a condition on an Appointment."""
        return false()


def refuse(item: BulkItem, words: str) -> None:
    """Note that the action was not done to this order, and why."""
    item.state, item.words = REFUSED, words


def priority(run: BulkRun) -> int:
    """A run of one order is as urgent as a click on that order's own page."""
    return BULK if run.total > 1 else PEOPLE
