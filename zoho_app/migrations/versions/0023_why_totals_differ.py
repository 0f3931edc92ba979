"""The total that was expected of each sales order, and why it differs from what the customer paid"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "zoho_books_sales_orders"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("predicted_total", sa.BigInteger()))
    cause = sa.Column("difference_cause", sa.String(length=20), nullable=False, server_default="")
    op.add_column(TABLE, cause)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.drop_column("predicted_total")
        batch_op.drop_column("difference_cause")
