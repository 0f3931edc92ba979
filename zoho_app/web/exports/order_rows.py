"""Orders and their items as rows of a file, batch by batch."""

from array import array
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders.files.fields import title_of
from zoho_app.orders.input import tax_facts
from zoho_app.orders.listing import filters, paging
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order
from zoho_app.web.downloads import BATCH, Row
from zoho_app.web.orders import states as order_states

ADDRESS_PARTS = (
    "first_name",
    "last_name",
    "company",
    "address1",
    "address2",
    "city",
    "state",
    "postal_code",
    "country",
)
ADDRESSES = [(kind, part) for kind in ("shipping", "customer") for part in (*ADDRESS_PARTS, "phone")]
# Where an import file has the same column, it has the same title there.
AMOUNTS = ("Discount Total", "Shipping Total", "Handling Total", "Tax Total")
OWN_TITLES = (
    "Bookdesk Order",
    *map(
        title_of, ("source_name", "source_id", "email", "date_added", "folder_name", "payment_type", "payment_status")
    ),
    title_of("shipping_method"),
    *AMOUNTS,
    "Currency",
    *(title_of(f"{kind}_{part}") for kind, part in ADDRESSES),
    *(f"Order Metadata: {name}" for name in tax_facts.OF_ORDER),
)
ORDER_TITLES = (
    *OWN_TITLES,
    *("Date Updated", "Tag", "State", "Tracking Numbers", "Pieces", "Product Total", "Order Total"),
)
ITEM_FIELDS = ("code", "name", "quantity", "price", "weight")
ITEM_TAX_TITLES = [f"Metadata: {name}" for name in tax_facts.OF_ITEM]
ITEM_TITLES = (
    *OWN_TITLES,
    *(title_of(f"order_items.{field}") for field in ITEM_FIELDS),
    *ITEM_TAX_TITLES,
    "Variations",
)


def orders(store: Store, chosen: Filters, only: Sequence[int] | None = None) -> Iterator[list[Row]]:
    """The orders that fulfill the filters, in their order, or `only` some of them; times in the store's time zone."""
    zone, currency = ZoneInfo(store.time_zone), store.currency_code
    for batch in _batches(store.id, chosen, only):
        states = order_states.for_orders(batch)
        yield [_order(order, zone, currency, [state.words for state in states[order.id]]) for order in batch]


def items(store: Store, chosen: Filters, only: Sequence[int] | None = None) -> Iterator[list[Row]]:
    """The items of those orders."""
    zone, currency = ZoneInfo(store.time_zone), store.currency_code
    for batch in _batches(store.id, chosen, only):
        yield [row for order in batch for row in _items(order, zone, currency)]


def _batches(store_id: int, chosen: Filters, only: Sequence[int] | None) -> Iterator[list[Order]]:
    """The orders are chosen at once; each batch is read later, as it is then."""
    wanted = filters.matching(store_id, chosen).order_by(*paging.sorted_by(chosen))
    if only is not None:
        wanted = wanted.where(Order.id.in_(only))
    ids = array("q", db.session.scalars(wanted))
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH].tolist()
        batch = select(Order).where(Order.store_id == store_id, Order.id.in_(some)).options(*paging.shown_parts())
        found = {order.id: order for order in db.session.scalars(batch)}
        yield [found[order_id] for order_id in some if order_id in found]


def _own(order: Order, zone: ZoneInfo, currency: str) -> Row:
    return (
        *(
            order.id,
            order.source_name,
            order.source_id,
            order.email,
            order.day_added or order.date_added.astimezone(zone),
        ),
        *(order.folder.name, order.payment_type, order.payment_status, order.shipping_method),
        *(
            order.discount_total,
            order.shipping_total,
            order.handling_total,
            order.tax_total,
            order.own_currency or currency,
        ),
        *(getattr(order, kind).get(part, "") for kind, part in ADDRESSES),
        *(tax_facts.told(order.order_metadata, name) for name in tax_facts.OF_ORDER),
    )


def _order(order: Order, zone: ZoneInfo, currency: str, states: list[str]) -> Row:
    tracking = " ".join(shipment.tracking_number for shipment in order.shipments)
    status = (order.tag_name, ", ".join(states) or "Not sent", tracking)
    totals = (order.quantity_total, order.product_total, order.order_total)
    return (*_own(order, zone, currency), order.date_updated.astimezone(zone), *status, *totals)


def _items(order: Order, zone: ZoneInfo, currency: str) -> Iterator[Row]:
    own = _own(order, zone, currency)
    for item in order.items:
        variations = ", ".join(f"{name}: {value}" for name, value in item.variation_list.items())
        taxes = (tax_facts.told(item.item_metadata, name) for name in tax_facts.OF_ITEM)
        yield (*own, *(getattr(item, field) for field in ITEM_FIELDS), *taxes, variations)
