"""Talking to a Shopify shop: its address, its token, its points, and its answers."""
