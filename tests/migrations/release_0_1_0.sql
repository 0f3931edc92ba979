-- A store of Bookdesk 0.1.0 (migration 0004) with orders in every state. Names that begin with a colon are values that
-- only the test can make: secrets under its own key, and a password's hash.

INSERT INTO stores
  (id, name, currency_code, time_zone, api_key, add_inventory_details, created_at)
VALUES
  (1, 'Acme', 'USD', 'UTC', :api_key, true, '2026-06-01 12:00:00');

INSERT INTO users
  (id, email, password_hash, created_at)
VALUES
  (1, 'owner@example.com', :password, '2026-06-01 12:00:00'),
  (2, 'operator@example.com', :password, '2026-06-01 12:00:00');

INSERT INTO memberships
  (id, user_id, store_id, role)
VALUES
  (1, 1, 1, 'owner'),
  (2, 2, 1, 'operator');

INSERT INTO sign_ins
  (id, token_hash, user_id, user_agent, started_at, last_seen_at, ended_at)
VALUES
  (1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 'Firefox', '2026-06-01 12:00:00', '2026-06-01 12:00:00', NULL);

INSERT INTO sign_in_attempts
  (id, key, at)
VALUES
  (1, 'owner@example.com', '2026-06-01 12:00:00');

INSERT INTO one_time_links
  (id, purpose, token_hash, user_id, expires_at, used_at)
