"""People and doors: stores, users, their roles, API keys and the audit log."""
