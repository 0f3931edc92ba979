"""The fields of QueryRoot."""
