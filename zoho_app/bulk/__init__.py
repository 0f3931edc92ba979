"""Bulk actions on orders: counted first, then done by a worker, with progress, stop and undo."""
