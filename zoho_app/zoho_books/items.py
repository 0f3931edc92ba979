"""Which item of Zoho Books a SKU means: from what is known, else by asking Zoho.

Zoho's item list can't be read by change and its SKU filter isn't documented, so every row is compared again.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from zoho_app.appointments.lane import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.keys import sku_key
from zoho_app.zoho_books.errors import InvalidSku
from zoho_app.zoho_books.gateway import Gateway
from zoho_app.zoho_books.models import Connection, KnownItem

# An unknown SKU is not a reason to read the whole list again and again.
READ_AGAIN_AFTER = timedelta(minutes=5)


def known(store_id: int, skus: Iterable[str]) -> dict[str, KnownItem]:
    """What the desk knows of these SKUs, by `sku_key`; costs no call. Active items go before inactive ones."""
    keys = {sku_key(sku) for sku in skus if sku.strip()}
    rows = db.session.scalars(
        select(KnownItem)
        .where(KnownItem.store_id == store_id, KnownItem.sku_key.in_(keys))
        .order_by(KnownItem.is_active, KnownItem.id.desc())
    )
    return {row.sku_key: row for row in rows}


def find(task: Task, gateway: Gateway, skus: list[str], default_sku: str = "") -> dict[str, str]:
    """Return {sku_key: item_id} for all `skus`, asking Zoho for those that the desk does not know.

    A SKU that Zoho lacks gets the item of `default_sku`, when one is given.

    Raises InvalidSku naming every SKU that Zoho lacks or has switched off.
    """
    wanted = [*skus, default_sku] if default_sku else skus
    with task.step():
        unknown = _unknown(task.store_id, wanted)
        filled_at = db.session.get_one(Connection, task.store_id).items_filled_at
    if unknown and filled_at is None:
        fill(task, gateway)
    elif unknown:
        _ask_for(task, gateway, unknown, may_fill=now() - filled_at > READ_AGAIN_AFTER if filled_at else True)
    with task.step():
        found = with_default(known(task.store_id, wanted), skus, default_sku)
        if error := complaint(skus, found):
            raise error
        return {key: item.item_id for key, item in found.items()}


def with_default(found: dict[str, KnownItem], skus: Iterable[str], default_sku: str) -> dict[str, KnownItem]:
    """`found` with the default's item for every SKU that Zoho lacks; unchanged when there is no default."""
    default = found.get(sku_key(default_sku))
    if default is None:
        return found
    return {sku_key(sku): default for sku in skus} | found


def fill(task: Task, gateway: Gateway) -> int:
    """Read all items page by page; what Zoho no longer lists is forgotten. Returns how many there are."""
    started_at = now()
    count = 0
    for page in gateway.item_pages():
        with task.step():
            count += len(page)
            _keep(task.store_id, page)
    with task.step():
        db.session.execute(
            delete(KnownItem).where(KnownItem.store_id == task.store_id, KnownItem.seen_at < started_at)
        )
        db.session.get_one(Connection, task.store_id).items_filled_at = started_at
    return count


def forget(store_id: int, item_ids: Iterable[str]) -> None:
    """Stop believing in items that an answer of Zoho has contradicted."""
    db.session.execute(delete(KnownItem).where(KnownItem.store_id == store_id, KnownItem.item_id.in_(list(item_ids))))


def complaint(skus: Iterable[str], found: dict[str, KnownItem]) -> InvalidSku | None:
    """The error that names every SKU among `skus` that can't be sold, or None."""
    missing = [sku for sku in dict.fromkeys(skus) if sku_key(sku) not in found]
    inactive = [sku for sku in dict.fromkeys(skus) if (item := found.get(sku_key(sku))) and not item.is_active]
    if not missing and not inactive:
        return None
    words = []
    if missing:
        words.append(
            f"Zoho Books has no item with the SKU {_names(missing)}. Add it to an item in Zoho Books, or match or "
            "skip it in the Product Settings, then submit again."
        )
    if inactive:
        words.append(f"The item with the SKU {_names(inactive)} is inactive in Zoho Books. Mark it as active.")
    return InvalidSku(" ".join(words), missing + inactive)


def _names(skus: list[str]) -> str:
    quoted = [f"“{sku}”" for sku in skus]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]


def _unknown(store_id: int, skus: list[str]) -> list[str]:
    found = known(store_id, skus)
    return [sku for sku in dict.fromkeys(skus) if not ((item := found.get(sku_key(sku))) and item.is_active)]


def _ask_for(task: Task, gateway: Gateway, skus: list[str], may_fill: bool) -> None:
    """Ask for each SKU; when Zoho turns out to ignore the filter, read the whole list instead."""
    for sku in skus:
        rows = gateway.items_with_sku(sku)
        matching = [row for row in rows if sku_key(str(row.get("sku") or "")) == sku_key(sku)]
        with task.step():
            _keep(task.store_id, matching)
        if rows and not matching and may_fill:
            fill(task, gateway)
            return


def _keep(store_id: int, rows: list[dict[str, Any]]) -> None:
    ids = [str(row["item_id"]) for row in rows]
    there = {
        item.item_id: item
        for item in db.session.scalars(
            select(KnownItem).where(KnownItem.store_id == store_id, KnownItem.item_id.in_(ids))
        )
    }
    for row in rows:
        item = there.get(str(row["item_id"]))
        if item is None:
            item = there[str(row["item_id"])] = KnownItem(store_id=store_id, item_id=str(row["item_id"]))
            db.session.add(item)
        item.sku = str(row.get("sku") or "").strip()
        item.sku_key = sku_key(item.sku)
        item.name = str(row.get("name") or "")
        item.is_active = row.get("status") != "inactive"
        item.seen_at = now()
