"""The parent that keeps web, workers, clock, private Redis and sandbox alive, and what runs inside them."""
