"""Answers that hold for later orders: the contact of a source, what a line's name means, an account of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

CHOSEN = "zoho_books_chosen_contacts"
SETTINGS = ("discount_pays_shipping", "separate_same_names")


def upgrade() -> None:
    op.create_table(
        "zoho_books_source_contacts",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=320), nullable=False),
        sa.Column("source_name", sa.String(length=100), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_id", sa.String(length=40), nullable=False),
        sa.Column("is_for_all", sa.Boolean(), nullable=False),
        sa.Column("chosen_by", sa.String(length=254), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_source_contacts_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", "source_key", name=op.f("pk_zoho_books_source_contacts")),
    )
    op.create_table(
        "zoho_books_line_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("meaning", sa.String(length=20), nullable=False),
        sa.Column("sku", sa.String(length=200), nullable=False),
        sa.Column("chosen_by", sa.String(length=254), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_line_names_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoho_books_line_names")),
        sa.UniqueConstraint("store_id", "name_key", name=op.f("uq_zoho_books_line_names_store_id_name_key")),
    )
    with op.batch_alter_table(CHOSEN) as batch_op:
        batch_op.add_column(sa.Column("own_name", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("zoho_books_settings") as batch_op:
        for name in SETTINGS:
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("zoho_books_settings") as batch_op:
        for name in SETTINGS:
            batch_op.drop_column(name)
    op.execute(sa.text(f"DELETE FROM {CHOSEN} WHERE contact_id = ''"))
    with op.batch_alter_table(CHOSEN) as batch_op:
        batch_op.drop_column("own_name")
    op.drop_table("zoho_books_line_names")
    op.drop_table("zoho_books_source_contacts")
