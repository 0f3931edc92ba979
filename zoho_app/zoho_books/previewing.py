"""What would be sent for an order, made by the very functions that send it; costs no call and changes nothing."""

import json
from dataclasses import dataclass

from zoho_app.orders.keys import sku_key
from zoho_app.orders.models import Order
from zoho_app.zoho_books import contacts, items, records, sales_order, submitting
from zoho_app.zoho_books.errors import ZohoError
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.sales_order import Customer, Draft

# What stands in the preview for ids that only Zoho can tell.
TO_BE_FOUND = "(asked of Zoho Books when it is sent)"


@dataclass(frozen=True)
class Preview:
    """The JSON that would be sent, what would keep it from being sent, and what is worth knowing."""

    json_text: str
    problems: list[str]
    warnings: list[str]


def of(order: Order) -> Preview:
    """Preview an order; one that was sent shows what was sent."""
    row = records.live(order.id)
    if row is not None:
        return _as_sent(row)
    try:
        plan = submitting.read_plan(order)
    except ZohoError as error:
        return Preview("", [error.words], [])
    known_items = items.with_default(
        items.known(order.store_id, [*plan.draft.skus, plan.default_sku]), plan.draft.skus, plan.default_sku
    )
    contact = contacts.known(order.store_id, plan.draft.email)
    customer = contacts.address_ids(contact, plan.draft) if contact else Customer(TO_BE_FOUND)
    ids = {sku_key(sku): TO_BE_FOUND for sku in plan.draft.skus}
    ids |= {key: item.item_id for key, item in known_items.items()}
    warnings = _warnings(order, plan.draft, contact is not None)
    unsure = [sku for sku in plan.draft.skus if sku_key(sku) not in known_items]
    if unsure:
        warnings.append(f"Not yet looked up in Zoho Books: {', '.join(dict.fromkeys(unsure))}.")
    return Preview(_text(sales_order.payload(plan.draft, customer, ids)), _problems(plan.draft), warnings)


def _as_sent(row: SalesOrder) -> Preview:
    sent = "This was sent" if row.sent_at else "This is about to be sent"
    return Preview(_text(row.payload), [], [f"{sent} as sales order {row.salesorder_number}."])


def _problems(draft: Draft) -> list[str]:
    return [] if draft.email else ["The order has no e-mail address, and Zoho Books needs a contact."]


def _warnings(order: Order, draft: Draft, is_contact_known: bool) -> list[str]:
    warnings = []
    if draft.email and not is_contact_known:
        warnings.append(f"The contact for {draft.email} is looked up in Zoho Books when the order is sent.")
    if order.tax_total and not any(line.tax_id for line in draft.lines):
        warnings.append(
            f"The order has {order.tax_total:.2f} of tax, but none of its items names a tax_id, so Zoho Books "
            "will add none."
        )
    return warnings


def _text(payload: object) -> str:
    return json.dumps(payload, indent=2, ensure_ascii=False)
