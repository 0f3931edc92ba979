"""Pushes from Zoho Books: a store's door for them, and the hints that wait to be read"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zoho_books_push_doors",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("former_secret", sa.LargeBinary(), nullable=True),
        sa.Column("former_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_push_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_push_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("level_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.String(length=60), nullable=False),
        sa.Column("test_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("test_found", sa.Text(), nullable=False),
        sa.Column("test_is_good", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_push_doors_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_zoho_books_push_doors")),
        sa.UniqueConstraint("public_id", name=op.f("uq_zoho_books_push_doors_public_id")),
    )
    op.create_table(
        "zoho_books_push_hints",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("salesorder_id", sa.String(length=40), nullable=False),
        sa.Column("pushes", sa.Integer(), nullable=False),
        sa.Column("last_modified_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_push_hints_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", "salesorder_id", name=op.f("pk_zoho_books_push_hints")),
    )


def downgrade() -> None:
    op.drop_table("zoho_books_push_hints")
    op.drop_table("zoho_books_push_doors")
