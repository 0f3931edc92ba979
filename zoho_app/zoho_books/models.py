"""Tables of the integration: connection, settings, sales orders and findings."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_, literal_column
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import Money, Secret, UtcDateTime, partial_index
from zoho_app.extensions import Model
from zoho_app.orders.input.keys import text_key

# The states of a connection.
CHOOSING, CONNECTED, LOST, DISCONNECTED = "choosing", "connected", "lost", "disconnected"


# "Prices in orders": whether they include tax.
WITHOUT_TAX, TAX_INCLUDED, AS_THE_ORDER_SAYS = "without_tax", "tax_included", "order"
# "Tax on items": who says which tax an item has.
TAX_AS_ZOHO_DECIDES, TAX_FROM_THE_ORDER = "zoho", "order"
# "Send shipping as".
SHIPPING_AS_CHARGE, SHIPPING_AS_LINE = "charge", "line"


class ZohoBooksSettings(Model):
    """The settings form of one store; the row exists once the integration is enabled. Fields as in the guide."""

    __tablename__ = "zoho_books_settings"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    after_import_folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"))  # none: don't move
    after_shipment_folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"))
    if_canceled_folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"))
    create_contact_if_missing: Mapped[bool] = mapped_column(default=True)
    product_code_match: Mapped[str] = mapped_column(Text, default="")
    product_code_skip: Mapped[str] = mapped_column(Text, default="")
    inventory_location_match: Mapped[str] = mapped_column(Text, default="")
    gift_message_field: Mapped[str] = mapped_column(Text, default="")
    picklist_message_field: Mapped[str] = mapped_column(Text, default="")
    salesorder_prefix: Mapped[str] = mapped_column(String(40), default="")
    mark_open: Mapped[bool] = mapped_column(default=False)  # otherwise the sales order stays a draft
    default_sku: Mapped[str] = mapped_column(String(200), default="")  # the Zoho SKU for unmatched items; empty: off
    submit_imported: Mapped[bool] = mapped_column(default=False)
    discount_pays_shipping: Mapped[bool] = mapped_column(default=False)  # what is more than the items come to
    separate_same_names: Mapped[bool] = mapped_column(default=False)  # otherwise a person is asked
    poll_minutes: Mapped[int] = mapped_column(default=180)
    prices_in_orders: Mapped[str] = mapped_column(String(20), default=AS_THE_ORDER_SAYS)
    prices_of_sources: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # {source: the same for its orders}
    tax_on_items: Mapped[str] = mapped_column(String(20), default=TAX_AS_ZOHO_DECIDES)
    tax_match: Mapped[str] = mapped_column(Text, default="")
    adjustment_up_to: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))  # books small differences; 0: never
    accept_up_to: Mapped[Decimal] = mapped_column(
        Money, default=Decimal(0)
    )  # smaller differences of totals are accepted
    send_shipping_as: Mapped[str] = mapped_column(String(20), default=SHIPPING_AS_CHARGE)
    shipping_sku: Mapped[str] = mapped_column(String(200), default="")  # the Zoho SKU of the line for shipping
    handling_sku: Mapped[str] = mapped_column(String(200), default="")  # empty: handling is an adjustment
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def prices_in_orders_of(self, source_name: str) -> str:
        """Whether prices in orders of that source include tax: its own value, else the one for all orders."""
        own = {text_key(source): value for source, value in (self.prices_of_sources or {}).items()}
        return own.get(text_key(source_name), self.prices_in_orders)


class PendingConsent(Model):
    """A consent that somebody has started; the callback uses it up."""

    __tablename__ = "zoho_books_consents"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sign_in_id: Mapped[int] = mapped_column(ForeignKey("sign_ins.id", ondelete="CASCADE"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    data_center: Mapped[str] = mapped_column(String(10))
    code_verifier: Mapped[str] = mapped_column(Secret)  # of PKCE: only who began can exchange the code
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Connection(Model):
    """One store's connection to one Zoho Books organization. Tokens are encrypted at rest."""

    __tablename__ = "zoho_books_connections"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20), default=CHOOSING)
    lost_because: Mapped[str] = mapped_column(Text, default="")  # plain words for the banner
    data_center: Mapped[str] = mapped_column(String(10))  # a key of data_centers.py
    organization_id: Mapped[str] = mapped_column(String(40), default="")
    organization_name: Mapped[str] = mapped_column(String(200), default="")
    organizations: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # to choose from, while choosing
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    currency_code: Mapped[str] = mapped_column(String(3), default="")
    price_precision: Mapped[int] = mapped_column(default=2)
    taxes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)  # see taxes/known.py; none: not read yet
    totals_rules: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # how it rounds, as its answers tell
    observed: Mapped[dict[str, str] | None] = mapped_column(JSON)  # what answers have shown; see api/observed.py
    scopes: Mapped[str] = mapped_column(Text, default="")
    connected_by: Mapped[str] = mapped_column(String(254), default="")
    connected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disconnected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by a person; see cache/forget.py

    access_token: Mapped[str | None] = mapped_column(Secret)
    refresh_token: Mapped[str | None] = mapped_column(Secret)
    access_token_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token_version: Mapped[int] = mapped_column(default=0)  # grows with each new access token
    refreshing_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the lease of the one who refreshes
    refresh_after: Mapped[datetime | None] = mapped_column(UtcDateTime)  # Zoho asked us to wait till then

    unreadable: Mapped[dict[str, str] | None] = mapped_column(JSON)  # {what Zoho does not let us read: its words}
    missing_custom_fields: Mapped[list[str] | None] = mapped_column(JSON)  # none: not looked at yet
    last_poll_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last successful one
    last_poll_found: Mapped[str] = mapped_column(Text, default="")
    watermark: Mapped[datetime | None] = mapped_column(UtcDateTime)  # changes up to here have been read
    ids_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when deleted ones were last looked for
    rows_carry_fields: Mapped[bool] = mapped_column(default=False)  # seen: list rows carry the tracking number
    items_filled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when all items were last read
    contacts_filled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # none: its contacts are not complete
    contacts_synced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when changes were last asked for
    contacts_watermark: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the newest change that is known
    filling: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # {what is read whole: [next page, begun at]}
    reconciled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # start of the last whole comparison
    reconciling: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # how far the one under way has come
    preflight: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)  # what the last checklist found
    preflight_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# The status of a sales order: SENDING, then what Zoho says ("draft", "open", ...), and one of ENDED at last.
