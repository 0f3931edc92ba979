"""The Rule Builder's machinery; knows nothing of orders or Zoho."""
