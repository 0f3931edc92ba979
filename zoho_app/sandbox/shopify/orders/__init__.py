"""Orders of the shop: how they are placed, what they come to, and how they change afterwards."""
