"""What would keep orders back, counted by cause: for an import that is looked at, and before bulk work is begun.

Found by the dry run, so by what sending itself checks; costs no call and changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders import import_order, inventory
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.input.order_data import OrderData
from zoho_app.orders.models import Order
from zoho_app.zoho_books.errors import NO_SKU, CannotSchedule, ConnectionLost, InvalidSku, Problem
from zoho_app.zoho_books.preview import dry_run
from zoho_app.zoho_books.preview.dry_run import Verdict

# What nobody can do anything about for the orders: they are there, or nothing is connected.
NO_FINDINGS = (CannotSchedule.cause, ConnectionLost.cause)


@dataclass(frozen=True)
class Finding:
    """So many orders are kept back by the same; `subject` is the SKU, name, source or address it is about."""

    cause: str
    details: tuple[str, ...]
    subject: str
    words: str  # of the first of them
    count: int = 1


def of_orders(store_id: int, orders: Sequence[Order]) -> list[Finding]:
    """What would keep these orders back, the most frequent first. The orders' items should be loaded."""
    return grouped(dry_run.list_verdicts(store_id, orders)) if orders else []


def of_data(store: Store, orders: Sequence[OrderData]) -> list[Finding]:
    """The same for orders that are not imported yet."""
    with db.session.no_autoflush:
        return of_orders(store.id, [_unsaved(store, data, number) for number, data in enumerate(orders, start=1)])


def _unsaved(store: Store, data: OrderData, number: int) -> Order:
    """The order that would be stored; a number below zero stands for the one that it would get."""
    order = import_order.unsaved(store.id, data)
    order.id = -number
    order.source_id = order.source_id or str(number)
    if store.add_inventory_details:
        inventory.add_details(order)
    return order


def grouped(verdicts: Iterable[Verdict]) -> list[Finding]:
    """Count what keeps orders back, by cause and subject."""
    found: dict[tuple[str, str], Finding] = {}
    for verdict in verdicts:
        for problem in verdict.problems:
            if problem.cause in NO_FINDINGS:
                continue
            for subject in subjects(problem):
                key = (problem.cause, text_key(subject))
                before = found.get(key)
                found[key] = (
                    replace(before, count=before.count + 1)
                    if before
                    else Finding(problem.cause, problem.details, subject, problem.words)
                )
    return sorted(found.values(), key=lambda one: (-one.count, one.cause, one.subject))


def subjects(problem: Problem) -> list[str]:
    """What has to be decided for the problem: each SKU or name, else the first of its details."""
    if problem.cause in (InvalidSku.cause, NO_SKU):
        return list({text_key(one): one for one in problem.details}.values()) or [""]
    return [problem.details[0]] if problem.details else [""]
