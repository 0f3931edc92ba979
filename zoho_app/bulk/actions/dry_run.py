"""Predict what would happen to many orders if they were sent now."""

from collections.abc import Mapping, Sequence

from zoho_app.bulk.actions.action import BulkAction
from zoho_app.bulk.actions.submit import SUBMIT
from zoho_app.bulk.models import DONE, REFUSED, BulkItem, BulkRun
from zoho_app.orders.models import Order
from zoho_app.zoho_books.preview import dry_run

WOULD_WORK = (dry_run.CREATE, dry_run.ADOPT)


class DryRun(BulkAction):
    """Gives each order a verdict; nothing about the orders changes, and nothing is sent."""

    key = "dry_run"
    label = "Dry run"
    question = "Dry run of {orders}"
    would = "would be checked; nothing is sent or changed"
    done = "would work"
    icon = "flask"
    list_button = "Dry run"
    is_dry = True
    follow_up = SUBMIT
    per_transaction = 100

    def do_to_many(self, run: BulkRun, orders: Sequence[Order], items: Mapping[int, BulkItem]) -> bool:
        for verdict in dry_run.list_verdicts(run.store_id, orders):
            item = items[verdict.order_id]
            item.state = DONE if verdict.verdict in WOULD_WORK else REFUSED
            item.words = verdict.short_words or verdict.reason
            item.result = {
                "verdict": verdict.verdict,
                "cause": verdict.cause,
                "problems": [[one.cause, list(one.details), one.words] for one in verdict.problems],
                "number": verdict.number,
                "total": None if verdict.total is None else str(verdict.total),
                "difference": None if verdict.difference is None else str(verdict.difference),
                "calls": verdict.calls,
            }
        return True


DRY_RUN = DryRun()
