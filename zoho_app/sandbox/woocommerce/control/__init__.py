"""What tests ask of the shop."""
