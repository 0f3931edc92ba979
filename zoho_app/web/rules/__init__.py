"""The Rule Builder."""
