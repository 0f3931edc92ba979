"""What the shop knows of each shipment, as the order's page says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from zoho_app.channels.shops import kinds
from zoho_app.channels.shops.models import FAILED, TOLD, Shop, ShopOrder, ShopParcel
from zoho_app.extensions import db
from zoho_app.orders.models import Order, Shipment


@dataclass(frozen=True)
class ShopSays:
    """A line under the shipment; one that failed may be tried again."""

    words: str
    is_bad: bool = False


def find(order: Order, shipments: Sequence[Shipment]) -> dict[int, ShopSays]:
    """By shipment; one statement, and none for an order that came another way or has not shipped."""
    is_of_a_shop = any(f"{kind.key}_id" in order.order_metadata for kind in kinds.all_kinds())
    if not (shipments and is_of_a_shop):
        return {}
    rows = (
        select(ShopParcel.shipment_id, ShopParcel.state, ShopParcel.words, Shop.name, Shop.paused_at)
        .join(ShopOrder, ShopOrder.id == ShopParcel.shop_order_id)
        .join(Shop, Shop.id == ShopOrder.shop_id)
        .where(ShopParcel.store_id == order.store_id, ShopParcel.shipment_id.in_([one.id for one in shipments]))
    )
    return {
        row.shipment_id: _said(row.state, row.words, row.name, bool(row.paused_at))
        for row in db.session.execute(rows)
    }


def _said(state: str, words: str, shop: str, is_paused: bool) -> ShopSays:
    if state == TOLD:
        return ShopSays(f"Told to {shop}, {words}.")
    if state == FAILED:
        return ShopSays(f"{shop} was not told. {words}", is_bad=True)
    return ShopSays(f"Waiting for {shop}, which is paused." if is_paused else f"Waiting for {shop}.")
