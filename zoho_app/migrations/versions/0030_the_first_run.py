"""The setup guide on Home; the audit log by person and kind, with the address of who asked; alerts clear at once"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0033"
branch_labels = None
depends_on = None

# What the sentences of entries before this version begin with or contain, and of which kind such an entry is.
KINDS = (
    ("people", ("% was invited as %", "% was added as %", "% was removed", "%invitation%", "%role%")),
    ("keys", ("API key replaced", "Signing secret %")),
    ("connection", ("Connected to %", "Disconnected %", "Connection to %")),
    ("rules", ("Rule “%",)),
    ("channels", ("Sales channel %",)),
    ("folders", ("Renamed a folder", "Deleted the folder %")),
    ("answers", ("Decided about %", "Forgot %", "Chose %")),
    ("sending", ("Paused sending%", "Continued sending")),
    ("data", ("Deleted order %", "Erased a customer%")),
)


def upgrade() -> None:
    op.add_column("stores", sa.Column("shows_guide", sa.Boolean(), nullable=True))
    op.execute(
        sa.text(
            "UPDATE stores SET shows_guide = false WHERE EXISTS "
            "(SELECT 1 FROM zoho_books_sales_orders WHERE zoho_books_sales_orders.store_id = stores.id)"
        )
    )
    kind = sa.Column("kind", sa.String(length=20), nullable=False, server_default="settings")
    op.add_column("audit_entries", kind)
    op.add_column("audit_entries", sa.Column("address", sa.String(length=45), nullable=False, server_default=""))
    op.execute(_kinds_of_entries())
    op.drop_index("ix_audit_entries_store_id", table_name="audit_entries")
    op.create_index("ix_audit_entries_store", "audit_entries", ["store_id", "id"])
    op.create_index("ix_audit_entries_who", "audit_entries", ["store_id", "who", "id"])
    op.create_index("ix_audit_entries_kind", "audit_entries", ["store_id", "kind", "id"])
    op.drop_column("alerts", "good_since")


def _kinds_of_entries() -> sa.Update:
    entries = sa.table("audit_entries", sa.column("what", sa.Text), sa.column("kind", sa.String))
    cases = [
        (sa.or_(*(entries.c.what.like(sentence) for sentence in sentences)), kind) for kind, sentences in KINDS
    ]
    return sa.update(entries).values(kind=sa.case(*cases, else_="settings"))


def downgrade() -> None:
    op.add_column("alerts", sa.Column("good_since", sa.DateTime(timezone=True), nullable=True))
    for name in ("kind", "who", "store"):
        op.drop_index(f"ix_audit_entries_{name}", table_name="audit_entries")
    op.create_index("ix_audit_entries_store_id", "audit_entries", ["store_id"])
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.drop_column("address")
        batch_op.drop_column("kind")
    with op.batch_alter_table("stores") as batch_op:
        batch_op.drop_column("shows_guide")
