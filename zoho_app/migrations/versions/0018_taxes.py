"""Settings about taxes, and the taxes, rounding and default taxes of Zoho Books that are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = {
    "zoho_books_settings": ("prices_in_orders", "tax_on_items", "tax_match", "adjustment_up_to"),
    "zoho_books_connections": ("taxes", "totals_rules"),
    "zoho_books_items": ("tax_id", "tax_rate"),
}


def upgrade() -> None:
    for name, default in (("prices_in_orders", "order"), ("tax_on_items", "zoho")):
        column = sa.Column(name, sa.String(length=20), nullable=False, server_default=default)
        op.add_column("zoho_books_settings", column)
    op.add_column("zoho_books_settings", sa.Column("tax_match", sa.Text(), nullable=False, server_default=""))
    amount = sa.Column("adjustment_up_to", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("zoho_books_settings", amount)
    for name in ("taxes", "totals_rules"):
        op.add_column("zoho_books_connections", sa.Column(name, sa.JSON()))
    op.add_column("zoho_books_items", sa.Column("tax_id", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("zoho_books_items", sa.Column("tax_rate", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    for table, names in COLUMNS.items():
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.drop_column(name)
