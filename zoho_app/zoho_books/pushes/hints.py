"""The hints of pushes that wait to be read: one for each sales order, however many pushes named it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select

from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.pushes.body import Pushed
from zoho_app.zoho_books.pushes.models import PushHint


def keep(store_id: int, pushed: Pushed) -> None:
    """Keep the hint; one of the same sales order that waits already counts one push more, unless it says the same."""
    waiting = db.session.get(PushHint, (store_id, pushed.salesorder_id), populate_existing=True)
    if waiting is None:
        db.session.add(
            PushHint(
                store_id=store_id,
                salesorder_id=pushed.salesorder_id,
                last_modified_time=pushed.last_modified_time,
                digest=pushed.digest,
            )
        )
        return
    if pushed.digest and pushed.digest == waiting.digest:
        return  # whoever reads it, even now, reads what this one tells
    waiting.digest = pushed.digest
    known, told = waiting.last_modified_time, pushed.last_modified_time
    waiting.last_modified_time = max(known, told) if known and told else None  # one without a time may be the latest
    waiting.pushes += 1
    waiting.came_at = now()


def waiting(store_id: int, most: int) -> list[PushHint]:
    """The hints that have waited longest."""
    wanted = select(PushHint).where(PushHint.store_id == store_id)
    return list(db.session.scalars(wanted.order_by(PushHint.came_at, PushHint.salesorder_id).limit(most)))


def is_any_waiting(store_id: int) -> bool:
    """Whether there is anything to read."""
    return db.session.scalar(select(PushHint.store_id).where(PushHint.store_id == store_id).limit(1)) is not None


def is_waiting(store_id: int, salesorder_id: str) -> bool:
    """Whether a push has named that sales order and it has not been read since."""
    return db.session.get(PushHint, (store_id, salesorder_id)) is not None


def stores_with_any() -> list[int]:
    """The stores that have hints."""
    return list(db.session.scalars(select(PushHint.store_id).distinct()))


def settle(store_id: int, read: Mapping[str, int]) -> None:
    """Drop what has been read, {salesorder_id: its pushes by then}; what was pushed once more meanwhile stays."""
    named = select(PushHint).where(PushHint.store_id == store_id, PushHint.salesorder_id.in_(list(read)))
    for hint in db.session.scalars(named):
        if hint.pushes == read[hint.salesorder_id]:
            db.session.delete(hint)


def drop(store_id: int, salesorder_ids: Iterable[str]) -> None:
    """Drop hints, however often they came."""
    named = (PushHint.store_id == store_id, PushHint.salesorder_id.in_(list(salesorder_ids)))
    db.session.execute(delete(PushHint).where(*named).execution_options(synchronize_session=False))
