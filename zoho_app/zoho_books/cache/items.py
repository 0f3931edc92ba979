"""Read and write cached items; no call."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, literal, select, union_all

from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.models import InventoryItem
from zoho_app.zoho_books.cache.models import CachedItem
from zoho_app.zoho_books.errors import InvalidSku
from zoho_app.zoho_books.taxes import organization_taxes
from zoho_app.zoho_books.taxes.organization_taxes import Tax

Json = dict[str, Any]


def find(store_id: int, skus: Iterable[str], default_sku: str = "") -> dict[str, CachedItem]:
    """What is known of these SKUs, by `sku_key`. Active items go before inactive ones.

    A SKU that is not known gets the item of `default_sku`, when one is given and known.
    """
    wanted = list(skus)
    return with_default(with_skus(store_id, [*wanted, default_sku]), wanted, default_sku)


def with_skus(store_id: int, skus: Iterable[str]) -> dict[str, CachedItem]:
    """The items that are known to have one of these SKUs, by `sku_key`; one statement at most."""
    keys = {sku_key(sku) for sku in skus if sku.strip()}
    if not keys:
        return {}
    rows = db.session.scalars(
        select(CachedItem)
        .where(CachedItem.store_id == store_id, CachedItem.sku_key.in_(keys))
        .order_by(CachedItem.is_active, CachedItem.id.desc())
    )
    return {row.sku_key: row for row in rows}


def skus_by_name(store_id: int, names: Collection[str]) -> dict[str, str]:
    """By its name, the SKU of the only active item called exactly so, or else of the only product of the inventory.

    One statement.
    """
    ours = select(literal(0).label("is_zohos"), InventoryItem.name, func.min(InventoryItem.code).label("sku"))
    ours = ours.where(InventoryItem.store_id == store_id, InventoryItem.name.in_(names))
    zohos = select(literal(1), CachedItem.name, func.min(CachedItem.sku)).where(CachedItem.store_id == store_id)
    zohos = zohos.where(CachedItem.is_active, CachedItem.sku_key != "", CachedItem.name.in_(names))
    both = union_all(
        ours.group_by(InventoryItem.name).having(func.count() == 1),
        zohos.group_by(CachedItem.name).having(func.count() == 1),
    ).order_by("is_zohos")
    return {row.name: row.sku for row in db.session.execute(both)}


def with_default(cached: Mapping[str, CachedItem], skus: Iterable[str], default_sku: str) -> dict[str, CachedItem]:
    """Those of the known items that `skus` mean; the item of `default_sku` stands in for a SKU that is not known."""
    default = cached.get(sku_key(default_sku))
    found = {sku_key(sku): cached.get(sku_key(sku), default) for sku in skus}
    return {key: item for key, item in found.items() if item is not None}


def skus_of(store_id: int, item_ids: Collection[str]) -> dict[str, str]:
    """By item_id, the SKUs of those of the items that are known and have one."""
    wanted = select(CachedItem.item_id, CachedItem.sku).where(CachedItem.store_id == store_id)
    rows = db.session.execute(wanted.where(CachedItem.item_id.in_(item_ids), CachedItem.sku_key != ""))
    return {row.item_id: row.sku for row in rows}


def count(store_id: int) -> int:
    """How many items are known."""
    return db.session.scalar(select(func.count()).where(CachedItem.store_id == store_id)) or 0


def default_taxes(cached: Mapping[str, CachedItem]) -> dict[str, Tax]:
    """The default taxes of items, by `sku_key`; Zoho Books takes them where an order names none."""
    return {key: Tax(item.tax_id, "", item.tax_rate) for key, item in cached.items() if item.tax_id}


def unknown(skus: Iterable[str], found: dict[str, CachedItem]) -> list[str]:
    """Those of the SKUs that no active item is known for."""
    return [sku for sku in dict.fromkeys(skus) if not ((item := found.get(sku_key(sku))) and item.is_active)]


def complaint(skus: Iterable[str], found: dict[str, CachedItem]) -> InvalidSku | None:
    """The error that names every SKU among `skus` that can't be sold, or None."""
    bad = unknown(skus, found)
    missing = [sku for sku in bad if sku_key(sku) not in found]
    inactive = [sku for sku in bad if sku_key(sku) in found]
    words = []
    if missing:
        words.append(
            f"Zoho Books has no item with the SKU {_names(missing)}. Add it to an item in Zoho Books, or match or "
            "skip it in the Product Settings, then submit again."
        )
        words += [f"In {_names([sku])} {', '.join(alike)}." for sku in missing if (alike := texts.look_alikes(sku))]
    if inactive:
        words.append(f"The item with the SKU {_names(inactive)} is inactive in Zoho Books. Mark it as active.")
    return InvalidSku(" ".join(words), bad) if bad else None


def keep(store_id: int, rows: Iterable[Json]) -> None:
    """Cache items as Zoho lists them."""
    rows = list(rows)
    ids = [str(row["item_id"]) for row in rows]
    cached = select(CachedItem).where(CachedItem.store_id == store_id, CachedItem.item_id.in_(ids))
    there = {item.item_id: item for item in db.session.scalars(cached)}
    for row in rows:
        item_id = str(row["item_id"])
        if item_id not in there:
            there[item_id] = CachedItem(store_id=store_id, item_id=item_id)
            db.session.add(there[item_id])
        item = there[item_id]
        item.sku = str(row.get("sku") or "").strip()
        item.sku_key = sku_key(item.sku)
        item.name = str(row.get("name") or "")[:500]
        item.is_active = row.get("status") != "inactive"
        item.rate = organization_taxes.number(row["rate"]) if row.get("rate") not in (None, "") else None
        item.tax_id = str(row.get("tax_id") or "")[:40]
        item.tax_rate = organization_taxes.number(row.get("tax_percentage"))
        item.seen_at = now()


def forget(store_id: int, item_ids: Iterable[str]) -> None:
    """Drop cached items that an answer of Zoho has contradicted."""
    db.session.execute(
        delete(CachedItem).where(CachedItem.store_id == store_id, CachedItem.item_id.in_(list(item_ids)))
    )


def forget_unseen(store_id: int, since: datetime) -> None:
    """Forget items that a reading of all, begun at `since`, has not met."""
    db.session.execute(delete(CachedItem).where(CachedItem.store_id == store_id, CachedItem.seen_at < since))


def _names(skus: list[str]) -> str:
    quoted = [f"“{sku}”" for sku in skus]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]
