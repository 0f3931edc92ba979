"""Appointments: the machinery for background work; it knows nothing about orders or Zoho."""
