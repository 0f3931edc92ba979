"""Check a shop once a day: its access, its scopes, and whether its webhooks still come."""

from zoho_app import kinds as appointment_kinds
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.channels.shops import attempt, hints, kinds, webhook_addresses
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.models import Shop
from zoho_app.clock import now
from zoho_app.extensions import db


@handler(appointment_kinds.CHECK_SHOP)
def check(task: Task) -> None:
    """Do the appointment "check the connection to a shop"; the subject is the shop."""
    attempt.attempt(task, lambda access: _check(task, access))


def _check(task: Task, access: Access) -> None:
    with task.step():
        address = webhook_addresses.get_address(db.session.get_one(Shop, access.shop_id))
    task.before_call()
    checked = kinds.get(access.kind).check(access, address)
    with task.done():
        shop = db.session.get_one(Shop, access.shop_id)
        shop.facts, shop.checked_at = checked.facts, now()
        hints.forget_old(shop.id)
        attempt.clear_problem(shop)
        task.receiver_answered()
