"""The contact that an order is for, and the item that an SKU means."""
