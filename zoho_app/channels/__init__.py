"""Messages about orders to the outside: sales channels and posted order JSON."""
