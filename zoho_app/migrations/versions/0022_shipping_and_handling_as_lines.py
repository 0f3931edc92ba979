"""Settings about shipping and handling as lines, and about differences of totals that are no fault"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "zoho_books_settings"


def upgrade() -> None:
    for name, length, default in (
        ("send_shipping_as", 20, "charge"),
        ("shipping_sku", 200, ""),
        ("handling_sku", 200, ""),
    ):
        op.add_column(TABLE, sa.Column(name, sa.String(length=length), nullable=False, server_default=default))
    op.add_column(TABLE, sa.Column("accept_up_to", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch_op:
        for name in ("send_shipping_as", "shipping_sku", "handling_sku", "accept_up_to"):
            batch_op.drop_column(name)
