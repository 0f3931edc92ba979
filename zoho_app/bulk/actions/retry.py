"""Try many orders again whose last submit or cancellation has failed."""

from collections.abc import Collection

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from zoho_app import kinds
from zoho_app.appointments import handlers, lifecycle
from zoho_app.appointments.models import BULK, FAILED, Appointment
from zoho_app.bulk.actions.action import BulkAction, Calls, Condition, Details, Reason, Refused
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.models import Order

NOTHING_FAILED = "There is no failure to retry."


class Retry(BulkAction):
    """Runs the failed appointment of each order again."""

    key = "retry"
    label = "Retry failed orders"
    question = "Retry {orders}"
    would = "would be retried"
    done = "to be retried"
    command = "Retry failed orders"
    icon = "running"
    appointment_kinds = (kinds.SUBMIT.name, kinds.CANCEL.name)
    reuses_appointments = True

    def do_to(self, order: Order, item: BulkItem, run: BulkRun) -> str:
        newest = db.session.scalar(
            select(Appointment)
            .where(
                Appointment.store_id == order.store_id,
                Appointment.subject_id == order.id,
                Appointment.kind.in_(handlers.kinds_like(kinds.SUBMIT.name)),
            )
            .order_by(Appointment.id.desc())
            .limit(1)
        )
        if newest is None or newest.state != FAILED or not lifecycle.run_now(newest, BULK):
            raise Refused(NOTHING_FAILED)
        what = "submitted to" if newest.kind == kinds.SUBMIT.name else "canceled in"
        history.add(order, run.asked_by, f"Order Scheduled to be {what} Zoho Books again")
        return "To be retried"

    def reasons(self, details: Details) -> list[Reason]:
        has_failed = _has_failed(handlers.kinds_like(kinds.SUBMIT.name))
        return [Reason("without a failure to retry.", ~has_failed)]

    def calls(self) -> Calls:
        has_failed_to_submit = _has_failed([kinds.SUBMIT.name])
        return Calls(to_send=has_failed_to_submit, to_cancel=~has_failed_to_submit)


def _has_failed(names: Collection[str]) -> Condition:
    """Whether the last that was begun with the order is of one of these kinds, and has failed."""
    later = aliased(Appointment)
    is_overtaken = exists().where(
        later.subject_id == Appointment.subject_id,
        later.kind.in_(handlers.kinds_like(kinds.SUBMIT.name)),
        later.id > Appointment.id,
    )
    return exists().where(
        Appointment.subject_id == Order.id,
        Appointment.kind.in_(names),
        Appointment.state == FAILED,
        ~is_overtaken,
    )


RETRY = Retry()
