"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempts_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempts_key"), ["key"], unique=False)

    op.create_table(
        "stores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("currency_code", sa.String(length=3), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("api_key", sa.LargeBinary(), nullable=False),
        sa.Column("add_inventory_details", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_appointments_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index("ix_appointments_due", ["lane", "state", "priority", "due_at"], unique=False)
        batch_op.create_index("ix_appointments_store", ["store_id", "id"], unique=False)
        batch_op.create_index("ix_appointments_subject", ["subject_id", "kind"], unique=False)
        batch_op.create_index(
            "uq_appointments_open",
            ["kind", "subject_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('scheduled', 'running', 'unknown')"),
            postgresql_where=sa.text("state IN ('scheduled', 'running', 'unknown')"),
        )

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_audit_entries_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_store_id"), ["store_id"], unique=False)

    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(length=100), nullable=False),
        sa.Column("sync_tracking_numbers", sa.Boolean(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("signing_secret", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_channels_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("store_id", "source_name", name=op.f("uq_channels_store_id_source_name")),
    )
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_folders_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folders")),
        sa.UniqueConstraint("store_id", "name", name=op.f("uq_folders_store_id_name")),
    )
    op.create_table(
        "gates",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("from_priority", sa.Integer(), nullable=False),
        sa.Column("is_breaker", sa.Boolean(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_gates_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", "lane", "cause", name=op.f("pk_gates")),
    )
    op.create_table(
        "inventory_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("manufacturer_sku", sa.String(length=200), nullable=False),
        sa.Column("update_source", sa.String(length=100), nullable=False),
        sa.Column("variation_list", sa.JSON(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("date_added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("date_updated", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_inventory_items_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_items")),
        sa.UniqueConstraint("store_id", "code_key", name=op.f("uq_inventory_items_store_id_code_key")),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_memberships_store_id_stores"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("user_id", "store_id", name=op.f("uq_memberships_user_id_store_id")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_store_id"), ["store_id"], unique=False)

    op.create_table(
        "one_time_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_one_time_links_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_links_token_hash")),
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=False),
        sa.Column("match_all", sa.Boolean(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_rules_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
    )
    with op.batch_alter_table("rules", schema=None) as batch_op:
        batch_op.create_index("ix_rules_store_event", ["store_id", "event", "position"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "zoho_books_connections",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("lost_because", sa.Text(), nullable=False),
        sa.Column("data_center", sa.String(length=10), nullable=False),
        sa.Column("organization_id", sa.String(length=40), nullable=False),
        sa.Column("organization_name", sa.String(length=200), nullable=False),
        sa.Column("organizations", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("currency_code", sa.String(length=3), nullable=False),
        sa.Column("price_precision", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("connected_by", sa.String(length=254), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("access_token", sa.LargeBinary(), nullable=True),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=True),
        sa.Column("access_token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refresh_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing_custom_fields", sa.JSON(), nullable=True),
        sa.Column("last_poll_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_poll_found", sa.Text(), nullable=False),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ids_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_carry_fields", sa.Boolean(), nullable=False),
        sa.Column("items_filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacts_filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacts_synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacts_watermark", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filling", sa.JSON(), nullable=True),
        sa.Column("reconciled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconciling", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_connections_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_zoho_books_connections")),
    )
    op.create_table(
        "zoho_books_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("currency_code", sa.String(length=3), nullable=False),
        sa.Column("addresses", sa.JSON(), nullable=True),
        sa.Column("modified_time", sa.Text(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_contacts_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoho_books_contacts")),
        sa.UniqueConstraint("store_id", "contact_id", name=op.f("uq_zoho_books_contacts_store_id_contact_id")),
    )
    op.create_table(
        "zoho_books_email_leases",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_email_leases_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", "email_key", name=op.f("pk_zoho_books_email_leases")),
    )
    op.create_table(
        "zoho_books_emails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_emails_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoho_books_emails")),
        sa.UniqueConstraint(
            "store_id", "email_key", "contact_id", name=op.f("uq_zoho_books_emails_store_id_email_key_contact_id")
        ),
    )
    with op.batch_alter_table("zoho_books_emails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_zoho_books_emails_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "zoho_books_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("sku_key", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_items_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoho_books_items")),
        sa.UniqueConstraint("store_id", "item_id", name=op.f("uq_zoho_books_items_store_id_item_id")),
    )
    with op.batch_alter_table("zoho_books_items", schema=None) as batch_op:
        batch_op.create_index("ix_zoho_books_items_sku", ["store_id", "sku_key"], unique=False)

    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(length=100), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("shipping", sa.JSON(), nullable=False),
        sa.Column("customer", sa.JSON(), nullable=False),
        sa.Column("return_address", sa.JSON(), nullable=False),
        sa.Column("checkout_data", sa.JSON(), nullable=False),
        sa.Column("order_metadata", sa.JSON(), nullable=False),
        sa.Column("discount_list", sa.JSON(), nullable=False),
        sa.Column("shipping_method", sa.String(length=200), nullable=False),
        sa.Column("shipping_total", sa.BigInteger(), nullable=False),
        sa.Column("handling_total", sa.BigInteger(), nullable=False),
        sa.Column("tax_total", sa.BigInteger(), nullable=False),
        sa.Column("refund_total", sa.BigInteger(), nullable=False),
        sa.Column("processor_balance", sa.BigInteger(), nullable=False),
        sa.Column("processor_response", sa.Text(), nullable=False),
        sa.Column("payment_type", sa.String(length=100), nullable=False),
        sa.Column("payment_status", sa.String(length=40), nullable=False),
        sa.Column("cc_number_masked", sa.String(length=40), nullable=False),
        sa.Column("cc_exp", sa.String(length=10), nullable=False),
        sa.Column("customer_id", sa.String(length=100), nullable=False),
        sa.Column("ip_address", sa.String(length=60), nullable=False),
        sa.Column("tag_name", sa.String(length=60), nullable=False),
        sa.Column("tag_color", sa.String(length=20), nullable=False),
        sa.Column("fulfillment_name", sa.String(length=100), nullable=False),
        sa.Column("fulfillment_id", sa.String(length=100), nullable=False),
        sa.Column("date_added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("date_updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], name=op.f("fk_orders_folder_id_folders")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_orders_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint(
            "store_id", "source_name", "source_id", name=op.f("uq_orders_store_id_source_name_source_id")
        ),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_date_added", ["store_id", "date_added", "id"], unique=False)
        batch_op.create_index("ix_orders_date_updated", ["store_id", "date_updated", "id"], unique=False)
        batch_op.create_index("ix_orders_email", ["store_id", "email_key"], unique=False)
        batch_op.create_index("ix_orders_folder", ["store_id", "folder_id", "date_added", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_folder_id"), ["folder_id"], unique=False)
        batch_op.create_index("ix_orders_source_id", ["store_id", "source_id"], unique=False)

    op.create_table(
        "zoho_books_settings",
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("after_import_folder_id", sa.Integer(), nullable=True),
        sa.Column("after_shipment_folder_id", sa.Integer(), nullable=True),
        sa.Column("if_canceled_folder_id", sa.Integer(), nullable=True),
        sa.Column("create_contact_if_missing", sa.Boolean(), nullable=False),
        sa.Column("product_code_match", sa.Text(), nullable=False),
        sa.Column("product_code_skip", sa.Text(), nullable=False),
        sa.Column("inventory_location_match", sa.Text(), nullable=False),
        sa.Column("gift_message_field", sa.Text(), nullable=False),
        sa.Column("picklist_message_field", sa.Text(), nullable=False),
        sa.Column("salesorder_prefix", sa.String(length=40), nullable=False),
        sa.Column("mark_open", sa.Boolean(), nullable=False),
        sa.Column("default_sku", sa.String(length=200), nullable=False),
        sa.Column("submit_imported", sa.Boolean(), nullable=False),
        sa.Column("poll_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["after_import_folder_id"],
            ["folders.id"],
            name=op.f("fk_zoho_books_settings_after_import_folder_id_folders"),
        ),
        sa.ForeignKeyConstraint(
            ["after_shipment_folder_id"],
            ["folders.id"],
            name=op.f("fk_zoho_books_settings_after_shipment_folder_id_folders"),
        ),
        sa.ForeignKeyConstraint(
            ["if_canceled_folder_id"],
            ["folders.id"],
            name=op.f("fk_zoho_books_settings_if_canceled_folder_id_folders"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_settings_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_zoho_books_settings")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("message_key", sa.String(length=120), nullable=False),
        sa.Column("format", sa.String(length=30), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=300), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_deliveries_channel_id_channels"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_deliveries_order_id_orders"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_deliveries_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("message_key", name=op.f("uq_deliveries_message_key")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_channel", ["store_id", "channel_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_order_id"), ["order_id"], unique=False)

    op.create_table(
        "history_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_history_entries_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entries")),
    )
    with op.batch_alter_table("history_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_history_entries_order_id"), ["order_id"], unique=False)

    op.create_table(
        "order_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("delivery_type", sa.String(length=20), nullable=False),
        sa.Column("category_code", sa.String(length=100), nullable=False),
        sa.Column("fulfillment_method", sa.String(length=100), nullable=False),
        sa.Column("variation_list", sa.JSON(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_items_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_items")),
    )
    with op.batch_alter_table("order_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_items_code_key"), ["code_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_items_order_id"), ["order_id"], unique=False)

    op.create_table(
        "order_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=254), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("date_added", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_notes_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_notes")),
    )
    with op.batch_alter_table("order_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_notes_order_id"), ["order_id"], unique=False)

    op.create_table(
        "shipments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("shipment_key", sa.String(length=64), nullable=False),
        sa.Column("tracking_number", sa.String(length=200), nullable=False),
        sa.Column("tracking_key", sa.Text(), nullable=False),
        sa.Column("carrier_code", sa.String(length=100), nullable=False),
        sa.Column("shipment_method", sa.String(length=200), nullable=False),
        sa.Column("tracking_url", sa.Text(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("order_items", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("cart_shipment_id", sa.String(length=100), nullable=False),
        sa.Column("date_shipped", sa.Date(), nullable=True),
        sa.Column("date_added", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_shipments_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
        sa.UniqueConstraint("order_id", "shipment_key", name=op.f("uq_shipments_order_id_shipment_key")),
    )
    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shipments_tracking_key"), ["tracking_key"], unique=False)

    op.create_table(
        "zoho_books_sales_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.String(length=40), nullable=False),
        sa.Column("salesorder_number", sa.String(length=100), nullable=False),
        sa.Column("reference_number", sa.String(length=50), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("payload_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salesorder_id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("is_adopted", sa.Boolean(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("expected_total", sa.BigInteger(), nullable=True),
        sa.Column("accepted_total", sa.BigInteger(), nullable=True),
        sa.Column("last_modified_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tracking", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_zoho_books_sales_orders_order_id_orders"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_sales_orders_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoho_books_sales_orders")),
        sa.UniqueConstraint(
            "store_id", "salesorder_number", name=op.f("uq_zoho_books_sales_orders_store_id_salesorder_number")
        ),
    )
    with op.batch_alter_table("zoho_books_sales_orders", schema=None) as batch_op:
        batch_op.create_index("ix_sales_orders_zoho", ["store_id", "salesorder_id"], unique=False)
        batch_op.create_index(
            "uq_sales_orders_live",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("status NOT IN ('void', 'deleted')"),
            postgresql_where=sa.text("status NOT IN ('void', 'deleted')"),
        )

    op.create_table(
        "zoho_books_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("salesorder_id", sa.String(length=40), nullable=False),
        sa.Column("salesorder_number", sa.String(length=100), nullable=False),
        sa.Column("reference_number", sa.Text(), nullable=False),
        sa.Column("sales_order_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("zoho_status", sa.String(length=40), nullable=False),
        sa.Column("zoho_total", sa.BigInteger(), nullable=True),
        sa.Column("our_total", sa.BigInteger(), nullable=True),
        sa.Column("currency_code", sa.String(length=10), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_in", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_zoho_books_findings_order_id_orders"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["sales_order_id"],
            ["zoho_books_sales_orders.id"],
            name=op.f("fk_zoho_books_findings_sales_order_id_zoho_books_sales_orders"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_zoho_books_findings_store_id_stores"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoho_books_findings")),
    )
    with op.batch_alter_table("zoho_books_findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_zoho_books_findings_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_zoho_books_findings_sales_order_id"), ["sales_order_id"], unique=False)
        batch_op.create_index(
            "uq_findings_open",
            ["store_id", "salesorder_id", "kind"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("zoho_books_findings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_findings_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_zoho_books_findings_sales_order_id"))
        batch_op.drop_index(batch_op.f("ix_zoho_books_findings_order_id"))

    op.drop_table("zoho_books_findings")
    with op.batch_alter_table("zoho_books_sales_orders", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sales_orders_live",
            sqlite_where=sa.text("status NOT IN ('void', 'deleted')"),
            postgresql_where=sa.text("status NOT IN ('void', 'deleted')"),
        )
        batch_op.drop_index("ix_sales_orders_zoho")

    op.drop_table("zoho_books_sales_orders")
    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shipments_tracking_key"))

    op.drop_table("shipments")
    with op.batch_alter_table("order_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_notes_order_id"))

    op.drop_table("order_notes")
    with op.batch_alter_table("order_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_items_order_id"))
        batch_op.drop_index(batch_op.f("ix_order_items_code_key"))

    op.drop_table("order_items")
    with op.batch_alter_table("history_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_history_entries_order_id"))

    op.drop_table("history_entries")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_order_id"))
        batch_op.drop_index("ix_deliveries_channel")

    op.drop_table("deliveries")
    op.drop_table("zoho_books_settings")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_source_id")
        batch_op.drop_index(batch_op.f("ix_orders_folder_id"))
        batch_op.drop_index("ix_orders_folder")
        batch_op.drop_index("ix_orders_email")
        batch_op.drop_index("ix_orders_date_updated")
        batch_op.drop_index("ix_orders_date_added")

    op.drop_table("orders")
    with op.batch_alter_table("zoho_books_items", schema=None) as batch_op:
        batch_op.drop_index("ix_zoho_books_items_sku")

    op.drop_table("zoho_books_items")
    with op.batch_alter_table("zoho_books_emails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zoho_books_emails_contact_id"))

    op.drop_table("zoho_books_emails")
    op.drop_table("zoho_books_email_leases")
    op.drop_table("zoho_books_contacts")
    op.drop_table("zoho_books_connections")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("rules", schema=None) as batch_op:
        batch_op.drop_index("ix_rules_store_event")

    op.drop_table("rules")
    op.drop_table("one_time_links")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_store_id"))

    op.drop_table("memberships")
    op.drop_table("inventory_items")
    op.drop_table("gates")
    op.drop_table("folders")
    op.drop_table("channels")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_store_id"))

    op.drop_table("audit_entries")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appointments_open",
            sqlite_where=sa.text("state IN ('scheduled', 'running', 'unknown')"),
            postgresql_where=sa.text("state IN ('scheduled', 'running', 'unknown')"),
        )
        batch_op.drop_index("ix_appointments_subject")
        batch_op.drop_index("ix_appointments_store")
        batch_op.drop_index("ix_appointments_due")

    op.drop_table("appointments")
    op.drop_table("users")
    op.drop_table("stores")
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_key"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_at"))

    op.drop_table("sign_in_attempts")
