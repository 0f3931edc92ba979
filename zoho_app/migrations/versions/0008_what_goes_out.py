"""Addresses are encrypted, receivers have breakers of their own, people confirm that they want alerts"""

import json
import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from cryptography.fernet import Fernet, MultiFernet
from flask import current_app

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BATCH = 1000
WAITING = "state IN ('scheduled', 'unknown')"
CLAIMED = "claimed_at IS NOT NULL"
# Of an address in old entries no more than the host stays.
ADDRESS = re.compile(r"\b(https?://)(?:[^/\s?#\"'<>]*@)?([^/\s?#\"'<>“”]*)[^\s\"'<>“”]*", re.IGNORECASE)
# Columns that become secrets: table, its key, column.
ADDRESSES = (
    ("channels", "id", "url"),
    ("deliveries", "id", "url"),
    ("alert_settings", "store_id", "webhook_url"),
    ("rules", "id", "actions"),
)


def upgrade() -> None:
    _make_tables()
    _let_stores_take_turns()
    op.add_column(
        "deliveries", sa.Column("signature", sa.String(length=20), nullable=False, server_default="standard")
    )
    op.execute("UPDATE deliveries SET signature = 'old' WHERE format != 'webhook'")
    _name_receivers()
    _mark_old_signatures()
    for table, key, column in ADDRESSES:
        _change(table, key, column, sa.LargeBinary(), _encrypted)
    _blank_what_was_told()


def _make_tables() -> None:
    op.create_table(
        "postings",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("signing_secret", sa.LargeBinary(), nullable=False),
        sa.Column("ship_notify_signature", sa.String(length=20), nullable=False),
        sa.Column("knows_old", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_postings_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_postings")),
    )
    op.create_table(
        "uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uses")),
    )
    op.create_index("ix_uses_what", "uses", ["what", "at"])
    op.create_table(
        "alert_recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_alert_recipients_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_recipients")),
        sa.UniqueConstraint("store_id", "email", name=op.f("uq_alert_recipients_store_id_email")),
    )
    op.create_table(
        "zoho_books_consents",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("data_center", sa.String(length=10), nullable=False),
        sa.Column("code_verifier", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_ins.id"], name=op.f("fk_zoho_books_consents_sign_in_id_sign_ins"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_consents_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_zoho_books_consents")),
    )
    op.create_index(op.f("ix_zoho_books_consents_sign_in_id"), "zoho_books_consents", ["sign_in_id"])


