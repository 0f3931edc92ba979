"""Read what has changed in a shop: page by page from the watermark, which moves only after a whole pass.

Clocks differ, lists lag, and orders move to their end while they are read: a part before the watermark is read again,
and what was seen before is not taken in twice.
"""

import logging
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic

from zoho_app import kinds as appointment_kinds
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import LostClaim, Task
from zoho_app.channels.shops import attempt, hints, kinds, take_in
from zoho_app.channels.shops.changes import READ_AGAIN, InFlight
from zoho_app.channels.shops.kinds import Access, FoundOrder
from zoho_app.channels.shops.models import Shop
from zoho_app.channels.shops.problems import ShopDown, ShopProblem
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.job_queue import TimeIsUp

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=5)
# How long a shop is read before others have their turn.
SLICE_SECONDS = 10.0
FILL_SLICE_SECONDS = 30.0
LOOK_AT_FILL = timedelta(seconds=5)
AFTER_ERROR = timedelta(minutes=10)
WORDS = {
    take_in.NEW_ORDER: "new",
    take_in.CHANGED: "changed",
    take_in.TOLD: "told",
    take_in.REFUSED_NOW: "refused",
    take_in.LATER: "read again later",
}


@dataclass
class Pass:
    """How far a pass has come, as it is kept for the attempt that goes on with it: ids and times alone."""

    since: str
    after: str = ""
    newest: str = ""
    is_last: bool = False
    keys: list[str] = field(default_factory=list)  # of the page that is being read
    found: dict[str, int] = field(default_factory=dict)
    fill_id: str = ""
    filled: int = 0  # so many orders of the fill have been taken in

    def count(self, became: str) -> None:
        """Count what became of an order."""
        self.found[became] = self.found.get(became, 0) + 1

    def note_newest(self, timestamp: datetime) -> None:
        """Keep the latest change that was seen, in the shop's own time."""
        self.newest = max(self.newest, timestamp.astimezone(UTC).isoformat(timespec="microseconds"))


class Yield(Exception):
    """The time slice is over; the rest follows when others have had their turn."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__("more to read")
        self.due_at = due_at


@handler(appointment_kinds.READ_ORDERS)
def read_changed(task: Task) -> None:
    """Do the appointment "read orders"; the subject is the shop. The timetable makes up for a failed one."""
    attempt.attempt(task, lambda access: _read(task, access))


def _read(task: Task, access: Access) -> None:
    progress = _begin(task, access)
    try:
        if progress.fill_id:
            _fill(task, access, progress)
        _pages(task, access, progress)
    except Yield as more:
        task.payload = asdict(progress)
        task.waited(is_try=False)
        words = f"So far: {in_words(progress.found)}."
        with task.retry(more.due_at, "more", words, is_try=False):
            task.receiver_answered()
        return
    _end(task, progress)


def _begin(task: Task, access: Access) -> Pass:
    if task.payload:
        return Pass(**task.payload)
    with task.step():
        shop = db.session.get_one(Shop, access.shop_id)
        since, is_first = (shop.watermark - OVERLAP if shop.watermark else shop.since), shop.watermark is None
    progress = Pass(since.isoformat())
    if is_first:
        task.before_call()
        fill = kinds.get(access.kind).begin_fill(access, since)
        progress.fill_id = fill.id if fill else ""
    return progress


def _pages(task: Task, access: Access, progress: Pass) -> None:
    stop_at = monotonic() + SLICE_SECONDS
    kind = kinds.get(access.kind)
    while True:
        while progress.keys:
            read_one(task, access, progress.keys[0], progress)
            progress.keys.pop(0)
            if monotonic() > stop_at:
                raise Yield(now())
        if progress.is_last:
            return
        task.before_call()
        page = kind.list_changed(access, datetime.fromisoformat(progress.since), progress.after)
        if page.after and (page.after == progress.after or not page.rows):
            raise ShopDown("The shop repeats a page of its list of orders. Bookdesk reads it again later.")
        with task.step():
            shop = db.session.get_one(Shop, access.shop_id)
            listed = {row.key: row.updated_at for row in page.rows if row.created_at >= shop.since}
            progress.keys = take_in.unseen(shop, listed)
        for row in page.rows:
            progress.note_newest(row.updated_at)
        progress.after, progress.is_last = page.after, not page.after


def read_one(task: Task, access: Access, key: str, progress: Pass | None = None) -> None:
    """Read one order and take it in; one that is being sent at this moment is read again later."""
    task.before_call()
    try:
        found = kinds.get(access.kind).read(access, key)
        became = _take_in(task, access, found) if found is not None else take_in.SAME
    except (ShopProblem, LostClaim, TimeIsUp):
        raise
    except Exception:  # one order that nobody foresaw must not hold up all others
        log.exception("Order %s of shop %s could not be taken in.", key, access.shop_id)
        became = _read_later(task, access, key, AFTER_ERROR)
    if progress is not None:
        progress.count(became)


def _take_in(task: Task, access: Access, found: FoundOrder) -> str:
    try:
        with task.step():
            return take_in.take_in(db.session.get_one(Shop, access.shop_id), found)
    except InFlight:
        return _read_later(task, access, found.key, READ_AGAIN)


def _read_later(task: Task, access: Access, key: str, wait: timedelta) -> str:
    with task.step():
        hints.read_later(db.session.get_one(Shop, access.shop_id), key, now() + wait)
    return take_in.LATER


def _fill(task: Task, access: Access, progress: Pass) -> None:
    """Take in the one file of a first fill; what has changed since it was written comes with the pages after it."""
    stop_at = monotonic() + FILL_SLICE_SECONDS
    task.before_call()
    fill = kinds.get(access.kind).continue_fill(access, progress.fill_id)
    if fill.orders is None:
        raise Yield(now() + LOOK_AT_FILL)
    for place, found in enumerate(fill.orders):
        if place < progress.filled:
            continue
        progress.count(_take_in(task, access, found))
        progress.note_newest(found.updated_at)
        progress.filled = place + 1
        if monotonic() > stop_at:
            raise Yield(now())
    progress.fill_id = ""
    if progress.newest:
        progress.since = (datetime.fromisoformat(progress.newest) - OVERLAP).isoformat()


def _end(task: Task, progress: Pass) -> None:
    words = in_words(progress.found)
    with task.done(words):
        shop = db.session.get_one(Shop, task.subject_id)
        reached = datetime.fromisoformat(progress.newest) if progress.newest else shop.since
        shop.watermark = max(reached, shop.watermark or reached)
        shop.last_read_at, shop.last_read_found = now(), words
        attempt.clear_problem(shop)
        task.receiver_answered()


def in_words(found: dict[str, int]) -> str:
    """What was found, such as "3 new, 1 changed"."""
    told = [f"{found[name]} {word}" for name, word in WORDS.items() if found.get(name)]
    return ", ".join(told) or "nothing new"
