"""Statuses, sums and what happens to orders; how the API shows them."""
