"""Read the orders that a shop has told of: each once, however many webhooks told of it."""

from time import monotonic

from zoho_app import kinds as appointment_kinds
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.channels.shops import attempt, hints
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.models import Shop
from zoho_app.channels.shops.read_orders import SLICE_SECONDS, read_one
from zoho_app.clock import now
from zoho_app.extensions import alone, db

AT_ONCE = 50


@handler(appointment_kinds.READ_TOLD_ORDERS)
def read_told(task: Task) -> None:
    """Do the appointment "read orders that the shop told of"; the subject is the shop."""
    attempt.attempt(task, lambda access: _read(task, access))


def _read(task: Task, access: Access) -> None:
    stop_at = monotonic() + SLICE_SECONDS
    count = 0
    while monotonic() < stop_at:
        with task.step():
            keys, up_to = hints.next_keys(access.shop_id, AT_ONCE), hints.newest(access.shop_id)
        if not keys:
            break
        for key in keys:
            read_one(task, access, key)
            with task.step():
                hints.are_read(access.shop_id, [key], up_to)
            count += 1
            if monotonic() > stop_at:
                break
    with task.done(f"Orders read: {count}"):
        alone("hints", access.shop_id)  # what comes in while we end finds either us or our end
        shop = db.session.get_one(Shop, access.shop_id)
        attempt.clear_problem(shop)
        shop.last_read_at = shop.last_read_at or now()
        hints.schedule_telling(shop)
        task.receiver_answered()
