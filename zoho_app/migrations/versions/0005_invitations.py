"""Whoever is invited is no member yet: invitations are rows of their own, and every user has a password. Wrong guesses
are counted in one row for whoever guesses what"""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    invitations = _create_invitations()
    _create_guessing()
    _invite_whoever_has_no_password(invitations)
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.String(length=200), nullable=False)
    with op.batch_alter_table("sign_in_attempts") as batch_op:
        batch_op.drop_index("ix_sign_in_attempts_key")
        batch_op.drop_index("ix_sign_in_attempts_at")
    op.drop_table("sign_in_attempts")


def _create_invitations() -> sa.Table:
    table = op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("invited_by", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_invitations_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(
            "uq_invitations_open",
            ["store_id", "email"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
    return table


def _create_guessing() -> None:
    op.create_table(
        "guessing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guessing")),
        sa.UniqueConstraint("key", name=op.f("uq_guessing_key")),
    )
    with op.batch_alter_table("guessing") as batch_op:
        batch_op.create_index(batch_op.f("ix_guessing_gone_at"), ["gone_at"], unique=False)


def _invite_whoever_has_no_password(invitations: sa.Table) -> None:
    """Their old links opened every store that had invited them, so none works on: each store makes a new one."""
    connection, moment = op.get_bind(), datetime.now(UTC)
    waiting = connection.execute(
        sa.text(
            "SELECT memberships.store_id, users.email, memberships.role FROM memberships"
            " JOIN users ON users.id = memberships.user_id WHERE users.password_hash IS NULL"
        )
    ).all()
    invited = [
        {
            "store_id": store_id,
            "email": email,
            "role": role,
            "invited_by": "Bookdesk",
            "token_hash": secrets.token_hex(32),  # of no token
            "state": "open",
            "created_at": moment,
            "expires_at": moment,
        }
        for store_id, email, role in waiting
    ]
    op.bulk_insert(invitations, invited)
    nobody = "user_id IN (SELECT id FROM users WHERE password_hash IS NULL)"
    op.execute("DELETE FROM one_time_links WHERE purpose = 'invitation'")
    for table in ("one_time_links", "memberships", "sign_ins", "saved_views"):
        op.execute(f"DELETE FROM {table} WHERE {nobody}")  # noqa: S608
    op.execute("DELETE FROM users WHERE password_hash IS NULL")


def downgrade() -> None:
    """Invitations are lost: what was before let one link open the account in every store."""
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    with op.batch_alter_table("sign_in_attempts") as batch_op:
        batch_op.create_index("ix_sign_in_attempts_at", ["at"], unique=False)
        batch_op.create_index("ix_sign_in_attempts_key", ["key"], unique=False)
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.String(length=200), nullable=True)
    op.execute("DELETE FROM one_time_links WHERE purpose = 'unlock'")
    op.drop_table("guessing")
    op.drop_table("invitations")