VALUES
  (1, 'set-up', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', NULL, '2026-06-01 12:00:00', '2026-06-01 12:00:00');

INSERT INTO audit_entries
  (id, store_id, at, who, what, changes)
VALUES
  (1, 1, '2026-06-01 12:00:00', 'owner@example.com', 'Connected to Zoho Books', '{"poll": [15, 30]}');

INSERT INTO folders
  (id, store_id, name, position)
VALUES
  (1, 1, 'New', 0),
  (2, 1, 'Prepared', 1),
  (3, 1, 'Closed', 2),
  (4, 1, 'Canceled', 3);

INSERT INTO orders
  (id, store_id, folder_id, source_name, source_id, email, email_key, search_key, shipping, customer, return_address, checkout_data, order_metadata, discount_list, shipping_method, shipping_total, handling_total, tax_total, refund_total, processor_balance, processor_response, payment_type, payment_status, cc_number_masked, cc_exp, customer_id, ip_address, tag_name, tag_color, fulfillment_name, fulfillment_id, date_added, date_updated, version, name_key, total_key)
VALUES
  (1, 1, 1, 'Shopify', '1001', 'customer1@example.com', 'customer1@example.com', 'ada 1001', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', '', '', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (2, 1, 1, 'Shopify', '1002', 'customer2@example.com', 'customer2@example.com', 'ada 1002', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', '', '', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (3, 1, 1, 'Shopify', '1003', 'customer3@example.com', 'customer3@example.com', 'ada 1003', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', '', '', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (4, 1, 1, 'Shopify', '1004', 'customer4@example.com', 'customer4@example.com', 'ada 1004', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', '', '', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (5, 1, 2, 'Shopify', '1005', 'customer5@example.com', 'customer5@example.com', 'ada 1005', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', 'Zoho Books', '460005', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (6, 1, 1, 'Shopify', '1006', 'customer6@example.com', 'customer6@example.com', 'ada 1006', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', '', '', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (7, 1, 3, 'Shopify', '1007', 'customer7@example.com', 'customer7@example.com', 'ada 1007', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', 'Zoho Books', '460007', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (8, 1, 4, 'Shopify', '1008', 'customer8@example.com', 'customer8@example.com', 'ada 1008', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', 'Zoho Books', '460008', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (9, 1, 2, 'Shopify', '1009', 'customer9@example.com', 'customer9@example.com', 'ada 1009', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', 'Zoho Books', '460009', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000),
  (10, 1, 1, 'Shopify', '1010', 'customer10@example.com', 'customer10@example.com', 'ada 1010', '{"first_name": "Ada", "last_name": "Lovelace", "city": "London", "country": "GB"}', '{"first_name": "Ada", "last_name": "Lovelace"}', '{}', '{"Gift": "yes"}', '{}', '[]', 'Ground', 50000, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', '', '', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 1, 'ada lovelace', 150000);

INSERT INTO order_items
  (id, order_id, position, name, code, code_key, price, quantity, weight, delivery_type, category_code, fulfillment_method, variation_list, metadata)
VALUES
  (1, 1, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (2, 2, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (3, 3, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (4, 4, 0, 'Mug', 'GONE-1', 'gone-1', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (5, 5, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (6, 6, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (7, 7, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (8, 8, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (9, 9, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}'),
  (10, 10, 0, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 1, 0, 'ship', '', '', '{}', '{}');

INSERT INTO order_notes
  (id, order_id, username, content, date_added)
VALUES
  (1, 1, 'operator@example.com', 'Pack it well', '2026-06-01 12:00:00');

INSERT INTO history_entries
  (id, order_id, who, note, at)
VALUES
  (1, 1, 'API', 'Order Imported from Shopify', '2026-06-01 12:00:00'),
  (2, 4, 'Zoho Books', 'Order Could Not Be Submitted to Zoho Books.', '2026-06-01 12:00:00'),
  (3, 5, 'Zoho Books', 'Order Submitted to Zoho Books as SO-5.', '2026-06-01 12:00:00'),
  (4, 7, 'Auto', 'Order Moved to Closed Folder', '2026-06-01 12:00:00'),
  (5, 8, 'operator@example.com', 'Sales Order SO-8 Voided in Zoho Books', '2026-06-01 12:00:00'),
  (6, 9, 'Bookdesk', 'https://shop.example.com/secret-path was told about shipment 1Z', '2026-06-01 12:00:00');

INSERT INTO shipments
  (id, order_id, shipment_key, tracking_number, tracking_key, carrier_code, shipment_method, tracking_url, weight, cost, status, order_items, source, cart_shipment_id, date_shipped, date_added)
VALUES
  (1, 7, '1z999', '1Z999AA10123456784', '1z999aa10123456784', 'UPS', 'Ground', '', 0, 0, '', '[]', 'Zoho Books', '', '2026-06-02', '2026-06-01 12:00:00');

INSERT INTO appointments
  (id, store_id, kind, lane, subject_id, priority, payload, asked_by, state, due_at, lease_until, attempts, created_at, first_tried_at, finished_at, cause, answer, about, is_settled)
VALUES
  (1, 1, 'zoho_books.submit', 'zoho_books', 1, 0, '{}', 'operator@example.com', 'scheduled', '2099-01-01 00:00:00', NULL, 0, '2026-06-01 12:00:00', NULL, NULL, '', '', '[]', false),
  (2, 1, 'zoho_books.submit', 'zoho_books', 2, 0, '{}', 'operator@example.com', 'running', '2026-06-01 12:00:00', '2099-01-01 00:00:00', 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', NULL, '', '', '[]', false),
  (3, 1, 'zoho_books.submit', 'zoho_books', 3, 0, '{}', 'operator@example.com', 'unknown', '2099-01-01 00:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', NULL, 'unknown', 'Zoho Books gave no answer.', '[]', false),
  (4, 1, 'zoho_books.submit', 'zoho_books', 4, 0, '{}', 'operator@example.com', 'failed', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', 'invalid_sku', 'Zoho Books has no item with the SKU GONE-1.', '["GONE-1"]', false),
  (5, 1, 'zoho_books.submit', 'zoho_books', 5, 10, '{}', 'Auto', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', 'Sales order SO-5.', '[]', false),
  (6, 1, 'zoho_books.submit', 'zoho_books', 6, 0, '{}', 'operator@example.com', 'canceled', '2026-06-01 12:00:00', NULL, 0, '2026-06-01 12:00:00', NULL, '2026-06-01 12:00:00', '', '', '[]', false),
  (7, 1, 'zoho_books.submit', 'zoho_books', 7, 0, '{}', 'operator@example.com', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '', '[]', false),
  (8, 1, 'zoho_books.submit', 'zoho_books', 8, 0, '{}', 'operator@example.com', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '', '[]', false),
  (9, 1, 'zoho_books.cancel', 'zoho_books', 8, 0, '{}', 'operator@example.com', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '', '[]', false),
  (10, 1, 'zoho_books.submit', 'zoho_books', 9, 0, '{}', 'operator@example.com', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '', '[]', false),
  (11, 1, 'channels.deliver', 'channels', 1, 10, '{}', 'Bookdesk', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '', '[]', false),
  (12, 1, 'channels.deliver', 'channels', 2, 10, '{}', 'Bookdesk', 'scheduled', '2099-01-01 00:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', NULL, 'not reached', 'shop.example.com refused the connection.', '[]', false),
  (13, 1, 'alerts.tell', 'channels', 1, -1, '{}', 'Bookdesk', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '', '[]', false),
  (14, 1, 'zoho_books.check_for_shipments', 'zoho_books', 1, 10, '{}', 'Bookdesk', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '', '[]', false),
  (15, 1, 'bulk.run', 'bulk', 1, 0, '{}', 'operator@example.com', 'done', '2026-06-01 12:00:00', NULL, 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '', '[]', false);

INSERT INTO gates
  (store_id, lane, cause, words, closed_at, closed_until, from_priority, is_breaker, strikes)
VALUES
  (1, 'zoho_books', 'paused', 'Paused by operator@example.com: A busy day', '2026-06-01 12:00:00', NULL, 0, false, 0);

INSERT INTO zoho_books_settings
  (store_id, after_import_folder_id, after_shipment_folder_id, if_canceled_folder_id, create_contact_if_missing, product_code_match, product_code_skip, inventory_location_match, gift_message_field, picklist_message_field, salesorder_prefix, mark_open, default_sku, submit_imported, poll_minutes, version)
VALUES
  (1, 2, 3, 4, true, 'OLD-1=NEW-1', 'GIFT', '', '', '', 'SO-', true, '', false, 30, 1);

INSERT INTO zoho_books_connections
  (store_id, state, lost_because, data_center, organization_id, organization_name, organizations, time_zone, currency_code, price_precision, scopes, connected_by, connected_at, access_token, refresh_token, access_token_expires_at, token_version, refreshing_until, refresh_after, missing_custom_fields, last_poll_at, last_poll_found, watermark, ids_asked_at, rows_carry_fields, items_filled_at, contacts_filled_at, contacts_synced_at, contacts_watermark, filling, reconciled_at, reconciling, preflight, preflight_at)
VALUES
  (1, 'connected', '', 'us', '927270001', 'Acme Trading', '[]', 'UTC', 'USD', 2, '', 'owner@example.com', '2026-06-01 12:00:00', :token, :token, '2026-06-01 12:00:00', 1, NULL, NULL, '[]', '2026-06-01 12:00:00', 'Nothing new.', '2026-06-01 12:00:00', '2026-06-01 12:00:00', true, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00', NULL, '2026-06-01 12:00:00', NULL, NULL, NULL);

INSERT INTO zoho_books_sales_orders
  (id, store_id, order_id, organization_id, salesorder_number, reference_number, payload, payload_hash, sent_at, salesorder_id, status, is_adopted, total, expected_total, accepted_total, last_modified_time, tracking, created_at)
VALUES
  (1, 1, 3, '927270001', 'SO-3', '1003', '{"customer_id": "c1", "salesorder_number": "SO-3", "reference_number": "1003", "line_items": [{"item_id": "i1", "rate": 10.0, "quantity": 1}], "shipping_charge": 5.0}', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', '2026-06-01 12:00:00', '', 'sending', false, NULL, 150000, NULL, NULL, NULL, '2026-06-01 12:00:00'),
  (2, 1, 5, '927270001', 'SO-5', '1005', '{"customer_id": "c1", "salesorder_number": "SO-5", "reference_number": "1005", "line_items": [{"item_id": "i1", "rate": 10.0, "quantity": 1}], "shipping_charge": 5.0}', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', '2026-06-01 12:00:00', '460005', 'open', false, 150000, 150000, NULL, '2026-06-01 12:00:00', NULL, '2026-06-01 12:00:00'),
  (3, 1, 7, '927270001', 'SO-7', '1007', '{"customer_id": "c1", "salesorder_number": "SO-7", "reference_number": "1007", "line_items": [{"item_id": "i1", "rate": 10.0, "quantity": 1}], "shipping_charge": 5.0}', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', '2026-06-01 12:00:00', '460007', 'invoiced', false, 150000, 150000, NULL, '2026-06-01 12:00:00', NULL, '2026-06-01 12:00:00'),
  (4, 1, 8, '927270001', 'SO-8', '1008', '{"customer_id": "c1", "salesorder_number": "SO-8", "reference_number": "1008", "line_items": [{"item_id": "i1", "rate": 10.0, "quantity": 1}], "shipping_charge": 5.0}', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', '2026-06-01 12:00:00', '460008', 'void', false, 150000, 150000, NULL, '2026-06-01 12:00:00', NULL, '2026-06-01 12:00:00'),
  (5, 1, 9, '927270001', 'SO-9', '1009', '{"customer_id": "c1", "salesorder_number": "SO-9", "reference_number": "1009", "line_items": [{"item_id": "i1", "rate": 10.0, "quantity": 1}], "shipping_charge": 5.0}', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', '2026-06-01 12:00:00', '460009', 'deleted', false, 150000, 150000, NULL, '2026-06-01 12:00:00', NULL, '2026-06-01 12:00:00');

INSERT INTO zoho_books_findings
  (id, store_id, organization_id, kind, salesorder_id, salesorder_number, reference_number, sales_order_id, order_id, zoho_status, zoho_total, our_total, currency_code, found_at, seen_in, closed_at, closed_by)
VALUES
  (1, 1, '927270001', 'extra', '460099', 'SO-99', '99', NULL, NULL, 'open', 10000, NULL, 'USD', '2026-06-01 12:00:00', 1, NULL, '');

INSERT INTO zoho_books_contacts
  (id, store_id, contact_id, name, is_active, currency_code, addresses, modified_time, is_settled, seen_at, company)
VALUES
  (1, 1, 'c1', 'Ada Lovelace', true, 'USD', NULL, '2026-06-01 12:00:00', true, '2026-06-01 12:00:00', '');

INSERT INTO zoho_books_emails
  (id, store_id, email_key, contact_id)
VALUES
  (1, 1, 'customer5@example.com', 'c1');

INSERT INTO zoho_books_email_leases
  (store_id, email_key, busy_until)
VALUES
  (1, 'customer5@example.com', '2026-06-01 12:00:00');

INSERT INTO zoho_books_items
  (id, store_id, item_id, sku, sku_key, name, is_active, seen_at)
VALUES
  (1, 1, 'i1', 'BD-MUG-01', 'bd-mug-01', 'Mug', true, '2026-06-01 12:00:00');

INSERT INTO zoho_books_chosen_contacts
  (store_id, email_key, contact_id, chosen_by, chosen_at)
VALUES
  (1, 'customer7@example.com', 'c1', 'operator@example.com', '2026-06-01 12:00:00');

INSERT INTO channels
  (id, store_id, source_name, sync_tracking_numbers, url, signing_secret)
VALUES
  (1, 1, 'Shopify', true, 'https://shop.example.com/hook?key=s3cret', :token);

INSERT INTO deliveries
  (id, store_id, order_id, message_key, format, channel_id, recipient, about, url, body, created_at, delivered_at)
VALUES
  (1, 1, 7, 'shipment:1', 'webhook', 1, 'Shopify', 'shipment 1Z999AA10123456784', 'https://shop.example.com/hook?key=s3cret', '{}', '2026-06-01 12:00:00', '2026-06-01 12:00:00'),
  (2, 1, 7, 'shipment:2', 'webhook', 1, 'Shopify', 'shipment 1Z999AA10123456784', 'https://shop.example.com/hook?key=s3cret', '{}', '2026-06-01 12:00:00', NULL);

INSERT INTO inventory_items
  (id, store_id, name, code, code_key, price, cost, weight, stock, location, manufacturer_sku, update_source, variation_list, metadata, date_added, date_updated)
VALUES
  (1, 1, 'Mug', 'BD-MUG-01', 'bd-mug-01', 100000, 0, 0, 7, '', '', '', '{}', '{}', '2026-06-01 12:00:00', '2026-06-01 12:00:00');

INSERT INTO rules
  (id, store_id, position, name, enabled, event, match_all, filters, actions, created_at, updated_at)
VALUES
  (1, 1, 0, 'Post it', true, 'Order is Imported', true, '[]', '[{"action": "Post Order JSON", "values": {"url": "https://erp.example.com/in?key=s3cret"}}]', '2026-06-01 12:00:00', '2026-06-01 12:00:00');

INSERT INTO saved_views
  (id, store_id, user_id, name, query, created_at)
VALUES
  (1, 1, NULL, 'Needs packing', 'folder=2', '2026-06-01 12:00:00');

INSERT INTO bulk_runs
  (id, store_id, deed, details, asked_by, state, total, created_at, finished_at, stopped_by, undoes_id)
VALUES
  (1, 1, 'submit', '{}', 'operator@example.com', 'finished', 1, '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', NULL);

INSERT INTO bulk_items
  (run_id, order_id, state, words, result)
VALUES
  (1, 5, 'done', '', '{}');

INSERT INTO alert_settings
  (store_id, emails, webhook_url, signing_secret, failures_threshold, quota_percent)
VALUES
  (1, 'owner@example.com', 'https://hooks.example.com/s3cret', :token, 10, 90);

INSERT INTO alerts
  (id, store_id, kind, words, opened_at, good_since, cleared_at)
VALUES
  (1, 1, 'connection', 'The connection to Zoho Books is lost.', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '2026-06-01 12:00:00');

INSERT INTO alert_messages
  (id, store_id, alert_id, event, receiver, words, created_at, sent_at)
VALUES
  (1, 1, 1, 'opened', 'owner@example.com', 'The connection to Zoho Books is lost.', '2026-06-01 12:00:00', '2026-06-01 12:00:00');
