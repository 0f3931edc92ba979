"""Zoho's accounts server: consent, tokens, revocation."""
