"""What single cells say: numbers, days, states, packed items."""
