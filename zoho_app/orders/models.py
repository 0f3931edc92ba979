"""The merchant's records: folders, orders with their items, notes, shipments and history, and inventory."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ColumnElement, Date, ForeignKey, Index, String, Text, UniqueConstraint, literal_column
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zoho_app.clock import now
from zoho_app.columns import Money, UtcDateTime, partial_index
from zoho_app.extensions import Model
from zoho_app.orders.input import source, tax_facts

ZERO = Decimal(0)


class Folder(Model):
    """A label for orders; an order is in exactly one."""

    __tablename__ = "folders"
    __table_args__ = (UniqueConstraint("store_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0)


# A constant in the statement, not a parameter: a planner must see that the partial index fits.
_NOWHERE = "fulfillment_id = ''"


class Order(Model):
    """An order as the sales channel gave it; field names are Order Desk's (Order Desk API docs)."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("store_id", "source_name", "source_id"),
        Index("ix_orders_folder", "store_id", "folder_id", "date_added", "id"),
        Index("ix_orders_date_added", "store_id", "date_added", "id"),
        Index("ix_orders_date_updated", "store_id", "date_updated", "id"),
        Index("ix_orders_source_id", "store_id", "source_id"),
        Index("ix_orders_email", "store_id", "email_key"),
        Index("ix_orders_number", "store_id", "id"),
        Index("ix_orders_name", "store_id", "name_key", "id"),
        Index("ix_orders_total", "store_id", "total_key", "id"),
        Index("ix_orders_number_key", "store_id", "number_key"),
        Index("ix_orders_source_state", "store_id", "source_state", "id"),
        partial_index("ix_orders_nowhere", "store_id", "date_added", "id", where=_NOWHERE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)  # the desk's order number
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    folder_id: Mapped[int] = mapped_column(ForeignKey("folders.id"), index=True)
    source_name: Mapped[str] = mapped_column(String(100), default=source.NONE)
    source_id: Mapped[str] = mapped_column(String(200))  # the channel's order number; our own id when it has none
    email: Mapped[str] = mapped_column(String(254), default="")
    # Case-folded texts may be longer than what they were made of, hence Text.
    email_key: Mapped[str] = mapped_column(Text, default="")  # trimmed, case-folded, for searching
    search_key: Mapped[str] = mapped_column(Text, default="")  # number, e-mail, names; see orders/input/keys.py
    name_key: Mapped[str] = mapped_column(String(100), default="")  # for sorting: for whom it is, case-folded
    total_key: Mapped[Decimal] = mapped_column(Money, default=ZERO)  # for sorting: order_total as last saved

    number_key: Mapped[str] = mapped_column(Text, default="")  # source_id as it is compared between sources
    source_state: Mapped[str] = mapped_column(String(20), default="paid")  # see orders/state.py
    double_of: Mapped[int | None]  # the order that it may be a double of, until a person has said
    # What the source said last of the order's state, to tell its later changes from those that people make here.
    source_said: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)

    shipping: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # see orders/addresses.py for the keys
    customer: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    return_address: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    checkout_data: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    order_metadata: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    discount_list: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # [{name, code, amount "1.70"}]

    shipping_method: Mapped[str] = mapped_column(String(200), default="")
    shipping_total: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    handling_total: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    tax_total: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    refund_total: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    processor_balance: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    processor_response: Mapped[str] = mapped_column(Text, default="")
    payment_type: Mapped[str] = mapped_column(String(100), default="")
    payment_status: Mapped[str] = mapped_column(String(40), default="Captured")
    cc_number_masked: Mapped[str] = mapped_column(String(40), default="")
    cc_exp: Mapped[str] = mapped_column(String(10), default="")
    customer_id: Mapped[str] = mapped_column(String(100), default="")
    ip_address: Mapped[str] = mapped_column(String(60), default="")
    tag_name: Mapped[str] = mapped_column(String(60), default="")
    tag_color: Mapped[str] = mapped_column(String(20), default="")

    fulfillment_name: Mapped[str] = mapped_column(String(100), default="")  # "Zoho Books" once it is there
    fulfillment_id: Mapped[str] = mapped_column(String(100), default="")  # Zoho's salesorder_id

    date_added: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    day_added: Mapped[date | None] = mapped_column(Date)  # the day that the source gave where it gave no time
    date_updated: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
    version: Mapped[int] = mapped_column(default=1)  # two people editing at once never overwrite each other

    __mapper_args__ = {"version_id_col": version}

    folder: Mapped[Folder] = relationship()
    items: Mapped[list["OrderItem"]] = relationship(
        back_populates="order", cascade="all, delete-orphan", order_by="OrderItem.position, OrderItem.id"
    )
    notes: Mapped[list["OrderNote"]] = relationship(cascade="all, delete-orphan", order_by="OrderNote.id")
    shipments: Mapped[list["Shipment"]] = relationship(
        back_populates="order", cascade="all, delete-orphan", order_by="Shipment.id"
    )
    history: Mapped[list["HistoryEntry"]] = relationship(
        cascade="all, delete-orphan", order_by="HistoryEntry.id.desc()"
    )

    @hybrid_property
    def is_nowhere(self) -> bool:
        """Whether it stands in no accounting yet, or no longer."""
        return not self.fulfillment_id

    @is_nowhere.inplace.expression
    @classmethod
    def _is_nowhere(cls) -> ColumnElement[bool]:
        return cls.fulfillment_id == literal_column("''")

    @property
    def source(self) -> str:
        """What people call where the order comes from; `source_name` is what the API calls it."""
        return source.shown(self.store_id, self.source_name)

    @property
    def product_total(self) -> Decimal:
        """The items' prices times their quantities."""
        return sum((item.price * item.quantity for item in self.items), ZERO)

    @property
    def discount_total(self) -> Decimal:
        """All discounts together, as a positive amount."""
        return sum((Decimal(str(discount.get("amount") or 0)) for discount in self.discount_list), ZERO)

    @property
    def prices_include_tax(self) -> bool:
        """Whether the order says that its prices include tax; `tax_total` is then the tax that they contain."""
        try:
            return bool(tax_facts.prices_include_tax(self.order_metadata or {}))
        except tax_facts.Unreadable:
            return False

    @property
    def own_currency(self) -> str:
        """The currency that the order's metadata names, such as "USD"; "" when they name none."""
        metadata = self.order_metadata or {}
        exact = str(metadata.get("currency") or "")  # what a person has confirmed goes first
        return (exact or tax_facts.told(metadata, "currency")).strip().upper()

    @property
    def total_without_tax(self) -> Decimal:
        """Items, shipping and handling less the discounts; no tax that comes on top."""
        return self.product_total + self.shipping_total + self.handling_total - self.discount_total

    @property
    def order_total(self) -> Decimal:
        """What the customer paid."""
        return self.total_without_tax + (ZERO if self.prices_include_tax else self.tax_total)

    @property
    def quantity_total(self) -> int:
        """How many pieces the order has."""
        return sum(item.quantity for item in self.items)

    @property
    def weight_total(self) -> Decimal:
        """The items' weights times their quantities."""
        return sum((item.weight * item.quantity for item in self.items), ZERO)