SENDING, VOID, DELETED = "sending", "void", "deleted"
ENDED = (VOID, DELETED)
# Zoho Books API: a canceled sales order is "void"; some answers say "cancelled".
VOID_STATUSES = ("void", "cancelled")

_DIFFERS = "total != expected_total"
_LIVE = "status NOT IN ('void', 'deleted')"
# Constants in the statement, not parameters: a planner must see that the partial index _LIVE fits.
_ENDED_SQL: list[ColumnElement[str]] = [literal_column(f"'{status}'") for status in ENDED]


class SalesOrder(Model):
    """A sales order that exists in Zoho Books, or was sent and may exist.

    `salesorder_id` stays empty until Zoho's answer, or a look-up, has told it: such a row says that a send was
    begun under `salesorder_number`, and nothing more may be sent before that number has been looked up.
    """

    __tablename__ = "zoho_books_sales_orders"
    __table_args__ = (
        UniqueConstraint("store_id", "salesorder_number"),
        partial_index("uq_sales_orders_live", "order_id", where=_LIVE, unique=True),
        Index("ix_sales_orders_order", "order_id", "id"),
        Index("ix_sales_orders_zoho", "store_id", "salesorder_id"),
        Index("ix_sales_orders_created", "store_id", "created_at"),
        partial_index("ix_sales_orders_differing", "store_id", "id", where=_DIFFERS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    organization_id: Mapped[str] = mapped_column(String(40))
    salesorder_number: Mapped[str] = mapped_column(String(100))  # ours: prefix + order number (+ suffix)
    reference_number: Mapped[str] = mapped_column(String(50))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what was sent
    payload_hash: Mapped[str] = mapped_column(String(64), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last send was begun; none: taken over

    salesorder_id: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(40), default="sending")  # "sending", then Zoho's, or "deleted"
    is_adopted: Mapped[bool] = mapped_column(default=False)  # found in Zoho after an unknown outcome
    total: Mapped[Decimal | None] = mapped_column(Money)
    expected_total: Mapped[Decimal | None] = mapped_column(Money)  # the order's total when it was sent
    predicted_total: Mapped[Decimal | None] = mapped_column(Money)  # what Zoho Books was expected to make of it
    difference_cause: Mapped[str] = mapped_column(String(20), default="")  # see payload/causes.py; "": no difference
    accepted_total: Mapped[Decimal | None] = mapped_column(Money)  # another total that a person has accepted
    # The void state of its order with which a person lets it stand: "" for none; see reconcile/void_orders.py.
    kept_state: Mapped[str] = mapped_column(String(20), default="")
    last_modified_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tracking: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what its fields said last; see tracking.py
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @hybrid_property
    def is_live(self) -> bool:
        """Whether it exists in Zoho Books, or may exist; an order has at most one such."""
        return self.status not in ENDED

    @is_live.inplace.expression
    @classmethod
    def _is_live(cls) -> ColumnElement[bool]:
        return cls.status.not_in(_ENDED_SQL)

    @hybrid_property
    def is_in_zoho(self) -> bool:
        """Whether it exists in Zoho Books, as far as the desk knows."""
        return self.is_live and bool(self.salesorder_id)

    @is_in_zoho.inplace.expression
    @classmethod
    def _is_in_zoho(cls) -> ColumnElement[bool]:
        return and_(cls.is_live, cls.salesorder_id != "")

    @hybrid_property
    def is_in_doubt(self) -> bool:
        """Whether it was sent with unknown outcome."""
        return self.is_live and not self.salesorder_id

    @is_in_doubt.inplace.expression
    @classmethod
    def _is_in_doubt(cls) -> ColumnElement[bool]:
        return and_(cls.is_live, cls.salesorder_id == "")

    @hybrid_property
    def is_void(self) -> bool:
        """Whether it was canceled in Zoho Books."""
        return self.status == VOID


_STILL_TRUE = "closed_at IS NULL"


class Finding(Model):
    """A difference between the desk and Zoho Books, as last seen; open until it is no longer true."""

    __tablename__ = "zoho_books_findings"
    __table_args__ = (
        partial_index("uq_findings_open", "store_id", "salesorder_id", "kind", where=_STILL_TRUE, unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    organization_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))  # one of findings.py
    salesorder_id: Mapped[str] = mapped_column(String(40))
    salesorder_number: Mapped[str] = mapped_column(String(100))
    reference_number: Mapped[str] = mapped_column(Text, default="")  # as Zoho has it
    sales_order_id: Mapped[int | None] = mapped_column(  # none: the desk has no row of it
        ForeignKey("zoho_books_sales_orders.id", ondelete="CASCADE"), index=True
    )
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="SET NULL"), index=True)
    zoho_status: Mapped[str] = mapped_column(String(40), default="")
    zoho_total: Mapped[Decimal | None] = mapped_column(Money)
    our_total: Mapped[Decimal | None] = mapped_column(Money)
    currency_code: Mapped[str] = mapped_column(String(10), default="")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_in: Mapped[int] = mapped_column(default=0)  # the appointment of the comparison that saw it last
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(254), default="")  # who repaired it, or "Bookdesk"
