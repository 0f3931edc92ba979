"""Tracking comes back from Zoho Books."""
