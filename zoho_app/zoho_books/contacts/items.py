"""Find the item of a SKU in Zoho Books when it is not cached.

Zoho does not document filtering items by SKU, so every row is compared again.
"""

from collections.abc import Mapping
from datetime import timedelta

from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.input.keys import sku_key
from zoho_app.zoho_books.api.client import PER_PAGE, Gateway
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.cache import refresh
from zoho_app.zoho_books.models import Connection

# An unknown SKU is not a reason to read the whole list again and again.
READ_AGAIN_AFTER = timedelta(minutes=5)


def learn(task: Task, gateway: Gateway, skus: list[str], default_sku: str = "") -> None:
    """Cache the items of `skus`, as far as Zoho has them.

    Raises InvalidSku naming every SKU that Zoho lacks or has switched off and `default_sku` can't stand in for.
    """
    with task.step():
        filled_at = db.session.get_one(Connection, task.store_id).items_filled_at
    if filled_at is None:
        refresh.read_items(task, gateway)
    else:
        _ask_for(task, gateway, [*skus, default_sku] if default_sku else skus, now() - filled_at > READ_AGAIN_AFTER)
    with task.step():
        error = cached_items.complaint(skus, cached_items.find(task.store_id, skus, default_sku))
    if error:
        raise error


def read_anew(task: Task, gateway: Gateway, skus: Mapping[str, str]) -> None:
    """Ask Zoho for these items, whose SKUs are given by item_id; what it does not list any more is forgotten."""
    with task.step():
        pages = cached_items.count(task.store_id) // PER_PAGE + 1
    if pages < len(set(skus.values())):
        refresh.read_items(task, gateway)
        return
    for sku in dict.fromkeys(skus.values()):
        rows = gateway.items_with_sku(sku)
        matching = [row for row in rows if sku_key(str(row.get("sku") or "")) == sku_key(sku)]
        if rows and not matching:  # Zoho takes no notice of the filter
            refresh.read_items(task, gateway)
            return
        with task.step():
            cached_items.forget(task.store_id, [item_id for item_id, known in skus.items() if known == sku])
            cached_items.keep(task.store_id, matching)


def _ask_for(task: Task, gateway: Gateway, skus: list[str], may_read_all: bool) -> None:
    """Ask for each SKU; when Zoho turns out to ignore the filter, read the whole list instead."""
    with task.step():
        unknown = cached_items.unknown(skus, cached_items.find(task.store_id, skus))
    for sku in unknown:
        rows = gateway.items_with_sku(sku)
        matching = [row for row in rows if sku_key(str(row.get("sku") or "")) == sku_key(sku)]
        with task.step():
            cached_items.keep(task.store_id, matching)
        if rows and not matching and may_read_all:
            refresh.read_items(task, gateway)
            return
