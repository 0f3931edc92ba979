"""A shop's order becomes an order of the desk, once; what changes later in the shop changes it.

Orders are read by the same rules as those from files and programs: money, tax, currency, states and doubles.
"""

import json
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select

from zoho_app.accounts.models import Store
from zoho_app.actors import BOOKDESK
from zoho_app.channels.shops import changes, parts
from zoho_app.channels.shops.kinds import FoundOrder
from zoho_app.channels.shops.models import ERASED, IMPORTED, PASSED_OVER, REFUSED, WAITING, Shop, ShopOrder
from zoho_app.clock import now
from zoho_app.extensions import alone, db
from zoho_app.orders import duplicates, history, identity
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.import_order import import_order
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.input.order_data import BadOrder, OrderData, read_order
from zoho_app.orders.models import Order
from zoho_app.orders.refused import refused

LONGEST_NUMBER = 100
# What became of an order, as it is counted in "what was read last".
NEW_ORDER, CHANGED, TOLD, SAME, REFUSED_NOW, OUT, LATER = (
    "new",
    "changed",
    "told",
    "the same",
    "refused",
    "out",
    "later",
)


def take_in(shop: Shop, found: FoundOrder) -> str:
    """Import the order, or change the one that it became; what became of it. Flushed, not committed.

    Raises changes.InFlight while the order is being sent: it has to be read again then.
    """
    alone("shop order", shop.id, found.key)
    row = _seen(shop, found.key)
    if row is not None and row.state in (IMPORTED, ERASED, REFUSED) and row.updated_at > found.updated_at:
        return SAME  # something newer was read before
    if row is None:
        row = ShopOrder(store_id=shop.store_id, shop_id=shop.id, key=found.key, state=WAITING)
        db.session.add(row)
    row.number, row.updated_at, row.read_at = found.number[:LONGEST_NUMBER], found.updated_at, now()
    is_known = row.state in (IMPORTED, ERASED)
    became = changes.update(shop, row, found) if is_known else _come_in(shop, row, found)
    db.session.flush()
    return became


def unseen(shop: Shop, keys: Mapping[str, object]) -> list[str]:
    """Those of the listed orders (key -> when it was changed) that have to be read."""
    rows = db.session.scalars(select(ShopOrder).where(ShopOrder.shop_id == shop.id, ShopOrder.key.in_(keys)))
    settled = {row.key for row in rows if row.updated_at == keys[row.key] and _is_settled(row)}
    return [key for key in keys if key not in settled]


def _is_settled(row: ShopOrder) -> bool:
    """Times have whole seconds, and clocks differ: what was read right after a change may have changed again."""
    return row.state != WAITING and (row.read_at - row.updated_at).total_seconds() > changes.SAME_MOMENT_SECONDS


def _seen(shop: Shop, key: str) -> ShopOrder | None:
    return db.session.scalar(select(ShopOrder).where(ShopOrder.shop_id == shop.id, ShopOrder.key == key))


def _come_in(shop: Shop, row: ShopOrder, found: FoundOrder) -> str:
    if found.created_at < shop.since or found.is_canceled:
        row.state = PASSED_OVER
        return OUT
    if found.payment not in shop.payments or not found.is_wanted:
        row.state = WAITING
        return OUT
    store, data = db.session.get_one(Store, shop.store_id), _data(shop, found)
    try:
        clean = _read(store, data, found)
        order = _import(store, shop, clean, found)
    except BadFields as refusal:
        body = json.dumps(data, default=str, ensure_ascii=False).encode()
        kept = refused.keep(store, body, refusal, key_ending="")  # no key of the API has sent it
        refused.replaced(kept, BOOKDESK)
        row.state, row.said = REFUSED, {}
        return REFUSED_NOW
    is_new = order is not None
    order = order or _adopted(shop, found)
    row.state, row.order_id, row.said = IMPORTED, order.id if order else None, parts.digests(found.data)
    if order is not None:
        refused.arrived(order, BOOKDESK)
    if is_new and order is not None:
        for words in found.remarks:
            history.add(order, BOOKDESK, words)
    return NEW_ORDER if is_new else SAME


def _read(store: Store, data: dict[str, object], found: FoundOrder) -> OrderData:
    """Raises BadOrder for what can't be read, and for what must not come in as it is."""
    if found.refusals:
        raise BadOrder(found.refusals)
    return read_order(data, ZoneInfo(store.time_zone))


def _import(store: Store, shop: Shop, clean: OrderData, found: FoundOrder) -> Order | None:
    """The new order; None when the store has it already, by another way."""
    alike = duplicates.find(store, [clean]).get(0)
    if alike is not None and alike.is_same:
        other = db.session.get_one(Order, alike.order_id)
        if _is_another_of_this_shop(shop, other, found):
            return _import_beside(store, shop, found)
        return None
    try:
        return import_order(store, clean, BOOKDESK, alike=alike)
    except DuplicateOrder:
        return None


def _import_beside(store: Store, shop: Shop, found: FoundOrder) -> Order:
    """Numbers may repeat in a shop, its ids never do: the second order of a number bears its id, too."""
    data = {**_data(shop, found), "source_id": f"{shop.number_prefix}{found.number} ({found.key})"}
    return import_order(store, read_order(data, ZoneInfo(store.time_zone)), BOOKDESK)


def _is_another_of_this_shop(shop: Shop, order: Order, found: FoundOrder) -> bool:
    key = select(ShopOrder.key).where(ShopOrder.order_id == order.id, ShopOrder.shop_id == shop.id)
    keys = set(db.session.scalars(key))
    said = str((order.order_metadata or {}).get(_key_name(shop), ""))
    return bool(keys and found.key not in keys) or said not in ("", found.key)


def _adopted(shop: Shop, found: FoundOrder) -> Order | None:
    order_id = identity.existing(shop.store_id, shop.name, f"{shop.number_prefix}{found.number}")
    return db.session.get(Order, order_id) if order_id else None


def _data(shop: Shop, found: FoundOrder) -> dict[str, object]:
    metadata = {**found.data.get("order_metadata", {}), _key_name(shop): found.key}
    notes = [{"content": found.note, "username": ""}] if found.note else []
    return {
        **found.data,
        "source_name": shop.name,
        "source_id": f"{shop.number_prefix}{found.number}",
        "date_added": found.created_at.isoformat(),
        "order_metadata": metadata,
        "order_notes": notes,
        **({"folder_id": shop.folder_id} if shop.folder_id else {}),
    }


def _key_name(shop: Shop) -> str:
    """Where in the order's metadata the shop's id stands; its export writes it there, too."""
    return f"{shop.kind}_id"
