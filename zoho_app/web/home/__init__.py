"""Home of a store."""
