"""Search over everything: orders, actions, pages, folders and single settings."""
