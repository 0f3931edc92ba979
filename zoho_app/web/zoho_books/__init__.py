"""The pages of the Zoho Books integration."""
