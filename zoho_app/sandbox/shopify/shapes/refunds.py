"""Refund and OrderTransaction."""

from decimal import Decimal
from typing import Any

from ...common.store import Document
from .. import documents
from ..graphql import pages
from ..orders import book, sums
from ..orders.money import ZERO, bag
from .lines import line_item, shipping_line

Shape = dict[str, Any]


def refund(doc: Document, made: Document) -> Shape:
    created = documents.instant(made["created_at"])
    shipping = {line["id"]: line for line in doc["shipping_lines"]}

    def line(one: Document) -> Shape:
        amounts = {"priceSet": bag(doc, Decimal(one["subtotal"]) / one["quantity"])}
        return {
            "id": one["id"],
            "lineItem": line_item(doc, book.line(doc, one["line_id"])),
            "location": None,
            "quantity": one["quantity"],
            "restockType": one["restock_type"],
            "restocked": one["restock_type"] != "NO_RESTOCK",
            "subtotalSet": bag(doc, Decimal(one["subtotal"])),
            "totalTaxSet": bag(doc, Decimal(one["tax"])),
            **amounts,
        }

    def shipping_part(one: Document) -> Shape:
        return {
            "__typename": "RefundShippingLine",
            "id": one["id"],
            "shippingLine": shipping_line(doc, shipping[one["line_id"]]),
            "subtotalAmountSet": bag(doc, Decimal(one["subtotal"])),
            "taxAmountSet": bag(doc, Decimal(one["tax"])),
        }

    def adjustment(one: Document) -> Shape:
        amounts = {"amountSet": bag(doc, Decimal(one["amount"])), "taxAmountSet": bag(doc, ZERO)}
        return {"__typename": "OrderAdjustment", "id": one["id"], "reason": "REFUND_DISCREPANCY", **amounts}

    return {
        "__typename": "Refund",
        "id": made["id"],
        "legacyResourceId": documents.number(made["id"]),
        "createdAt": created,
        "processedAt": created,
        "updatedAt": created,
        "note": made["note"],
        "totalRefundedSet": bag(doc, Decimal(made["amount"])),
        "refundLineItems": pages.of_list(made["lines"], line),
        "refundShippingLines": pages.of_list(made["shipping_lines"], shipping_part),
        "orderAdjustments": pages.of_list(made["adjustments"], adjustment),
        "transactions": pages.of_list([one for one in transactions(doc) if one["refund_id"] == made["id"]], dict),
        "duties": [],
    }


def transactions(doc: Document) -> list[Shape]:
    """Return what was paid and paid back; an authorization when money is only reserved."""
    found = [
        _transaction(doc, place, one["kind"], Decimal(one["amount"]), "") for place, one in enumerate(doc["payments"])
    ]
    if doc["is_authorized"]:
        found.insert(0, _transaction(doc, 90, "AUTHORIZATION", sums.ordered(doc)["total"], ""))
    for place, made in enumerate(doc["refunds"], start=100):
        found.append(_transaction(doc, place, "REFUND", Decimal(made["amount"]), made["id"]))
    return found


def _transaction(doc: Document, place: int, kind: str, amount: Decimal, refund_id: str) -> Shape:
    gateway = doc["gateways"][0] if doc["gateways"] else None
    created = documents.instant(doc["created_at"])
    return {
        "__typename": "OrderTransaction",
        "id": f"{documents.PREFIX}OrderTransaction/{documents.number(doc['id'])}{place:03d}",
        "refund_id": refund_id,
        "kind": kind,
        "status": "SUCCESS",
        "gateway": gateway,
        "formattedGateway": gateway and gateway.replace("_", " ").title(),
        "amountSet": bag(doc, amount),
        "createdAt": created,
        "processedAt": created,
        "test": doc["test"],
        "manualPaymentGateway": gateway == "manual",
        "parentTransaction": None,
        "errorCode": None,
    }
