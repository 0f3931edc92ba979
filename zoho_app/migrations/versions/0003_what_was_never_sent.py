"""Sales order rows that were never sent go: from now on there is a row only for what was sent or found in Zoho"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

rows = sa.table(
    "zoho_books_sales_orders",
    sa.column("salesorder_id", sa.String()),
    sa.column("sent_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.execute(rows.delete().where(rows.c.sent_at.is_(None), rows.c.salesorder_id == ""))


def downgrade() -> None:
    pass
