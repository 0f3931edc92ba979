"""What people prefer on screen and searched for lately; an index of the orders that have not been sent"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("preferences", sa.JSON(), nullable=False, server_default="{}"))
    nowhere = sa.text("fulfillment_id = ''")
    op.create_index(
        "ix_orders_nowhere",
        "orders",
        ["store_id", "date_added", "id"],
        sqlite_where=nowhere,
        postgresql_where=nowhere,
    )


def downgrade() -> None:
    op.drop_index("ix_orders_nowhere", "orders")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("preferences")
