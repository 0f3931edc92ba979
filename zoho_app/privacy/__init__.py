"""What is kept of customers, and how long: erasing one of them, and forgetting by itself what has become old."""
