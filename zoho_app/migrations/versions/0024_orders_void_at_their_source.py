"""The answer of a person that a sales order stays, though its order's source calls it void"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("kept_state", sa.String(length=20), nullable=False, server_default="")
    op.add_column("zoho_books_sales_orders", column)


def downgrade() -> None:
    with op.batch_alter_table("zoho_books_sales_orders") as batch_op:
        batch_op.drop_column("kept_state")
