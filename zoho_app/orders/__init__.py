"""The order desk: folders, orders, items, inventory, shipments, history."""
