"""The shipments that shops have still to be told of, found without looking at those they know"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0036"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'sending')")


def upgrade() -> None:
    op.create_index(
        "ix_shop_parcels_open", "shop_parcels", ["shop_order_id"], postgresql_where=OPEN, sqlite_where=OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_shop_parcels_open", "shop_parcels")
