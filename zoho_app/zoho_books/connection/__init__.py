"""Connecting a store to an organization, and disconnecting it."""
