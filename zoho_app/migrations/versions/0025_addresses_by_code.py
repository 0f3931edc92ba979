"""Addresses of contacts are compared by the codes of country and state: read them anew, each contact's once"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE zoho_books_contacts SET addresses = NULL")


def downgrade() -> None:
    op.execute("UPDATE zoho_books_contacts SET addresses = NULL")
