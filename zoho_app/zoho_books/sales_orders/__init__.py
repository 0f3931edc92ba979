"""What the desk knows of each sales order, and sending and canceling it."""
