"""The machinery for work that must happen outside the desk; knows nothing of orders or Zoho."""
