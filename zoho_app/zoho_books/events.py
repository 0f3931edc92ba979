"""The events of the integration, word for word as the guide names them."""

from zoho_app.rules.catalogue import register_event

_GROUP = "Zoho Books"

CANCELED = register_event(
    "Order Canceled in Zoho Books", _GROUP, "The order's sales order was voided, here or in Zoho Books."
)
SCHEDULED = register_event(
    "Order Scheduled to Zoho Books", _GROUP, "The order has an appointment to be sent. Runs at once."
)
AFTER_SUBMITTED = register_event(
    "After Order Submitted to Zoho Books", _GROUP, "The order arrived in Zoho Books as a sales order."
)
BEFORE_SUBMITTED = register_event(
    "Before Order Submitted to Zoho Books", _GROUP, "Just before sending: what changes here is sent."
)
INVALID_SKU = register_event(
    "Order Not Submitted to Zoho Books Because of Invalid SKU",
    _GROUP,
    "Zoho Books lacks one or more of its SKUs.",
)
GENERAL_ERROR = register_event(
    "Order Not Submitted to Zoho Books Because of General Error",
    _GROUP,
    "Anything else kept it from being sent.",
)
NO_PRODUCTS = register_event(
    "Order Not Submitted to Zoho Books Because No Products Available",
    _GROUP,
    "The Product Settings left nothing of the order to send.",
)
