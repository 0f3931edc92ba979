"""Reading untrusted order data."""
