"""Compares Zoho's ledger with the desk when all is calm: whatever is not explained is a problem."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from benchmarks.chaos.back_office import Document, parcels
from benchmarks.chaos.day import Day
from benchmarks.chaos.line_to_zoho import BOOKS
from benchmarks.chaos.people import BAD_SKU, CANCEL, SUBMIT
from zoho_app import kinds
from zoho_app.appointments.models import FAILED, OPEN_STATES, Appointment, Gate
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.sandbox.common import ledger
from zoho_app.zoho_books.models import CONNECTED, Connection, Finding, SalesOrder
from zoho_app.zoho_books.reconcile import findings

MINUTE = 60.0


def problems(day: Day) -> list[str]:
    """Everything that is wrong after a day; nothing when the desk has kept its word."""
    with day.world.desk.app_context():
        found = [*day.story.problems, *_check(day)]
        db.session.remove()
    return found


def _check(day: Day) -> Iterator[str]:
    yield from _unrest()
    live = defaultdict(list)
    for number, there in day.back_office.ours():
        live[number].append(there)
    for order in db.session.scalars(select(Order).order_by(Order.id)):
        yield from (f"order {order.id}: {words}" for words in _check_order(day, order, live.pop(order.id, [])))
    for number, strangers in live.items():
        yield f"{[one['salesorder_number'] for one in strangers]}: the desk has no order {number}"
    yield from _check_contacts(day)
    yield from _check_news(day)
    yield from _check_minutes(day)


def _unrest() -> Iterator[str]:
    """Nothing may be left open, unknown, or held back."""
    for one in db.session.scalars(select(Appointment).where(Appointment.state.in_(OPEN_STATES))):
        yield f"{one.kind} of {one.subject_id} is still {one.state}: {one.cause} {one.answer}"
    for gate in db.session.scalars(select(Gate).where(Gate.closed_until.is_(None))):
        yield f"a gate is still closed: {gate.words}"
    if db.session.scalars(select(Connection.state)).one() != CONNECTED:
        yield "the store is not connected"


def _check_order(day: Day, order: Order, live: list[Document]) -> Iterator[str]:
    """One order: what was asked for, what Zoho has, and what the desk believes."""
    wish = day.people.wishes.get(order.id, "")
    if len(live) > 1:
        yield f"{len(live)} sales orders: {', '.join(one['salesorder_number'] for one in live)}"
        return
    yield from _check_belief(order, live)
    if live:
        yield from _check_sales_order(day, order, wish, live[0])
    elif wish == SUBMIT and order.id not in day.back_office.removed and not _is_explained(day, order):
        last = _last(order)
        yield f"it is lost: {last and (last.kind, last.state, last.cause, last.answer)}"
    told = Counter(entry.note.partition(".")[0] for entry in order.history)["Order Submitted to Zoho Books"]
    made = len([row for row in _rows(order) if row.salesorder_id])
    if told != made:
        yield f"its history tells of {told} submissions, the desk knows {made} sales orders"


def _check_belief(order: Order, live: list[Document]) -> Iterator[str]:
    """What the desk believes of Zoho is what Zoho has."""
    there = [one["id"] for one in live]
    believed = [row.salesorder_id for row in _rows(order) if row.is_live]
    shown = [order.fulfillment_id] if order.fulfillment_id else []
    if believed != there or shown != there:
        yield f"Zoho has {there}, the desk believes {believed} and shows {shown}"
    kinds = select(Finding.kind).where(Finding.order_id == order.id, Finding.closed_at.is_(None))
    for kind in db.session.scalars(kinds.where(Finding.reference_number == order.source_id)):
        if kind != findings.TOTAL:
            yield f"the comparison has found it {kind}"


def _check_sales_order(day: Day, order: Order, wish: str, sales_order: Document) -> Iterator[str]:
    """The one sales order: wanted, for the right customer, with every parcel."""
    if wish != SUBMIT and not (wish == CANCEL and sales_order["id"] in day.back_office.invoiced):
        yield f"{sales_order['salesorder_number']} is in Zoho though the last wish was {wish or 'nothing'}"
    customer = next((one for one in day.back_office.contacts() if one["id"] == sales_order["customer_id"]), None)
    if customer is None or order.email.casefold() not in customer["emails"].casefold().split():
        yield f"it is of {order.email}, its sales order of {customer and customer['emails']}"
    typed = parcels(sales_order["custom_values"].get("cf_tracking_number", ""))
    kept = [shipment.tracking_number for shipment in order.shipments]
    lost = set(typed) - set(kept)
    if lost or len(set(kept)) != len(kept) or not set(kept) <= day.back_office.tracked:
        yield f"Zoho has the parcels {typed}, the desk {kept}"
    if set(kept) - set(typed) and len(_rows(order)) == 1:
        yield f"the desk still has the parcels {kept}, Zoho only {typed}"
    folder = "Closed" if kept else "Prepared"
    is_plain = order.id not in day.people.moved and order.id not in day.back_office.removed and wish == SUBMIT
    if is_plain and len(_rows(order)) == 1 and order.folder.name != folder:
        yield f"it lies in {order.folder.name}, not in {folder}"


def _is_explained(day: Day, order: Order) -> bool:
    """Whether it was not sent for a reason that a person can see and fix."""
    last = _last(order)
    bad = {BAD_SKU, *day.back_office.lacking}
    has_bad_sku = any(item.code in bad for item in order.items)
    return last is not None and last.state == FAILED and has_bad_sku and last.cause == "invalid_sku"


def _last(order: Order) -> Appointment | None:
    mine = select(Appointment).where(Appointment.kind.in_(kinds.OF_AN_ORDER), Appointment.subject_id == order.id)
    return db.session.scalars(mine.order_by(Appointment.id.desc())).first()


def _rows(order: Order) -> list[SalesOrder]:
    return list(db.session.scalars(select(SalesOrder).where(SalesOrder.order_id == order.id).order_by(SalesOrder.id)))


def _check_contacts(day: Day) -> Iterator[str]:
    """No customer twice."""
    having: dict[str, list[str]] = defaultdict(list)
    for contact in day.back_office.contacts():
        for email in set(contact["emails"].casefold().split()):
            having[email].append(contact["contact_name"])
    yield from (f"{email} has the contacts {names}" for email, names in having.items() if len(names) > 1)


def _check_news(day: Day) -> Iterator[str]:
    """The shops have heard of every parcel that is there, and of each addition once."""
    told = day.channel.told
    for (order_id, event, number), ids in told.items():
        if event == "shipment.added" and len(ids) > 1:
            yield f"order {order_id}: the shop was told {len(ids)} times of {number}"
    for order in db.session.scalars(select(Order)):
        for shipment in order.shipments:
            if not told.get((str(order.id), "shipment.added", shipment.tracking_number)):
                yield f"order {order.id}: the shop was never told of {shipment.tracking_number}"


def _check_minutes(day: Day) -> Iterator[str]:
    """Never more calls in a minute than allowed, an emptied Redis or not, as long as the desk's clock was right."""
    entries = ledger.read(day.world.zoho.store)["requests"]
    times = [entry["time"] for entry in entries if entry["path"].startswith(BOOKS) and entry["organization_id"]]
    most = day.plan.calls_a_minute
    for first, last in zip(times, times[most:], strict=False):
        is_excused = any(first <= timestamp <= last for timestamp in day.excused)
        if last - first < MINUTE and not is_excused:
            yield f"more than {most} calls within {last - first:.1f} seconds"
            return
