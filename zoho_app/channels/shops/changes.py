"""What changes in a shop after its order came in: it changes the order until that is sent, then people are told."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy import update as update_rows
from sqlalchemy.orm import InstrumentedAttribute

from zoho_app.accounts.models import Store
from zoho_app.actors import BOOKDESK
from zoho_app.appointments import handlers
from zoho_app.appointments.models import OPEN_STATES, SCHEDULED, Appointment
from zoho_app.channels.shops import parts
from zoho_app.channels.shops.kinds import FoundOrder
from zoho_app.channels.shops.models import ERASED, Shop, ShopOrder
from zoho_app.extensions import db, rows_changed
from zoho_app.kinds import ORDER
from zoho_app.orders import edit, history, source_changes, state
from zoho_app.orders.input.order_data import BadOrder, read_order
from zoho_app.orders.models import Order
from zoho_app.orders.replace import replace_order

READ_AGAIN = timedelta(seconds=20)
SAME_MOMENT_SECONDS = 10
CHANGED, TOLD, SAME = "changed", "told", "the same"


class InFlight(Exception):
    """The order is being sent at this moment, so that it is not clear yet whether it may still be changed."""


def update(shop: Shop, row: ShopOrder, found: FoundOrder) -> str:
    """Take over what the shop says by now of an order that came in; what became of it. Flushed, not committed."""
    order = db.session.get(Order, row.order_id) if row.order_id and row.state != ERASED else None
    if order is None or order.store_id != shop.store_id:
        return SAME  # deleted here, or its customer was erased
    data = found.data
    # Of an order that was canceled or paid back nothing is left; what was ordered stays to be seen.
    names = [] if found.is_canceled or not data.get("order_items") else parts.changed(row.said, data)
    full = read_order(data, _zone(shop), whole=False)
    if not names and not source_changes.pending(order, full):
        return SAME
    if _is_being_sent(order):
        raise InFlight
    is_sent = not order.is_nowhere
    told = source_changes.apply(order, full, BOOKDESK)
    if not names:
        return CHANGED if told else SAME
    row.said = {**row.said, **parts.digests(data)}
    if is_sent:
        return _tell(row, order, names) or (TOLD if told else SAME)
    return _replace(shop, order, found, names)


def _replace(shop: Shop, order: Order, found: FoundOrder, names: list[str]) -> str:
    given = {name: found.data[name] for name in names}
    metadata = {**order.order_metadata, **given["order_metadata"]} if "order_metadata" in given else {}
    if metadata:
        given["order_metadata"] = metadata
    try:
        clean = read_order(given, _zone(shop), whole=False)
    except BadOrder as bad:
        words = f"{order.source} changed the order, but the change can't be read: {bad} Compare both by hand."
        history.add(order, BOOKDESK, words)
        return TOLD
    replace_order(order, clean, BOOKDESK)
    if found.note and found.note not in {note.content for note in order.notes}:
        edit.add_note(order, found.note, BOOKDESK)
    history.add(order, BOOKDESK, f"{order.source} changed the order: {parts.in_words(names)}.")
    return CHANGED


def _tell(row: ShopOrder, order: Order, names: list[str]) -> str:
    """Say what has changed after the order was sent; "" when that matters to nobody."""
    weighty = [name for name in names if name not in parts.HARMLESS]
    if not weighty:
        return ""
    words = parts.in_words(weighty)
    note = f"{order.source} changed the order after it was sent: {words}. Correct the sales order in Zoho Books."
    history.add(order, BOOKDESK, note)
    if not state.is_void(order):  # what is no sale any more has a page of its own
        row.news = words
    return TOLD


def _is_being_sent(order: Order) -> bool:
    """Whether a worker has begun something with the order; one that waits can't begin before our end."""
    open_ones = select(Appointment).where(
        Appointment.subject_id == order.id,
        Appointment.kind.in_(handlers.kinds_about(ORDER)),
        Appointment.state.in_(OPEN_STATES),
    )
    return any(one.state != SCHEDULED for one in db.session.scalars(open_ones.with_for_update()))


def _zone(shop: Shop) -> ZoneInfo:
    return ZoneInfo(db.session.get_one(Store, shop.store_id).time_zone)


def counting(store_id: int | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """How many orders have changed in their shop after they were sent, to be asked within another statement."""
    return select(func.count()).where(*_waiting(store_id)).scalar_subquery()


def page(store_id: int, most: int, before: int | None = None) -> list[tuple[Order, ShopOrder]]:
    """Those orders with what has changed, the newest first."""
    rows = select(Order, ShopOrder).join(ShopOrder, ShopOrder.order_id == Order.id).where(*_waiting(store_id))
    rows = rows if before is None else rows.where(ShopOrder.id < before)
    return [(order, row) for order, row in db.session.execute(rows.order_by(ShopOrder.id.desc()).limit(most))]


def seen_to(store_id: int, row_id: int | None = None) -> int:
    """A person has seen to one of them, or to all; returns how many."""
    mine = _waiting(store_id) if row_id is None else (*_waiting(store_id), ShopOrder.id == row_id)
    return rows_changed(update_rows(ShopOrder).where(*mine).values(news=""))


def _waiting(store_id: int | InstrumentedAttribute[int]) -> tuple[ColumnElement[bool], ...]:
    return (ShopOrder.store_id == store_id, ShopOrder.news != "", ShopOrder.order_id.is_not(None))
