"""What the guide calls the integration's events and actions, word for word."""

EVENTS = {
    "Order Canceled in Zoho Books",
    "Order Scheduled to Zoho Books",
    "After Order Submitted to Zoho Books",
    "Before Order Submitted to Zoho Books",
    "Order Not Submitted to Zoho Books Because of Invalid SKU",
    "Order Not Submitted to Zoho Books Because of General Error",
    "Order Not Submitted to Zoho Books Because No Products Available",
}
ACTIONS = {"Submit Order to Zoho Books", "Cancel Order in Zoho Books"}
