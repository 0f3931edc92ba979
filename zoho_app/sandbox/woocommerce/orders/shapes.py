"""How the API shows orders, refunds and notes."""

from decimal import Decimal
from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..seed import setting
from . import statuses

Shape = dict[str, Any]


def order(store: Store, found: Document, root: str) -> Shape:
    """Return an order as GET orders/ID shows it; `root` is the address of the API without a closing slash."""
    zone, fields, number = setting(store)["zone"], found["fields"], documents.number(found)
    times = {"created": found["created_at"], "modified": found["modified_at"]}
    times.update(completed=found["completed_at"], paid=found["paid_at"])
    refunds = documents.of_order(store, "refund", number)
    home = root.removesuffix("/wp-json")
    return {
        "id": number,
        **fields,
        "line_items": [_line(store, line) for line in fields["line_items"]],
        **{f"date_{name}": documents.local(at, zone) for name, at in times.items()},
        **{f"date_{name}_gmt": documents.gmt(at) for name, at in times.items()},
        "refunds": [{"id": documents.number(one), "reason": one["reason"], "total": f"-{one['amount']}"}
                    for one in refunds],
        "payment_url": f"{home}/checkout/order-pay/{number}/?pay_for_order=true&key={fields.get('order_key', '')}",
        "is_editable": fields["status"] in ("pending", "on-hold", "auto-draft"),
        "needs_payment": fields["status"] in ("pending", "failed") and Decimal(fields["total"]) > 0,
        "needs_processing": True,
        "_links": {
            "self": [{"href": f"{root}/wc/v3/orders/{number}"}],
            "collection": [{"href": f"{root}/wc/v3/orders"}],
        },
    }  # fmt: skip


def _line(store: Store, line: Document) -> Shape:
    """Return a line with today's SKU of its product; of a product that is deleted for good only the name is left."""
    deleted = store.setting("deleted_products", [])
    if line["product_id"] in deleted:
        return {**line, "product_id": 0, "variation_id": 0, "sku": None, "global_unique_id": None}
    product = documents.get(store, "product", line["product_id"]) if line["product_id"] else None
    return {**line, "sku": product["sku"]} if product else line


def refund(store: Store, found: Document) -> Shape:
    zone = setting(store)["zone"]
    return {
        "id": documents.number(found),
        "parent_id": found["order"],
        "date_created": documents.local(found["created_at"], zone),
        "date_created_gmt": documents.gmt(found["created_at"]),
        "amount": found["amount"],
        "reason": found["reason"],
        "refunded_by": 1,
        "refunded_payment": found["refunded_payment"],
        "meta_data": [],
        "line_items": found["line_items"],
        "shipping_lines": [],
        "tax_lines": [],
        "fee_lines": [],
    }


def note(store: Store, found: Document) -> Shape:
    return {
        "id": documents.number(found),
        "author": "system",
        "date_created": documents.local(found["created_at"], setting(store)["zone"]),
        "date_created_gmt": documents.gmt(found["created_at"]),
        "note": found["note"],
        "customer_note": found["customer_note"],
    }


def counts(store: Store) -> list[Shape]:
    """Return every status with its name and how many orders have it."""
    have = [one["fields"]["status"] for one in documents.find(store, "order")]
    return [{"slug": slug, "name": name, "total": have.count(slug)} for slug, name in statuses.named(store).items()]
