"""Shopify: orders come in by its GraphQL Admin API, and its webhooks tell when."""
