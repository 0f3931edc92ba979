"""Whether a sales order that Zoho lists under our number is the one that was sent."""

from typing import Any

from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.errors import NotFound
from zoho_app.zoho_books.sales_orders import records
from zoho_app.zoho_books.sales_orders.records import Sent


def is_ours(gateway: Gateway, sent: Sent, found: dict[str, Any]) -> bool:
    """Whether `found` has our reference, our time and our customer, or another one that ours was merged into.

    Zoho Books: of contacts that are merged one is left, the others are deleted or inactive. Costs a call only where
    the customer is another one.
    """
    if not records.may_be_ours(sent, found):
        return False
    if records.has_our_customer(sent, found):
        return True
    try:
        ours = gateway.contact(str(sent.payload.get("customer_id")))
    except NotFound:
        return True
    return ours.get("status") == "inactive"
