"""What stays of deleted orders, proof of erased customers, how long a store keeps what"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

# What is found by its age, so that what is too old is found without looking at everything.
BY_AGE = (
    ("deliveries", "ix_deliveries_created", "created_at"),
    ("alert_messages", "ix_alert_messages_created", "created_at"),
    ("alerts", "ix_alerts_cleared", "cleared_at"),
    ("bulk_runs", "ix_bulk_runs_finished", "finished_at"),
)


def upgrade() -> None:
    op.create_table(
        "deleted_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(length=100), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("currency_code", sa.String(length=3), nullable=False),
        sa.Column("sales_orders", sa.JSON(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("history_lines", sa.Integer(), nullable=False),
        sa.Column("deleted_by", sa.String(length=254), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_store("deleted_orders"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deleted_orders")),
    )
    for name, column in (
        ("ix_deleted_orders_store", "id"),
        ("ix_deleted_orders_order", "order_id"),
        ("ix_deleted_orders_source", "source_id"),
        ("ix_deleted_orders_email", "email_key"),
        ("ix_deleted_orders_at", "deleted_at"),
    ):
        op.create_index(name, "deleted_orders", ["store_id", column])
    op.create_table(
        "retention",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("appointments_days", sa.Integer(), nullable=False),
        sa.Column("messages_days", sa.Integer(), nullable=False),
        sa.Column("runs_days", sa.Integer(), nullable=False),
        sa.Column("deleted_orders_days", sa.Integer(), nullable=False),
        sa.Column("payloads_days", sa.Integer(), nullable=False),
        sa.Column("contacts_days", sa.Integer(), nullable=False),
        sa.Column("payloads_emptied_to", sa.DateTime(timezone=True), nullable=True),
        _of_a_store("retention"),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_retention")),
    )
    op.create_table(
        "erasure_keys",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        _of_a_store("erasure_keys"),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_erasure_keys")),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        _of_a_store("erasures"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_index("ix_erasures_store", "erasures", ["store_id", "id"])
    op.create_index("ix_erasures_proof", "erasures", ["store_id", "proof"])
    op.add_column("zoho_books_connections", sa.Column("disconnected_at", sa.DateTime(timezone=True), nullable=True))
    # Nobody knows when those were disconnected that are; their days of grace begin now.
    op.execute(
        "UPDATE zoho_books_connections SET disconnected_at = CURRENT_TIMESTAMP WHERE state = 'disconnected'"
    )
    for table, name, column in BY_AGE:
        op.create_index(name, table, ["store_id", column])


def downgrade() -> None:
    for table, name, _ in BY_AGE:
        op.drop_index(name, table_name=table)
    with op.batch_alter_table("zoho_books_connections") as batch_op:
        batch_op.drop_column("disconnected_at")
    for table in ("erasures", "erasure_keys", "retention", "deleted_orders"):
        op.drop_table(table)


def _of_a_store(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["store_id"], ["stores.id"], name=op.f(f"fk_{table}_store_id_stores"), ondelete="CASCADE"
    )
