"""The nightly comparison with Zoho Books."""
