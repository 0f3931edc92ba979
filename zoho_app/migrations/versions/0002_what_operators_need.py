"""What operators need"""

from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_settings",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("emails", sa.Text(), nullable=False),
        sa.Column("webhook_url", sa.Text(), nullable=False),
        sa.Column("signing_secret", sa.LargeBinary(), nullable=True),
        sa.Column("failures_threshold", sa.Integer(), nullable=False),
        sa.Column("quota_percent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_alert_settings_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_alert_settings")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_alerts_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.create_index("ix_alerts_store", ["store_id", "id"], unique=False)
        batch_op.create_index(
            "uq_alerts_open",
            ["store_id", "kind"],
            unique=True,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )

    op.create_table(
        "bulk_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=30), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.String(length=254), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_bulk_runs_store_id_stores"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["bulk_runs.id"], name=op.f("fk_bulk_runs_undoes_id_bulk_runs"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_runs")),
    )
    with op.batch_alter_table("bulk_runs", schema=None) as batch_op:
        batch_op.create_index("ix_bulk_runs_store", ["store_id", "id"], unique=False)

    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_saved_views_store_id_stores"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_saved_views_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("store_id", "user_id", "name", name=op.f("uq_saved_views_store_id_user_id_name")),
    )
    op.create_table(
        "zoho_books_chosen_contacts",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("contact_id", sa.String(length=40), nullable=False),
        sa.Column("chosen_by", sa.String(length=254), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"],
            ["stores.id"],
            name=op.f("fk_zoho_books_chosen_contacts_store_id_stores"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "email_key", name=op.f("pk_zoho_books_chosen_contacts")),
    )
    op.create_table(
        "alert_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_alert_messages_alert_id_alerts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_alert_messages_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_messages")),
    )
    with op.batch_alter_table("alert_messages", schema=None) as batch_op:
        batch_op.create_index("ix_alert_messages_store", ["store_id", "id"], unique=False)
        batch_op.create_index("uq_alert_messages", ["alert_id", "event", "receiver"], unique=True)

    op.create_table(
        "bulk_items",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_bulk_items_order_id_orders"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["bulk_runs.id"], name=op.f("fk_bulk_items_run_id_bulk_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "order_id", name=op.f("pk_bulk_items")),
    )
    with op.batch_alter_table("bulk_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_items_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_bulk_items_state", ["run_id", "state", "order_id"], unique=False)

    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("is_settled", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(
            "ix_appointments_finished", ["store_id", "state", "finished_at", "kind"], unique=False
        )
        batch_op.create_index(
            "ix_appointments_attention",
            ["store_id", "kind", "cause"],
            unique=False,
            sqlite_where=sa.text("state = 'failed' AND is_settled = 0"),
            postgresql_where=sa.text("state = 'failed' AND is_settled = false"),
        )

    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.create_index("ix_shipments_added", ["date_added", "order_id"], unique=False)

    # What failed and was begun anew since needs nobody any more.
    op.execute(
        "UPDATE appointments SET is_settled = true WHERE state = 'failed' AND EXISTS ("
        "SELECT 1 FROM appointments AS later WHERE later.kind = appointments.kind"
        " AND later.subject_id = appointments.subject_id AND later.id > appointments.id)"
    )

    with op.batch_alter_table("zoho_books_connections", schema=None) as batch_op:
        batch_op.add_column(sa.Column("preflight", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("preflight_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("zoho_books_sales_orders", schema=None) as batch_op:
        batch_op.create_index("ix_sales_orders_created", ["store_id", "created_at"], unique=False)
        batch_op.create_index("ix_sales_orders_order", ["order_id", "id"], unique=False)
        batch_op.create_index(
            "ix_sales_orders_differing",
            ["store_id", "id"],
            unique=False,
            sqlite_where=sa.text("total != expected_total"),
            postgresql_where=sa.text("total != expected_total"),
        )

    with op.batch_alter_table("zoho_books_contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("company", sa.String(length=200), nullable=False, server_default=""))

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_key", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("total_key", sa.BigInteger(), nullable=False, server_default="0"))
    _fill_in_sort_keys()
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_number", ["store_id", "id"], unique=False)
        batch_op.create_index("ix_orders_name", ["store_id", "name_key", "id"], unique=False)
        batch_op.create_index("ix_orders_total", ["store_id", "total_key", "id"], unique=False)


def _fill_in_sort_keys() -> None:
    """For whom each stored order is and its total, as orders that come in later have them."""
    amounts = ("shipping_total", "handling_total", "tax_total")
    names = {name: sa.column(name, sa.JSON) for name in ("customer", "shipping", "discount_list")}
    keys = (sa.column("name_key", sa.String), sa.column("total_key", sa.BigInteger))
    orders = sa.table("orders", sa.column("id", sa.Integer), *map(sa.column, amounts), *names.values(), *keys)
    items = sa.table("order_items", *map(sa.column, ("order_id", "price", "quantity")))
    products = sa.select(sa.func.sum(items.c.price * items.c.quantity)).where(items.c.order_id == orders.c.id)
    wanted = sa.select(orders, products.scalar_subquery().label("products")).order_by(orders.c.id).limit(1000)
    connection, last = op.get_bind(), 0
    change = orders.update().where(orders.c.id == sa.bindparam("order_id"))
    while found := connection.execute(wanted.where(orders.c.id > last)).mappings().all():
        values = [{"order_id": one["id"], "name_key": _name(one), "total_key": _total(one)} for one in found]
        connection.execute(change, values)
        last = found[-1]["id"]


def _name(order: sa.RowMapping) -> str:
    who = order["customer"] or order["shipping"]
    name = " ".join(filter(None, (who.get("first_name"), who.get("last_name")))) or who.get("company", "")
    return str(name).strip().casefold()[:100]


def _total(order: sa.RowMapping) -> int:
    """Amounts are kept as whole ten-thousandths; those of discounts as text."""
    discounts = sum(Decimal(str(one.get("amount") or 0)) * 10_000 for one in order["discount_list"])
    added = order["shipping_total"] + order["handling_total"] + order["tax_total"]
    return int(order["products"] or 0) + int(added) - int(discounts)


def downgrade() -> None:
    op.drop_index("ix_orders_total", "orders")
    op.drop_index("ix_orders_name", "orders")
    op.drop_index("ix_orders_number", "orders")
    # Not by a new table in the place of the old: on SQLite all items would go with the old one.
    op.drop_column("orders", "total_key")
    op.drop_column("orders", "name_key")

    with op.batch_alter_table("zoho_books_contacts", schema=None) as batch_op:
        batch_op.drop_column("company")

    with op.batch_alter_table("zoho_books_sales_orders", schema=None) as batch_op:
        batch_op.drop_index("ix_sales_orders_differing")
        batch_op.drop_index("ix_sales_orders_created")
        batch_op.drop_index("ix_sales_orders_order")

    with op.batch_alter_table("zoho_books_connections", schema=None) as batch_op:
        batch_op.drop_column("preflight_at")
        batch_op.drop_column("preflight")

    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.drop_index("ix_shipments_added")

    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index("ix_appointments_attention")
        batch_op.drop_index("ix_appointments_finished")
        batch_op.drop_column("is_settled")
        batch_op.drop_column("about")

    with op.batch_alter_table("bulk_items", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_items_state")
        batch_op.drop_index(batch_op.f("ix_bulk_items_order_id"))

    op.drop_table("bulk_items")
    with op.batch_alter_table("alert_messages", schema=None) as batch_op:
        batch_op.drop_index("uq_alert_messages")
        batch_op.drop_index("ix_alert_messages_store")

    op.drop_table("alert_messages")
    op.drop_table("zoho_books_chosen_contacts")
    op.drop_table("saved_views")
    with op.batch_alter_table("bulk_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_runs_store")

    op.drop_table("bulk_runs")
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_alerts_open",
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )
        batch_op.drop_index("ix_alerts_store")

    op.drop_table("alerts")
    op.drop_table("alert_settings")
