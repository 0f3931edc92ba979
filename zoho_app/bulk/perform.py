"""Do a run's action to some of its orders, by the same functions that a single click calls.

The result for an order is stored in the same transaction, so a worker that dies does nothing twice.
"""

import logging
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from zoho_app import job_queue
from zoho_app.bulk import actions
from zoho_app.bulk.actions.action import BulkAction, Refused, refuse
from zoho_app.bulk.models import DONE, WAITING, BulkItem, BulkRun
from zoho_app.extensions import db
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.models import Order
from zoho_app.orders.rules.run_event import EventRefused
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings

log = logging.getLogger(__name__)

BROKE = "Something unexpected went wrong in Bookdesk; the log has the details."


def some(run: BulkRun) -> bool:
    """Do the action to the next few orders of a run that is locked; False when none was left. Commits nothing."""
    action = actions.for_run(run)
    waiting = select(BulkItem.order_id).where(BulkItem.run_id == run.id, BulkItem.state == WAITING)
    ids = list(db.session.scalars(waiting.order_by(BulkItem.order_id).limit(action.per_transaction)))
    orders = _locked(run.store_id, ids)
    items = {item.order_id: item for item in db.session.scalars(_items(run, orders))}
    if not action.do_to_many(run, orders, items):
        _one_by_one(action, run, orders, items)
    db.session.flush()
    return bool(ids)


def _locked(store_id: int, order_ids: Sequence[int]) -> list[Order]:
    """The orders with their items, which nobody else changes or deletes in between."""
    wanted = select(Order).where(Order.store_id == store_id, Order.id.in_(order_ids)).order_by(Order.id)
    return list(db.session.scalars(wanted.with_for_update(of=Order).options(selectinload(Order.items))))


def _items(run: BulkRun, orders: Sequence[Order]) -> Select[BulkItem]:
    return select(BulkItem).where(BulkItem.run_id == run.id, BulkItem.order_id.in_([order.id for order in orders]))


def _one_by_one(action: BulkAction, run: BulkRun, orders: Iterable[Order], items: dict[int, BulkItem]) -> None:
    # Held, so that asking for them again for each order costs no statement.
    held = [db.session.get(one, run.store_id) for one in (Connection, ZohoBooksSettings)]
    for order in orders:
        item = items[order.id]
        try:
            with db.session.begin_nested():
                item.words = action.do_to(order, item, run)
                item.state = DONE
        except CannotSchedule as refusal:
            refuse(item, refusal.beside_the_order)
        except (Refused, EventRefused, BadFields) as refusal:
            refuse(item, str(refusal))
        except job_queue.TimeIsUp:
            raise
        except Exception:
            log.exception("Run %s failed in action %r on order %s", run.id, action.key, item.order_id)
            refuse(item, BROKE)
    del held
