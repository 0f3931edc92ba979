"""The Zoho Books integration."""
