"""Subscriptions, what happened, and its delivery to those who subscribed."""
