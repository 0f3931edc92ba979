"""Shops whose orders come in by themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None


def _time(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int = 0) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=False)


def _id(name: str, table: str, on_delete: str = "CASCADE") -> list[object]:
    is_optional = on_delete == "SET NULL"
    return [
        sa.Column(name, sa.Integer(), nullable=is_optional),
        sa.ForeignKeyConstraint([name], [f"{table}.id"], ondelete=on_delete),
    ]


def upgrade() -> None:
    op.create_table(
        "shops",
        sa.Column("id", sa.Integer(), nullable=False),
        *_id("store_id", "stores"),
        *(_text("kind", 20), _text("public_id", 40), _text("name", 100), _text("address", 300)),
        sa.Column("is_sandbox", sa.Boolean(), nullable=False),
        *(_text("state", 20), _text("problem"), _time("problem_at", nullable=True)),
        sa.Column("credentials", sa.LargeBinary(), nullable=True),
        sa.Column("access_token", sa.LargeBinary(), nullable=True),
        _time("token_expires_at", nullable=True),
        sa.Column("token_version", sa.Integer(), nullable=False),
        *(_time("renewing_until", nullable=True), _time("connected_at", nullable=True), _text("connected_by", 254)),
        sa.Column("facts", sa.JSON(), nullable=False),
        _time("checked_at", nullable=True),
        *_id("folder_id", "folders", "SET NULL"),
        sa.Column("payments", sa.JSON(), nullable=False),
        *(_time("since"), _text("number_prefix", 20)),
        sa.Column("sync_tracking_numbers", sa.Boolean(), nullable=False),
        sa.Column("notify_customer", sa.Boolean(), nullable=False),
        sa.Column("read_minutes", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        *(_time("paused_at", nullable=True), _text("paused_by", 254)),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_time("watermark", nullable=True), _time("last_read_at", nullable=True), _text("last_read_found", 200)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_shops_store", "shops", ["store_id", "kind"])
    op.create_table(
        "shop_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        *(*_id("store_id", "stores"), *_id("shop_id", "shops")),
        *(_text("key", 100), _text("number", 100)),
        *_id("order_id", "orders", "SET NULL"),
        *(_text("state", 20), _time("updated_at"), _time("read_at")),
        sa.Column("said", sa.JSON(), nullable=False),
        _text("news"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shop_id", "key"),
    )
    op.create_index("ix_shop_orders_order", "shop_orders", ["order_id"])
    news = sa.text("news <> ''")
    op.create_index(
        "ix_shop_orders_news", "shop_orders", ["store_id", "id"], postgresql_where=news, sqlite_where=news
    )
    op.create_table(
        "shop_hints",
        sa.Column("id", sa.Integer(), nullable=False),
        *_id("shop_id", "shops"),
        *(_text("message_id", 100), _text("topic", 60), _text("key", 100)),
        *(_time("came_at"), _time("due_at"), _time("read_at", nullable=True)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shop_id", "message_id"),
    )
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_shop_hints_unread", "shop_hints", ["shop_id", "due_at"], postgresql_where=unread, sqlite_where=unread
    )
    op.create_index("ix_shop_hints_came", "shop_hints", ["shop_id", "came_at"])
    op.create_table(
        "shop_parcels",
        sa.Column("id", sa.Integer(), nullable=False),
        *(*_id("store_id", "stores"), *_id("shop_order_id", "shop_orders")),
        *_id("shipment_id", "shipments", "SET NULL"),
        *(_text("shipment_key", 64), _text("state", 20)),
        sa.Column("attempt", sa.Integer(), nullable=False),
        _text("tracking_number", 200),
        sa.Column("remote_ids", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        *(_text("words"), _time("updated_at")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shop_order_id", "shipment_key"),
    )
    op.create_index("ix_shop_parcels_store_id", "shop_parcels", ["store_id"])
    op.create_index("ix_shop_parcels_shipment", "shop_parcels", ["shipment_id"])


def downgrade() -> None:
    for table in ("shop_parcels", "shop_hints", "shop_orders", "shops"):
        op.drop_table(table)
