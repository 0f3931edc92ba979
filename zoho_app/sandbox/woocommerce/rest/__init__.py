"""The REST API: one module for each resource, tied to its routes in routes.py."""