class OrderItem(Model):
    """One line of an order; `code` is shown as SKU."""

    __tablename__ = "order_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(500))
    code: Mapped[str] = mapped_column(String(200), default="")
    code_key: Mapped[str] = mapped_column(Text, default="", index=True)  # see `sku_key` in orders/input/keys.py
    price: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    quantity: Mapped[int] = mapped_column(default=1)
    weight: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    delivery_type: Mapped[str] = mapped_column(String(20), default="ship")
    category_code: Mapped[str] = mapped_column(String(100), default="")
    fulfillment_method: Mapped[str] = mapped_column(String(100), default="")
    variation_list: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # seen by the customer
    item_metadata: Mapped[dict[str, str]] = mapped_column("metadata", JSON, default=dict)  # not seen by the customer

    order: Mapped[Order] = relationship(back_populates="items")


class OrderNote(Model):
    """A note that a person or a rule left on an order."""

    __tablename__ = "order_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    username: Mapped[str] = mapped_column(String(254), default="")
    content: Mapped[str] = mapped_column(Text)
    date_added: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Shipment(Model):
    """One parcel on its way; `shipment_key` makes adding it a second time impossible."""

    __tablename__ = "shipments"
    __table_args__ = (
        UniqueConstraint("order_id", "shipment_key"),
        Index("ix_shipments_added", "date_added", "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    shipment_key: Mapped[str] = mapped_column(String(64))  # a digest; see orders/shipments.py
    tracking_number: Mapped[str] = mapped_column(String(200))
    tracking_key: Mapped[str] = mapped_column(Text, index=True)  # without spaces, case-folded, for searching
    carrier_code: Mapped[str] = mapped_column(String(100), default="")
    shipment_method: Mapped[str] = mapped_column(String(200), default="")
    tracking_url: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    cost: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    status: Mapped[str] = mapped_column(String(60), default="")
    order_items: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # the items in the parcel
    source: Mapped[str] = mapped_column(String(100), default="Manual")
    cart_shipment_id: Mapped[str] = mapped_column(String(100), default="")
    date_shipped: Mapped[date | None] = mapped_column(Date)
    date_added: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    order: Mapped[Order] = relationship(back_populates="shipments")


class HistoryEntry(Model):
    """One plain sentence on an order's timeline; append-only."""

    __tablename__ = "history_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(String(254))  # a person's e-mail, "Auto", "Zoho Books", "API"
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class InventoryItem(Model):
    """What the store knows about a product, typed once and copied into order items."""

    __tablename__ = "inventory_items"
    __table_args__ = (UniqueConstraint("store_id", "code_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(500))
    code: Mapped[str] = mapped_column(String(200))
    code_key: Mapped[str] = mapped_column(Text)  # trimmed, case-folded
    price: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    cost: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    weight: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    stock: Mapped[int] = mapped_column(default=0)
    location: Mapped[str] = mapped_column(String(200), default="")
    manufacturer_sku: Mapped[str] = mapped_column(String(200), default="")
    update_source: Mapped[str] = mapped_column(String(100), default="")
    variation_list: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    item_metadata: Mapped[dict[str, str]] = mapped_column("metadata", JSON, default=dict)
    date_added: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    date_updated: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class SavedView(Model):
    """A list of orders that a person looks at again and again: its filters and its order, under a name."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("store_id", "user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))  # none: everybody's
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(Text)  # the query string of the list's address
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
