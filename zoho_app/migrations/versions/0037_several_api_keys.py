"""Several API keys a store, kept as hashes

The one key of each store goes on working under the name "API key". Where receivers still rely on its signature, it stays
with what signs for them. A downgrade gives such a store that key back, and every other one a key that nobody knows: make
a new one there.
"""

import secrets
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op
from cryptography.fernet import Fernet, MultiFernet
from flask import current_app

revision = "0037"
down_revision = "0034"
branch_labels = None
depends_on = None

STORES = sa.table(
    "stores",
    sa.column("id", sa.Integer),
    sa.column("api_key", sa.LargeBinary),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
POSTINGS = sa.table(
    "postings",
    sa.column("store_id", sa.Integer),
    sa.column("knows_old", sa.Boolean),
    sa.column("old_key", sa.LargeBinary),
)


def upgrade() -> None:
    keys = op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("ending", sa.String(length=4), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=254), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_api_keys_store_id", "api_keys", ["store_id"])
    connection = op.get_bind()
    stores = connection.execute(sa.select(STORES)).all()
    if stores:
        connection.execute(sa.insert(keys), [_row(*store) for store in stores])
    op.add_column("postings", sa.Column("old_key", sa.LargeBinary(), nullable=True))
    old = sa.select(STORES.c.api_key).where(STORES.c.id == POSTINGS.c.store_id).scalar_subquery()
    connection.execute(sa.update(POSTINGS).where(POSTINGS.c.knows_old.is_(True)).values(old_key=old))
    with op.batch_alter_table("postings") as batch_op:
        batch_op.drop_column("knows_old")
    with op.batch_alter_table("stores") as batch_op:
        batch_op.drop_column("api_key")


def _row(store_id: int, kept: bytes, created_at: Any) -> dict[str, Any]:
    text = _cipher().decrypt(bytes(kept)).decode()
    return {
        "store_id": store_id,
        "name": "API key",
        "scope": "full",
        "key_hash": sha256(text.encode()).hexdigest(),
        "ending": text[-4:],
        "made_by": "",
        "made_at": created_at,
        "revoked_by": "",
    }


def downgrade() -> None:
    op.add_column("stores", sa.Column("api_key", sa.LargeBinary(), nullable=True))
    op.add_column("postings", sa.Column("knows_old", sa.Boolean(), nullable=False, server_default=sa.false()))
    connection = op.get_bind()
    wanted = sa.select(POSTINGS.c.store_id, POSTINGS.c.old_key)
    old_keys = {store_id: key for store_id, key in connection.execute(wanted)}
    for store_id in connection.execute(sa.select(STORES.c.id)).scalars().all():
        key = old_keys.get(store_id) or _cipher().encrypt(secrets.token_urlsafe(32).encode())
        connection.execute(sa.update(STORES).where(STORES.c.id == store_id).values(api_key=key))
    connection.execute(sa.update(POSTINGS).where(POSTINGS.c.old_key.is_not(None)).values(knows_old=True))
    with op.batch_alter_table("stores") as batch_op:
        batch_op.alter_column("api_key", existing_type=sa.LargeBinary(), nullable=False)
    with op.batch_alter_table("postings") as batch_op:
        batch_op.alter_column("knows_old", existing_type=sa.Boolean(), server_default=None)
        batch_op.drop_column("old_key")
    op.drop_index("ix_api_keys_store_id", "api_keys")
    op.drop_table("api_keys")


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in current_app.config["TOKEN_KEYS"]])
