"""A contact's lease names the appointment that holds it; what Zoho Books does not let the desk read is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("zoho_books_email_leases") as leases:
        leases.add_column(sa.Column("holder_id", sa.Integer(), nullable=True))
        leases.add_column(sa.Column("holder_attempt", sa.Integer(), nullable=True))
    with op.batch_alter_table("zoho_books_connections") as connections:
        connections.add_column(sa.Column("unreadable", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("zoho_books_connections") as connections:
        connections.drop_column("unreadable")
    with op.batch_alter_table("zoho_books_email_leases") as leases:
        leases.drop_column("holder_attempt")
        leases.drop_column("holder_id")
