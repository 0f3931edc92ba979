"""What fixes a failed order: SKU mappings and addresses that are too long."""
