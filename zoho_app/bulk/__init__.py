"""Doing one thing with many orders: counted first, then by a worker, with progress, stop, and undo."""
