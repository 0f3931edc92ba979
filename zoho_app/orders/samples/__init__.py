"""Sample orders for a new store."""
