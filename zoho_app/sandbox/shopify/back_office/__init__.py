"""The pages of a person who runs the shop: orders placed and changed by hand, and what programs do to them."""
