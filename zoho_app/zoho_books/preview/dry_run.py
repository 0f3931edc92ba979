"""Predict what would happen to orders if they were sent now: created, adopted, or blocked, and why.

It uses the functions that send, and the cache; it makes no call, changes nothing and runs no rule. What Zoho Books
alone knows (a tax that was switched off, a number that is taken there) it
can't foresee. Everything is read for many orders at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.accounts.models import Store
from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.rules import engine
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import events
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.errors import CannotSchedule, ConnectionLost, Problem, TaxesNotRead, ZohoError
from zoho_app.zoho_books.models import SENDING, Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.payload.draft import Draft
from zoho_app.zoho_books.preview import contact_calls, forecast
from zoho_app.zoho_books.preview.contact_calls import Contacts
from zoho_app.zoho_books.reconcile import findings
from zoho_app.zoho_books.sales_orders import order_check, organization, prepare, records, refusals, repository
from zoho_app.zoho_books.sales_orders.prepare import Cached, Prepared
from zoho_app.zoho_books.sales_orders.repository import OrderToSend

CREATE, ADOPT, BLOCKED, UNKNOWN = "create", "adopt", "blocked", "unknown"
NOT_READ = "not_read"
NOT_READ_WORDS = (
    "Bookdesk has not read all contacts and items yet, so it can't tell. It reads them within minutes "
    "after connecting; try again then."
)


@dataclass(frozen=True)
class Verdict:
    """What would become of one order; `words` and `cause` are those with which sending it would fail.

    `short_words` say the same where the order is named beside them.

    `total` is what the sales order would come to in Zoho Books, `difference` how much more that is than the order's
    own total; both None when nothing would be sent. `calls` is how many calls to Zoho it takes, about; what an order
    before it makes for the same customer is not counted again.
    """

    order_id: int
    verdict: str  # CREATE, ADOPT, BLOCKED or UNKNOWN
    words: str = ""
    cause: str = ""
    short_words: str = ""
    problems: tuple[Problem, ...] = ()  # everything that stands in its way
    number: str = ""  # of the sales order
    total: Decimal | None = None
    difference: Decimal | None = None
    reason: str = ""  # of the difference
    calls: int = 0


@dataclass(frozen=True)
class _Desk:
    """What is the same for all orders of a store, and what was read for all of them at once."""

    store: Store
    settings: ZohoBooksSettings
    connection: Connection
    sales_orders: dict[int, SalesOrder]  # the live ones, by order
    taken: set[int]  # orders whose plain number is taken
    under_way: set[int]  # orders that wait to be sent, or are being sent
    organizations: dict[str, str]  # names by id; none are read where nothing is in another one
    extras: set[tuple[str, str]]  # number and reference of sales orders that only Zoho Books knows
    contacts: Contacts


def list_verdicts(store_id: int, orders: Sequence[Order]) -> list[Verdict]:
    """The verdict for each of the store's orders, in their order; a constant number of statements.

    The orders' items should be loaded.
    """
    settings, connection = db.session.get(ZohoBooksSettings, store_id), db.session.get(Connection, store_id)
    if settings is None or connection is None or not refusals.is_connected(connection, settings):
        return [_blocked(order, ConnectionLost(refusals.NOT_CONNECTED)) for order in orders]
    ids = [order.id for order in orders]
    live = repository.live_of(ids)
    desk = _Desk(
        store=db.session.get_one(Store, store_id),
        settings=settings,
        connection=connection,
        sales_orders=live,
        taken=records.taken_plain_numbers(store_id, settings.salesorder_prefix, ids),
        under_way=_under_way(store_id, ids),
        organizations=_names(connection, live.values()),
        extras=findings.extras(connection),
        contacts=Contacts(db.session.get_one(Store, store_id), settings, connection),
    )
    prepared, cached = _prepare(orders, desk)
    return [_verdict(order, prepared[order.id], desk, cached) for order in orders]


def of_one(found: OrderToSend) -> tuple[Verdict, Prepared | ZohoError]:
    """The verdict for one order, and what would be sent or why nothing can be."""
    order, settings, connection = found.order, found.settings, found.connection
    not_connected = ConnectionLost(refusals.NOT_CONNECTED)
    if settings is None or connection is None or not connection.organization_id:
        return _blocked(order, not_connected), not_connected
    desk = _Desk(
        store=found.store,
        settings=settings,
        connection=connection,
        sales_orders={order.id: found.sales_order} if found.sales_order else {},
        taken={order.id} if found.is_number_taken else set(),
        under_way=_under_way(found.store.id, [order.id]),
        organizations=_names(connection, [found.sales_order] if found.sales_order else []),
        extras=findings.extras(connection),
        contacts=Contacts(found.store, settings, connection),
    )
    prepared, cached = _prepare([order], desk)
    if not refusals.is_connected(connection, settings):
        return _blocked(order, not_connected), prepared[order.id]
    return _verdict(order, prepared[order.id], desk, cached), prepared[order.id]


def rules_before(store_id: int, order: Order | None = None) -> list[str]:
    """The names of the rules that run before an order is sent and may change what is: all, or those of one order."""
    wanted = select(Rule).where(Rule.store_id == store_id, Rule.enabled, Rule.event == events.BEFORE_SUBMITTED)
    rules = db.session.scalars(wanted.order_by(Rule.position, Rule.id))
    return [rule.name for rule in rules if order is None or engine.try_rule(rule, order).would_run]


def _names(connection: Connection, rows: Iterable[SalesOrder]) -> dict[str, str]:
    is_any_elsewhere = any(row.organization_id != connection.organization_id for row in rows)
    return organization.names(connection.store_id) if is_any_elsewhere else {}


def _under_way(store_id: int, order_ids: Sequence[int]) -> set[int]:
    under_way = db.session.scalars(
        select(Appointment.subject_id).where(
            Appointment.store_id == store_id,
            Appointment.kind == kinds.SUBMIT.name,
            Appointment.subject_id.in_(order_ids),
            Appointment.state.in_(OPEN_STATES),
        )
    )
    return set(under_way)


def _prepare(orders: Sequence[Order], desk: _Desk) -> tuple[dict[int, Prepared | ZohoError], Cached]:
    """What would be sent for each order, or why nothing can be, by order id; and what is known for that."""
    drafts = _drafts(orders, desk)
    whole = [one for one in drafts.values() if isinstance(one, Draft)]
    cached = prepare.read_cache(desk.store.id, whole, desk.settings)
    desk.contacts.read_names(whole, cached)
    return {order_id: _complete(draft, desk, cached) for order_id, draft in drafts.items()}, cached


def _complete(draft: Draft | ZohoError, desk: _Desk, cached: Cached) -> Prepared | ZohoError:
    if isinstance(draft, ZohoError):
        return draft
    try:
        return prepare.complete(draft, desk.settings, desk.connection, desk.store, cached)
    except ZohoError as error:
        return error


def _drafts(orders: Sequence[Order], desk: _Desk) -> dict[int, Draft | ZohoError]:
    """What each order itself says, or why it says too little, by order id."""
    products = prepare.products_of(orders, desk.settings)
    facts = order_check.read_facts(desk.store, desk.settings, orders, products)
    found: dict[int, Draft | ZohoError] = {}
    for order in orders:
        try:
            is_taken = order.id in desk.taken
            found[order.id] = prepare.draft_of(order, facts, desk.connection, is_taken)
        except ZohoError as error:
            found[order.id] = error
    return found


def _verdict(order: Order, prepared: Prepared | ZohoError, desk: _Desk, cached: Cached) -> Verdict:
    """In the order in which sending looks at these things."""
    row = desk.sales_orders.get(order.id)
    if (refusal := refusals.is_there(order, row)) is not None:
        return _blocked(order, refusal)
    if order.id in desk.under_way:
        return _blocked(order, refusals.is_under_way(order, refusals.IS_BEING_SENT))
    if row is not None:
        elsewhere = organization.doubt_elsewhere(row, desk.connection, desk.organizations)
        return _blocked(order, elsewhere) if elsewhere else _adopted(order, row, desk.settings)
    try:
        if isinstance(prepared, TaxesNotRead):
            return Verdict(order.id, UNKNOWN, prepared.words, NOT_READ, prepared.words)
        if isinstance(prepared, ZohoError):
            raise prepared
        if not _is_all_known(prepared, desk.connection):
            return Verdict(order.id, UNKNOWN, NOT_READ_WORDS, NOT_READ, NOT_READ_WORDS)
        calls = _calls(prepared, desk, cached)
    except ZohoError as error:
        return _blocked(order, error)
    draft = prepared.draft
    expected = prepared.expected
    is_extra = (draft.salesorder_number, draft.reference_number) in desk.extras
    return Verdict(
        order.id,
        ADOPT if is_extra else CREATE,
        number=draft.salesorder_number,
        total=expected.total,
        difference=expected.difference,
        reason=expected.words,
        calls=calls + is_extra,  # it is looked up once its number is refused
    )


def _blocked(order: Order, error: ZohoError) -> Verdict:
    short_words = error.beside_the_order if isinstance(error, CannotSchedule) else error.words
    problems = error.problems or (Problem(error.cause, tuple(error.details), error.words),)
    return Verdict(order.id, BLOCKED, error.words, error.cause, short_words, problems)


def _adopted(order: Order, row: SalesOrder, settings: ZohoBooksSettings) -> Verdict:
    """It was sent before, and Zoho Books may have it: it is looked up, then taken over or sent."""
    is_opened = row.status in (SENDING, "draft")
    total = row.total if row.total is not None else row.expected_total
    return Verdict(
        order.id,
        ADOPT,
        number=row.salesorder_number,
        total=total,
        difference=None if total is None or row.expected_total is None else total - row.expected_total,
        calls=(0 if row.salesorder_id else 1) + (forecast.calls_of_opening(settings) if is_opened else 0),
    )


def _is_all_known(prepared: Prepared, connection: Connection) -> bool:
    """Whether what the desk does not know certainly is not there."""
    is_item_open = prepared.unknown_skus and connection.items_filled_at is None
    is_by_email = prepared.draft.account is None  # otherwise it is found or made by its name
    is_contact_open = is_by_email and prepared.is_contact_unknown and connection.contacts_filled_at is None
    return not (is_item_open or is_contact_open)


def _calls(prepared: Prepared, desk: _Desk, cached: Cached) -> int:
    """How many calls sending takes. Raises what it would fail with."""
    if complaint := cached_items.complaint(prepared.draft.skus, prepared.items):
        raise complaint
    return forecast.calls_of_submit(desk.settings) + contact_calls.count(prepared, desk.contacts, cached)
