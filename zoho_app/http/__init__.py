"""What looks at a request before its view does, and at its answer: addresses, names, sizes, roles, the log."""
