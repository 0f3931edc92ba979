"""The JSON API, compatible with Order Desk's API v2."""
