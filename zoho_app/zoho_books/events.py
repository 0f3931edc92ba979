"""The events of the integration, word for word as the guide names them."""

from zoho_app.rules.catalogue import Event

_GROUP = "Zoho Books"

CANCELED = "Order Canceled in Zoho Books"
SCHEDULED = "Order Scheduled to Zoho Books"
AFTER_SUBMITTED = "After Order Submitted to Zoho Books"
BEFORE_SUBMITTED = "Before Order Submitted to Zoho Books"
INVALID_SKU = "Order Not Submitted to Zoho Books Because of Invalid SKU"
GENERAL_ERROR = "Order Not Submitted to Zoho Books Because of General Error"
NO_PRODUCTS = "Order Not Submitted to Zoho Books Because No Products Available"

EVENTS = (
    Event(CANCELED, _GROUP, "The sales order was voided, here or in Zoho Books."),
    Event(SCHEDULED, _GROUP, "The order was scheduled to be sent. Runs at once."),
    Event(AFTER_SUBMITTED, _GROUP, "The order arrived in Zoho Books as a sales order."),
    Event(BEFORE_SUBMITTED, _GROUP, "Bookdesk is about to send the order. Changes made here are sent."),
    Event(INVALID_SKU, _GROUP, "One or more SKUs of the order are not in Zoho Books."),
    Event(GENERAL_ERROR, _GROUP, "Something else stopped the order from being sent."),
    Event(NO_PRODUCTS, _GROUP, "The Product Settings leave no item to send."),
)
