"""Causes of failure and their remedies; below orders and attention, for both."""
