"""Orders keep what their source says of their state, the day it gave, and their number as it is compared"""

import re
import unicodedata
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BATCH = 1000
# SKUs were compared trimmed and case-folded; from now on also by Unicode NFKC, with one dash and single blanks.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]")
DASHES = re.compile("[\u058a\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
NUMBER_SIGN = re.compile(r"^(?:order|no\.?|nr\.?|number)(?=[ #:0-9])[ #:.]*")
# Table, the column of its key, and what no two rows with the same key have in common (None: keys may repeat).
KEYS = (
    ("order_items", "code_key", None),
    ("inventory_items", "code_key", "store_id"),
    ("zoho_books_items", "sku_key", None),
)
PAYMENTS = {
    "Fully Refunded": "refunded",
    "Partially Refunded": "partly_refunded",
    "Voided": "voided",
    "Rejected": "rejected",
    "Pending": "pending",
    "Authorized": "authorized",
    "Approved": "authorized",
}


def upgrade() -> None:
    with op.batch_alter_table("stores") as batch_op:
        batch_op.add_column(sa.Column("same_sources", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("orders", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("number_key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("source_state", sa.String(length=20), nullable=False, server_default="paid"))
        batch_op.add_column(sa.Column("source_said", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("double_of", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("day_added", sa.Date(), nullable=True))
    _number()
    _tell_states()
    for table, column, owner in KEYS:
        _compare_anew(table, column, owner)
    op.create_index("ix_orders_number_key", "orders", ["store_id", "number_key"])
    op.create_index("ix_orders_source_state", "orders", ["store_id", "source_state", "id"])


def _number() -> None:
    _each("orders", "source_id", "number_key", lambda source_id, _: _number_key(source_id))


def _tell_states() -> None:
    orders = sa.table(
        "orders",
        *(sa.column(name, sa.String()) for name in ("payment_status", "source_state")),
        *(sa.column(name, sa.BigInteger()) for name in ("refund_total", "total_key")),
    )
    for payment, state in PAYMENTS.items():
        op.execute(orders.update().where(orders.c.payment_status == payment).values(source_state=state))
    refunded = (orders.c.refund_total > 0) & orders.c.source_state.in_(("paid", "pending", "authorized", "partly_refunded"))
    whole = (orders.c.total_key > 0) & (orders.c.refund_total >= orders.c.total_key)
    op.execute(orders.update().where(refunded, whole).values(source_state="refunded"))
    op.execute(orders.update().where(refunded, ~whole).values(source_state="partly_refunded"))


def _compare_anew(table: str, column: str, owner: str | None) -> None:
    if owner is None:
        _each(table, column, column, lambda key, _: _comparable(key))
        return
    connection = op.get_bind()
    rows = sa.table(table, sa.column(owner), sa.column(column))
    taken = {tuple(row) for row in connection.execute(sa.select(rows.c[owner], rows.c[column]))}

    def unless_taken(key: str, of_whom: object) -> str:
        """Where two products would be the same now, the second one keeps the key that it had."""
        fresh = _comparable(key)
        if fresh == key or (of_whom, fresh) in taken:
            return key
        taken.add((of_whom, fresh))
        return fresh

    _each(table, column, column, unless_taken, owner)


def _each(table: str, read: str, write: str, convert: Callable[[str, object], str], owner: str = "store_id") -> None:
    """Write what `convert` makes of one column into the same or another one, where it differs."""
    connection, last = op.get_bind(), 0
    columns = dict.fromkeys(("id", read, write, *([owner] if table == "inventory_items" else [])))
    rows = sa.table(table, *(sa.column(name) for name in columns))
    wanted = sa.select(*rows.c).order_by(rows.c.id).limit(BATCH)
    put = rows.update().where(rows.c.id == sa.bindparam("wanted_id")).values({write: sa.bindparam("fresh")})
    while found := connection.execute(wanted.where(rows.c.id > last)).mappings().all():
        values = [{"wanted_id": row["id"], "fresh": convert(row[read], row.get(owner)), "was": row[write]} for row in found]
        changed = [{"wanted_id": one["wanted_id"], "fresh": one["fresh"]} for one in values if one["fresh"] != one["was"]]
        if changed:
            connection.execute(put, changed)
        last = found[-1]["id"]


def _comparable(text: str) -> str:
    text = unicodedata.normalize("NFKC", DASHES.sub("-", text))
    text = DASHES.sub("-", INVISIBLE.sub("", text))
    return unicodedata.normalize("NFKC", " ".join(text.split()).casefold())


def _number_key(text: str) -> str:
    key = NUMBER_SIGN.sub("", _comparable(text)).lstrip("# ")
    return (key.lstrip("0") or key)[:200]


def downgrade() -> None:
    op.drop_index("ix_orders_source_state", "orders")
    op.drop_index("ix_orders_number_key", "orders")
    with op.batch_alter_table("orders", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        for name in ("day_added", "double_of", "source_said", "source_state", "number_key"):
            batch_op.drop_column(name)
    with op.batch_alter_table("stores") as batch_op:
        batch_op.drop_column("same_sources")
