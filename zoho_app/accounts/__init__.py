"""Stores, users, their roles, API keys and the audit log."""
