"""A pretend Shopify shop: GraphQL Admin API, tokens, webhooks and a small back office, for newcomers and tests.

Start-up: `python -m zoho_app.sandbox.shopify --port 8002 --data FILE [--control]` serves one shop; with
`python -m zoho_app.sandbox ... --shopify-port 8002 --shopify-data FILE` the sandbox of Zoho serves it from the same
process, as `script/server` does. In a test: `create_shop(path, control_urls=True)` of `app.py` is a Flask app, and
`sender(app).send_due()` sends the webhooks that are due; harness/shopify.py has both.

The shop is sandbox-shop.myshopify.com; `seed.py` has its settings and its credentials: a client id and secret for
POST /admin/oauth/access_token, and a token that never expires. The API is POST /admin/api/2026-10/graphql.json.

With --control tests find more addresses below /sandbox/; `control/views.py` describes them: faults, the ledger of
calls with their costs, settings, orders placed and changed, deliveries, and the bucket of points.
"""
