"""What the Rule Builder can ask about an order, and do to it."""
