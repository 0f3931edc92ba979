"""Every text of every table is looked through for a customer, or it is said why not."""

from tests.support.erase import (
    may_be_text,
)
from zoho_app.extensions import db
from zoho_app.privacy.places import PLACES

# Texts that are not looked through, and why none of them is about a customer that stays.
NOT_LOOKED_THROUGH = {
    **dict.fromkeys(
        (
            *("users.email", "users.password_hash", "memberships.role", "sign_ins.token_hash", "sign_ins.user_agent"),
            *("one_time_links.purpose", "one_time_links.token_hash", "invitations.invited_by"),
            "zoho_books_chosen_contacts.chosen_by",
            *("zoho_books_source_contacts.chosen_by", "zoho_books_line_names.chosen_by"),
            *("zoho_books_connections.connected_by", "zoho_books_findings.closed_by", "deleted_orders.deleted_by"),
            *("shops.connected_by", "shops.paused_by"),
            *("erasures.asked_by", "file_columns.changed_by", "audit_entries.address"),
            *("api_keys.made_by", "api_keys.revoked_by"),
        ),
        "people who work here; who is one of them is refused",
    ),
    **dict.fromkeys(("guessing.key", "uses.what"), "a hash, gone after days"),
    **dict.fromkeys(("rules.name", "rules.event", "rules.filters", "rules.actions"), "a rule with it is refused"),
    **dict.fromkeys(("channels.url", "alert_settings.emails", "alert_settings.webhook_url"), "settings: refused"),
    "invitations.email": "an open invitation is refused, one that has ended is deleted",
    "alert_recipients.email": "deleted",
    **dict.fromkeys(("saved_views.name", "saved_views.query"), "a view with it is deleted"),
    "users.preferences": "recent searches with it are deleted",
    **dict.fromkeys(
        (
            *("zoho_books_chosen_contacts.email_key", "zoho_books_chosen_contacts.contact_id"),
            "zoho_books_chosen_contacts.own_name",
            *("zoho_books_contacts.contact_id", "zoho_books_contacts.name", "zoho_books_contacts.company"),
            *("zoho_books_contacts.currency_code", "zoho_books_contacts.addresses"),
            *("zoho_books_contacts.modified_time", "zoho_books_email_leases.email_key"),
            *("zoho_books_emails.email_key", "zoho_books_emails.contact_id", "deleted_orders.email_key"),
            *("orders.cc_number_masked", "orders.cc_exp"),
        ),
        "deleted or emptied by itself",
    ),
    **dict.fromkeys(
        ("file_columns.titles_key", "file_columns.name", "file_columns.titles", "file_columns.choices"),
        "the titles of columns and what they mean, no values",
    ),
    "erasures.proof": "a keyed hash",
    "erasures.counts": "numbers",
}


