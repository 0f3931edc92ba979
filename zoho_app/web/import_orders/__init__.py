"""Importing orders from a file in three steps: upload, columns, preview."""
