"""Erase a customer, and delete old data automatically."""