# Words of the desk and of the store's settings, codes and ids.
NO_TEXTS = {
    *(f"shops.{name}" for name in ("kind", "name", "address", "state", "payments", "number_prefix", "options")),
    *(f"shop_orders.{name}" for name in ("key", "state", "said")),
    *(f"shop_hints.{name}" for name in ("message_id", "topic", "key")),
    *("shop_parcels.shipment_key", "shop_parcels.state"),
    *(f"print_settings.{name}" for name in ("address", "contact", "paper", "gift_message_field")),
    *(f"print_settings.{name}" for name in ("packing_note_field", "template", "logo_digest", "logo")),
    *("orders.source_state", "orders.source_said", "stores.same_sources", "audit_entries.kind"),
    *("refused_orders.digest", "refused_orders.key_ending", "refused_orders.state", "refused_orders.settled_by"),
    *(
        "api_keys.name",
        "api_keys.scope",
        "stores.name",
        "stores.currency_code",
        "stores.time_zone",
        "folders.name",
        "channels.source_name",
    ),
    *("alerts.kind", "appointments.receiver", "appointments.kind", "appointments.lane", "appointments.state"),
    *("bulk_runs.deed", "bulk_runs.state", "bulk_items.state", "gates.lane", "gates.cause"),
    *("deleted_orders.currency_code", "inventory_items.code", "inventory_items.code_key"),
    *("inventory_items.manufacturer_sku", "inventory_items.update_source", "alert_messages.event"),
    *("orders.payment_status", "orders.tag_color", "orders.fulfillment_id", "order_items.delivery_type"),
    *(
        "invitations.role",
        "invitations.state",
        "postings.ship_notify_signature",
        "zoho_books_consents.data_center",
        "shop_consents.address",
    ),
    *(
        "deliveries.format",
        "deliveries.signature",
        "shipments.shipment_key",
        "zoho_books_items.item_id",
        "zoho_books_items.tax_id",
        "zoho_books_items.sku",
    ),
    *("zoho_books_items.sku_key", "zoho_books_items.name"),
    *(f"zoho_books_source_contacts.{name}" for name in ("source_key", "source_name", "contact_id")),
    *("zoho_books_line_names.meaning", "zoho_books_line_names.sku"),
    *(f"zoho_books_connections.{name}" for name in ("state", "data_center", "organization_id", "organization_name")),
    *(f"zoho_books_connections.{name}" for name in ("organizations", "time_zone", "currency_code", "scopes")),
    *(f"zoho_books_connections.{name}" for name in ("missing_custom_fields", "filling", "reconciling", "unreadable")),
    *(f"zoho_books_push_doors.{name}" for name in ("public_id", "secret", "former_secret", "told", "test_found")),
    *("zoho_books_push_hints.salesorder_id", "zoho_books_push_hints.digest"),
    *("zoho_books_connections.taxes", "zoho_books_connections.totals_rules", "zoho_books_connections.observed"),
    *(f"zoho_books_settings.{name}" for name in ("product_code_match", "product_code_skip", "default_sku")),
    *(f"zoho_books_settings.{name}" for name in ("inventory_location_match", "gift_message_field")),
    *(f"zoho_books_settings.{name}" for name in ("picklist_message_field", "salesorder_prefix")),
    *(f"zoho_books_settings.{name}" for name in ("prices_in_orders", "tax_on_items", "tax_match")),
    *(f"zoho_books_settings.{name}" for name in ("prices_of_sources", "send_shipping_as", "shipping_sku")),
    "zoho_books_settings.handling_sku",
    *(f"zoho_books_sales_orders.{name}" for name in ("organization_id", "salesorder_number", "salesorder_id")),
    *(f"zoho_books_sales_orders.{name}" for name in ("payload_hash", "status", "difference_cause", "kept_state")),
    *(f"zoho_books_findings.{name}" for name in ("organization_id", "kind", "salesorder_id", "salesorder_number")),
    *(f"zoho_books_findings.{name}" for name in ("zoho_status", "currency_code")),
}


# Made at random, by Bookdesk or by Zoho.
SECRETS = {
    *("shops.credentials", "shops.access_token", "shops.public_id"),
    *("api_keys.key_hash", "api_keys.ending", "channels.signing_secret", "alert_settings.signing_secret"),
    *("postings.signing_secret", "postings.old_key"),
    *("erasure_keys.key", "zoho_books_connections.access_token", "zoho_books_connections.refresh_token"),
    *("alert_recipients.nonce", "invitations.token_hash", "zoho_books_consents.state_hash"),
    "zoho_books_consents.code_verifier",
    *("shop_consents.state_hash", "shop_consents.credentials"),
}


def test_every_text_of_every_table_is_looked_through_or_said_why_not() -> None:
    looked = {
        f"{place.table.__tablename__}.{text.property.columns[0].name}" for place in PLACES for text in place.texts
    }
    there = {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if may_be_text(column)
    }
    explained = set(NOT_LOOKED_THROUGH) | NO_TEXTS | SECRETS
    assert looked | explained == there
    assert not looked & explained
