"""What would keep orders back, counted by cause: for an import that is looked at, and before bulk work is begun.

Found by the checks with which sending begins; costs no call and changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders import import_order, inventory
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.input.order_data import OrderData
from zoho_app.orders.models import Order
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.errors import NO_SKU, CannotSchedule, ConnectionLost, InvalidSku, Problem
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.preview.dry_run import Verdict
from zoho_app.zoho_books.sales_orders import order_check, prepare
from zoho_app.zoho_books.sales_orders.order_check import Facts

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
    """What would keep these orders back, the most frequent first; four statements at most.

    Contacts are left to the dry run. The orders' items should be loaded.
    """
    settings, connection = db.session.get(ZohoBooksSettings, store_id), db.session.get(Connection, store_id)
    if not orders or settings is None or connection is None:
        return []
    store, products = db.session.get_one(Store, store_id), prepare.products_of(orders, settings)
    facts = order_check.read_facts(store, settings, orders, products)
    found = [(order, order_check.find_problems(order, facts)) for order in orders]
    problems = [[Problem(one.cause, tuple(one.details), one.words) for one in errors] for _, errors in found]
    if connection.items_filled_at is not None:
        good = [order for order, errors in found if not errors]
        problems += [[one] for one in _unknown_skus(good, facts)]
    return grouped(problems)


def _unknown_skus(orders: Sequence[Order], facts: Facts) -> Iterator[Problem]:
    """The SKUs of these orders that Zoho Books lacks, as far as the desk has read."""
    wanted = {order.id: order_check.skus(order, facts) for order in orders}
    default_sku = facts.settings.default_sku.strip()
    every = {sku for skus in wanted.values() for sku in skus}
    cached = cached_items.with_skus(facts.store.id, [*every, default_sku]) if every else {}
    for skus in wanted.values():
        error = cached_items.complaint(skus, cached_items.with_default(cached, skus, default_sku))
        if error is not None:
            yield Problem(error.cause, tuple(error.details), error.words)


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


def of_verdict(verdict: Verdict) -> list[Finding]:
    """What keeps one order back, by its dry run."""
    return grouped([verdict.problems])


def grouped(problems: Iterable[Sequence[Problem]]) -> list[Finding]:
    """Count what keeps orders back, by cause and subject; `problems` are those of each order."""
    found: dict[tuple[str, str], Finding] = {}
    for of_order in problems:
        for problem in of_order:
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
