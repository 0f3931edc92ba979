"""What tests may ask of the shop: faults, the record of calls, orders, settings, deliveries."""
