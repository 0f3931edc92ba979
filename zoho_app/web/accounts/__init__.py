"""Signing in, people, stores."""
