"""Where news of an order goes back to: sales channels and posted order JSON."""
