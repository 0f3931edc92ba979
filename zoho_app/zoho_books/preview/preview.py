"""Preview what would be sent for an order, with the functions that send it; no call, no change."""

import json
from dataclasses import dataclass

from zoho_app.orders.models import Order
from zoho_app.zoho_books.errors import ZohoError
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.preview import document
from zoho_app.zoho_books.preview.document import Document
from zoho_app.zoho_books.sales_orders.prepare import Prepared
from zoho_app.zoho_books.sales_orders.repository import OrderToSend

# What stands in the preview for ids that only Zoho can tell.
TO_BE_FOUND = "(looked up in Zoho Books when the order is sent)"


@dataclass(frozen=True)
class Preview:
    """The JSON that would be sent, what would keep it from being sent, and what is worth knowing."""

    json_text: str
    problems: list[str]
    warnings: list[str]
    document: Document | None = None  # the same to be read


def build(found: OrderToSend, prepared: Prepared | ZohoError) -> Preview:
    """Preview an order of which `prepared` was made; one that was sent shows what was sent."""
    if found.sales_order is not None:
        return _as_sent(found.sales_order)
    if isinstance(prepared, ZohoError):
        return Preview("", [prepared.words], [])
    read = document.from_prepared(prepared)
    return Preview(_text(prepared.payload(TO_BE_FOUND)), [], _warnings(found.order, prepared), read)


def _as_sent(row: SalesOrder) -> Preview:
    words = f"This was sent as sales order {row.salesorder_number}."
    return Preview(_text(row.payload), [], [words], document.from_sent(row) if row.payload else None)


def _warnings(order: Order, prepared: Prepared) -> list[str]:
    warnings = []
    if prepared.contact is None:
        warnings.append(f"The contact for {order.email} is looked up in Zoho Books when the order is sent.")
    elif prepared.is_contact_unknown:
        warnings.append(f"The contact “{prepared.contact.name}” gets the order's address when the order is sent.")
    if prepared.unknown_skus:
        warnings.append(f"Looked up in Zoho Books when the order is sent: SKU {', '.join(prepared.unknown_skus)}.")
    return [*warnings, *prepared.draft.remarks]


def _text(payload: object) -> str:
    return json.dumps(payload, indent=2, ensure_ascii=False)
