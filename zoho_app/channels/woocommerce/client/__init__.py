"""Talking to a WooCommerce shop: its address, its keys, and its answers."""
