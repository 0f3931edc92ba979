"""The prices of Zoho's items, to tell which one an unknown SKU means"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("zoho_books_items", sa.Column("rate", sa.BigInteger()))


def downgrade() -> None:
    with op.batch_alter_table("zoho_books_items") as batch_op:
        batch_op.drop_column("rate")
