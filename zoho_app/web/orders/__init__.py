"""The pages of orders and folders."""