def _let_stores_take_turns() -> None:
    with op.batch_alter_table("appointments") as batch_op:
        batch_op.add_column(sa.Column("receiver", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
    for name, columns, where in (
        ("ix_appointments_next", ["lane", "store_id", "priority", "due_at", "id", "receiver"], WAITING),
        ("ix_appointments_turns", ["lane", "store_id", "claimed_at"], CLAIMED),
    ):
        op.create_index(
            name, "appointments", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    with op.batch_alter_table("gates") as batch_op:
        batch_op.add_column(sa.Column("of_receiver", sa.Boolean(), nullable=False, server_default=sa.false()))


def _name_receivers() -> None:
    """Messages that wait for a sales channel share its breaker from now on; others have none until the next one."""
    op.execute(
        "UPDATE appointments SET receiver = 'channel:' || (SELECT channel_id FROM deliveries"
        " WHERE deliveries.id = appointments.subject_id) WHERE kind = 'channels.deliver'"
        " AND state IN ('scheduled', 'running', 'unknown') AND EXISTS (SELECT 1 FROM deliveries"
        " WHERE deliveries.id = appointments.subject_id AND deliveries.channel_id IS NOT NULL)"
    )


def _mark_old_signatures() -> None:
    """Receivers of stores that are there already may rely on the signature under the API key, so they keep it."""
    connection = op.get_bind()
    stores = sa.table("stores", sa.column("id", sa.Integer))
    postings = sa.table(
        "postings",
        sa.column("store_id", sa.Integer),
        sa.column("signing_secret", sa.LargeBinary),
        sa.column("ship_notify_signature", sa.String),
        sa.column("knows_old", sa.Boolean),
    )
    for store_id in connection.scalars(sa.select(stores.c.id)).all():
        values = {"ship_notify_signature": "old", "knows_old": True, "signing_secret": _encrypted(_new_secret())}
        connection.execute(postings.insert().values(store_id=store_id, **values))
    rules = sa.table("rules", sa.column("id", sa.Integer), sa.column("actions", sa.JSON))
    for rule_id, actions in connection.execute(sa.select(rules.c.id, rules.c.actions)).all():
        posting = [one for one in actions if one["action"] == "Post Order JSON"]
        for one in posting:
            one["values"] = {**one["values"], "signature": "old"}
        if posting:
            connection.execute(rules.update().where(rules.c.id == rule_id).values(actions=actions))


def _new_secret() -> str:
    """In the form of the Standard Webhooks specification; a Fernet key is 32 random bytes in base64."""
    return "whsec_" + Fernet.generate_key().decode().translate(str.maketrans("-_", "+/"))


def _change(
    table: str, key: str, column: str, kind: sa.types.TypeEngine[Any], convert: Callable[[Any], Any]
) -> None:
    """Make the column one of that kind, each value converted."""
    connection, fresh = op.get_bind(), f"{column}_new"
    op.add_column(table, sa.Column(fresh, kind, nullable=True))
    # JSON of the former kind is read and written as the text that it is.
    rows = sa.table(table, sa.column(key, sa.Integer), sa.column(column), sa.column(fresh, kind))
    old, last = rows.c[column], -1
    as_text = sa.cast(old, sa.Text) if isinstance(kind, sa.LargeBinary) else old
    wanted = sa.select(rows.c[key], as_text.label("value")).order_by(rows.c[key]).limit(BATCH)
    put = rows.update().where(rows.c[key] == sa.bindparam("wanted_key"))
    while found := connection.execute(wanted.where(rows.c[key] > last)).all():
        values = [{"wanted_key": row[0], fresh: convert(row.value)} for row in found]
        connection.execute(put.values({fresh: sa.bindparam(fresh)}), values)
        last = found[-1][0]
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": table == "deliveries"}) as batch_op:
        batch_op.drop_column(column)
        batch_op.alter_column(fresh, new_column_name=column, existing_type=kind, nullable=False)


def _encrypted(text: str) -> bytes:
    return _cipher().encrypt(text.encode())


def _decrypted(value: bytes) -> str:
    return _cipher().decrypt(bytes(value)).decode()


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in current_app.config["TOKEN_KEYS"]])


def _blank_what_was_told() -> None:
    """The audit log and histories hold addresses that were typed before."""
    for table, column, kind in (("audit_entries", "changes", sa.JSON()), ("history_entries", "note", sa.Text())):
        rows = sa.table(table, sa.column("id", sa.Integer), sa.column(column, kind))
        connection, last = op.get_bind(), 0
        has_address = sa.cast(rows.c[column], sa.Text).like("%://%")
        wanted = sa.select(rows.c.id, rows.c[column].label("told")).where(has_address).order_by(rows.c.id).limit(BATCH)
        put = rows.update().where(rows.c.id == sa.bindparam("wanted_id"))
        while found := connection.execute(wanted.where(rows.c.id > last)).all():
            values = [{"wanted_id": row.id, "fresh": _blanked(row.told)} for row in found]
            connection.execute(put.values({column: sa.bindparam("fresh", type_=kind)}), values)
            last = found[-1].id


def _blanked(told: Any) -> Any:
    if isinstance(told, str):
        return ADDRESS.sub(r"\1\2/[secret]", told)
    if isinstance(told, dict):
        return {name: _blanked(one) for name, one in told.items()}
    return [_blanked(one) for one in told] if isinstance(told, list) else told


def downgrade() -> None:
    for table, key, column in ADDRESSES:
        if table == "rules":
            _change(table, key, column, sa.JSON(), lambda value: json.loads(_decrypted(value)))
        else:
            _change(table, key, column, sa.Text(), _decrypted)
    with op.batch_alter_table("deliveries", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_column("signature")
    with op.batch_alter_table("gates") as batch_op:
        batch_op.drop_column("of_receiver")
    op.drop_index("ix_appointments_turns", "appointments")
    op.drop_index("ix_appointments_next", "appointments")
    with op.batch_alter_table("appointments") as batch_op:
        batch_op.drop_column("claimed_at")
        batch_op.drop_column("receiver")
    for table in ("zoho_books_consents", "alert_recipients", "uses", "postings"):
        op.drop_table(table)
