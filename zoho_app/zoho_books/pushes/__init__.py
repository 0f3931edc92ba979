"""Pushes: Zoho Books tells Bookdesk that a sales order has changed. That is a hint, nothing more."""
