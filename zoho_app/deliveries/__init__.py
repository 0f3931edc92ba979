"""Carrying a message to a receiver outside, whatever it says: used by channels and alerts."""
