"""Finding rows: an order with all that sending it needs, and the sales orders that the desk knows of."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, String, and_, cast, exists, select
from sqlalchemy.orm import aliased, defer, joinedload

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.orders.models import Folder, Order, Shipment
from zoho_app.zoho_books.answers.models import SourceContact
from zoho_app.zoho_books.models import Connection, SalesOrder, ZohoBooksSettings

FULFILLMENT_NAME = "Zoho Books"


def order(store_id: int, order_id: int) -> Order:
    """The store's order, locked until the transaction ends. Raises LookupError when it was deleted."""
    found = db.session.scalar(
        select(Order).where(Order.id == order_id, Order.store_id == store_id).with_for_update(of=Order)
    )
    if found is None:
        raise LookupError(f"order {order_id} no longer exists")
    return found


@dataclass(frozen=True)
class OrderToSend:
    """An order, its items loaded, with all that sending it needs."""

    order: Order
    store: Store
    settings: ZohoBooksSettings | None
    connection: Connection | None
    sales_order: SalesOrder | None  # the live one
    is_number_taken: bool  # its plain sales order number
    has_source_contacts: bool  # whether people have named the contact of any source


def order_to_send(store_id: int, order_id: int, is_locked: bool = True) -> OrderToSend:
    """Read, and lock, all that sending the order needs, in one statement. Raises LookupError when it was deleted."""
    live_one = and_(SalesOrder.order_id == Order.id, SalesOrder.is_live)
    other = aliased(SalesOrder)
    plain_number = ZohoBooksSettings.salesorder_prefix.concat(cast(Order.id, String))
    wanted = (
        select(
            Order,
            Store,
            ZohoBooksSettings,
            Connection,
            SalesOrder,
            exists().where(other.store_id == store_id, other.salesorder_number == plain_number),
            exists().where(SourceContact.store_id == store_id),
        )
        .select_from(Order)
        .join(Store, Store.id == Order.store_id)
        .outerjoin(ZohoBooksSettings, ZohoBooksSettings.store_id == Order.store_id)
        .outerjoin(Connection, Connection.store_id == Order.store_id)
        .outerjoin(SalesOrder, live_one)
        .where(Order.id == order_id, Order.store_id == store_id)
        .options(joinedload(Order.items))
    )
    found = db.session.execute(wanted.with_for_update(of=Order) if is_locked else wanted)
    row = found.unique().one_or_none()
    if row is None:
        raise LookupError(f"order {order_id} no longer exists")
    return OrderToSend(*row)


def order_to_finish(
    store_id: int, order_id: int, sales_order_id: int, folder_id: int | None
) -> tuple[Order, SalesOrder, Folder | None, Connection | None]:
    """The locked order, its sales order, the folder that it moves to, and the connection, in one statement."""
    found = db.session.execute(
        select(Order, SalesOrder, Folder, Connection)
        .select_from(Order)
        .join(SalesOrder, SalesOrder.id == sales_order_id)
        .outerjoin(Folder, (Folder.id == folder_id) & (Folder.store_id == store_id))
        .outerjoin(Connection, Connection.store_id == Order.store_id)
        .where(Order.id == order_id, Order.store_id == store_id)
        .with_for_update(of=Order)
    ).one_or_none()
    if found is None:
        raise LookupError(f"order {order_id} no longer exists")
    order, sales_order, folder, connection = found
    return order, sales_order, folder, connection


def get(sales_order_id: int) -> SalesOrder:
    """The row by its own id."""
    return db.session.get_one(SalesOrder, sales_order_id)


def live(order_id: int) -> SalesOrder | None:
    """The order's sales order that exists or may exist; at most one."""
    return db.session.scalar(select(SalesOrder).where(SalesOrder.order_id == order_id, SalesOrder.is_live))


def is_in_doubt(order_id: int) -> bool:
    """Whether the order was sent with unknown outcome."""
    row = live(order_id)
    return row is not None and row.is_in_doubt


def live_of(order_ids: Sequence[int]) -> dict[int, SalesOrder]:
    """The live sales orders of many orders, by order id; one statement."""
    wanted = select(SalesOrder).where(SalesOrder.order_id.in_(order_ids), SalesOrder.is_live)
    return {row.order_id: row for row in db.session.scalars(wanted)}


def latest(order_id: int) -> SalesOrder | None:
    """The order's newest sales order, void ones included."""
    return db.session.scalar(
        select(SalesOrder).where(SalesOrder.order_id == order_id).order_by(SalesOrder.id.desc()).limit(1)
    )


def by_zoho_id(store_id: int, salesorder_id: str) -> SalesOrder | None:
    """The store's row for a sales order of Zoho's; ids are unique over all organizations."""
    return db.session.scalar(
        select(SalesOrder).where(SalesOrder.store_id == store_id, SalesOrder.salesorder_id == salesorder_id)
    )


def by_zoho_ids(store_id: int, salesorder_ids: Sequence[str]) -> dict[str, SalesOrder]:
    """The same for many, by their ids; one statement, and none for nothing."""
    wanted = select(SalesOrder).where(SalesOrder.store_id == store_id, SalesOrder.salesorder_id.in_(salesorder_ids))
    found = db.session.scalars(wanted.options(defer(SalesOrder.payload))) if salesorder_ids else ()
    return {row.salesorder_id: row for row in found}


def by_zoho_id_alone(store_id: int, salesorder_id: str) -> SalesOrder | None:
    """The same as it is once its order is locked, till the transaction ends: two readers never apply it at once."""
    if (found := by_zoho_id(store_id, salesorder_id)) is None:
        return None
    order(store_id, found.order_id)
    db.session.refresh(found)
    return found


def unshipped_after(connection: Connection, sales_order_id: int, limit: int) -> list[tuple[int, str]]:
    """The same as `in_zoho_after` of those whose orders still wait to be shipped."""
    is_shipped = select(Shipment.id).where(Shipment.order_id == SalesOrder.order_id).exists()
    return _next(_in_zoho(connection).where(~is_shipped), sales_order_id, limit)


def in_zoho_after(connection: Connection, sales_order_id: int, limit: int) -> list[tuple[int, str]]:
    """(id, salesorder_id) of the next sales orders that exist as far as the desk knows, after the row of that id."""
    return _next(_in_zoho(connection), sales_order_id, limit)


def _next(wanted: Select[str], sales_order_id: int, limit: int) -> list[tuple[int, str]]:
    rows = wanted.add_columns(SalesOrder.id).where(SalesOrder.id > sales_order_id)
    return [(row.id, row.salesorder_id) for row in db.session.execute(rows.order_by(SalesOrder.id).limit(limit))]


def any_in_zoho(connection: Connection) -> bool:
    """Whether anything of the store is in the organization, so that a check for shipments may find something."""
    return db.session.scalar(_in_zoho(connection).limit(1)) is not None


def _in_zoho(connection: Connection) -> Select[str]:
    return select(SalesOrder.salesorder_id).where(
        SalesOrder.store_id == connection.store_id,
        SalesOrder.organization_id == connection.organization_id,
        SalesOrder.is_in_zoho,
    )


def move(order: Order, folder_id: int | None) -> None:
    """Move the order where a setting says; None is "Don't move"."""
    if folder_id is not None and (folder := folders.get(order.store_id, folder_id)) is not None:
        folders.move(order, folder, FULFILLMENT_NAME)
