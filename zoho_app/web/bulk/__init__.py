"""Doing one thing to many orders."""
