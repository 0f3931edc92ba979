"""A pretend WooCommerce shop: REST API v3, consent page, webhooks and a small back office, for newcomers and tests.

Start-up: `python -m zoho_app.sandbox.woocommerce --port 8003 --data FILE [--control]` serves one shop; with
`python -m zoho_app.sandbox ... --woocommerce-port 8003 --woocommerce-data FILE` the sandbox of Zoho serves it from
the same process, as `script/server` does. In a test: `create_shop(path, control_urls=True)` of `app.py` is a Flask
app, and `sender(app).send_due()` sends the webhooks that are due; harness/woocommerce.py has both.

`seed.py` has the shop's settings and its first key, for Basic authentication. The API is below /wp-json/wc/v3/, or
below /index.php?rest_route=/wc/v3/ when permalinks are plain; programs get keys of their own at
/wc-auth/v1/authorize.

With --control tests find more addresses below /sandbox/; `control/views.py` describes them: faults, the ledger of
calls, settings, orders placed and changed, products, deliveries, and the mails that buyers got.
"""
