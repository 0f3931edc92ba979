"""What is to be shipped from where (fulfillment orders), and what was (fulfillments)."""
