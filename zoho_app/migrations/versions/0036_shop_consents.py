"""Consents at a shop's own page that are under way"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0038"
branch_labels = None
depends_on = None


def _id(name: str, table: str) -> list[object]:
    constraint = op.f(f"fk_shop_consents_{name}_{table}")
    return [
        sa.Column(name, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([name], [f"{table}.id"], name=constraint, ondelete="CASCADE"),
    ]


def upgrade() -> None:
    op.create_table(
        "shop_consents",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        *_id("sign_in_id", "sign_ins"),
        *_id("store_id", "stores"),
        *_id("shop_id", "shops"),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("credentials", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_shop_consents")),
    )
    op.create_index(op.f("ix_shop_consents_sign_in_id"), "shop_consents", ["sign_in_id"])


def downgrade() -> None:
    op.drop_table("shop_consents")
