"""The numbers of orders, folders and messages are given away once, also on SQLite, where the newest came back when it
was deleted"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Others know them by their number: Zoho Books by the sales order number, saved views, who is told about a parcel.
TABLES = ("folders", "orders", "deliveries")


def upgrade() -> None:
    _rebuild(is_counting=True)


def downgrade() -> None:
    _rebuild(is_counting=False)


def _rebuild(is_counting: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in TABLES:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": is_counting}):
            pass
