"""What would happen to an order, without a call."""
