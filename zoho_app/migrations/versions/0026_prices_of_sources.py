"""Whether prices include tax, for single sources; what answers have shown of an organization"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "zoho_books_settings", sa.Column("prices_of_sources", sa.JSON(), nullable=False, server_default="{}")
    )
    op.add_column("zoho_books_connections", sa.Column("observed", sa.JSON()))


def downgrade() -> None:
    with op.batch_alter_table("zoho_books_settings") as batch_op:
        batch_op.drop_column("prices_of_sources")
    with op.batch_alter_table("zoho_books_connections") as batch_op:
        batch_op.drop_column("observed")
