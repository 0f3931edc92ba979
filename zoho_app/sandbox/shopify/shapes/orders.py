"""Order, with its amounts, addresses and customer."""

from typing import Any

from ...common.store import Document
from .. import documents
from ..access.scopes import Caller
from ..graphql import pages
from ..orders import statuses, sums
from ..orders.money import ZERO, bag
from . import fulfillments, lines, people, refunds
from .lazy import Lazy

Shape = dict[str, Any]


def order(caller: Caller, doc: Document) -> Shape:
    """Return an order as a program with these scopes sees it."""
    fields = {
        "__typename": "Order",
        "id": doc["id"],
        "legacyResourceId": documents.number(doc["id"]),
        "name": doc["name"],
        "number": doc["number"],
        "confirmationNumber": doc["confirmation_number"],
        "poNumber": doc["po_number"],
        **_times(doc),
        **_words(doc),
        **_personal(caller, doc),
    }
    return Lazy(fields, lambda: _rows(caller, doc), lambda: _amounts(doc))


def _times(doc: Document) -> Shape:
    created = documents.instant(doc["created_at"])
    return {
        "createdAt": created,
        "processedAt": created,
        "updatedAt": documents.instant(doc["modified_at"]),
        "closed": doc["closed_at"] is not None,
        "closedAt": documents.instant(doc["closed_at"]),
        "cancelledAt": documents.instant(doc["cancelled_at"]),
        "cancelReason": doc["cancel_reason"],
        "cancellation": {"staffNote": None} if doc["cancelled_at"] else None,
    }


def _words(doc: Document) -> Shape:
    return {
        "confirmed": True,
        "test": doc["test"],
        "edited": doc["edited"],
        "note": doc["note"],
        "customAttributes": doc["attributes"],
        "tags": doc["tags"],
        "currencyCode": doc["currency"],
        "presentmentCurrencyCode": doc["presentment_currency"],
        "taxesIncluded": doc["taxes_included"],
        "taxExempt": doc["tax_exempt"],
        "dutiesIncluded": False,
        "estimatedTaxes": False,
        "displayFinancialStatus": doc["financial_status"],
        "displayFulfillmentStatus": doc["fulfillment_status"],
        "returnStatus": "NO_RETURN",
        "requiresShipping": any(line["requires_shipping"] for line in doc["lines"]),
        "paymentGatewayNames": doc["gateways"],
        "sourceName": doc["source_name"],
        "sourceIdentifier": None,
        "attribution": doc["attribution"],
        "app": None,
        "customerLocale": "en",
        "statusPageUrl": f"https://sandbox-shop.example/orders/{documents.number(doc['id'])}/status",
        "discountCodes": doc["discount_codes"],
        "merchantEditable": not doc["cancelled_at"],
        "totalWeight": "0",
    }


def _amounts(doc: Document) -> Shape:
    then, now = sums.ordered(doc), sums.current(doc)
    received, refunded, duties = sums.received(doc), sums.refunded(doc), sums.duties(doc)
    fees = sum((lines.decimal(fee["amount"]) for fee in doc["fees"]), ZERO)
    shipping_refunded = sum((lines.decimal(line["refunded"]) for line in doc["shipping_lines"]), ZERO)
    outstanding = sums.outstanding(doc)
    found = {
        "subtotalPriceSet": then["subtotal"],
        "totalPriceSet": then["total"],
        "totalTaxSet": then["tax"],
        "totalShippingPriceSet": then["shipping"],
        "totalDiscountsSet": then["discounts"],
        "cartDiscountAmountSet": then["discounts"],
        "totalTipReceivedSet": sums.tips(doc),
        "totalReceivedSet": received,
        "totalRefundedSet": refunded,
        "totalRefundedShippingSet": shipping_refunded,
        "netPaymentSet": received - refunded,
        "totalOutstandingSet": outstanding,
        "originalTotalPriceSet": lines.decimal(doc["original_total"]),
        "currentSubtotalPriceSet": now["subtotal"],
        "currentTotalPriceSet": now["total"],
        "currentTotalTaxSet": now["tax"],
        "currentShippingPriceSet": now["shipping"],
        "currentTotalDiscountsSet": now["discounts"],
        "currentCartDiscountAmountSet": now["discounts"],
        "originalTotalDutiesSet": duties or None,
        "currentTotalDutiesSet": duties or None,
        "originalTotalAdditionalFeesSet": fees or None,
        "currentTotalAdditionalFeesSet": fees or None,
    }
    rounding = {"paymentSet": bag(doc, lines.decimal(doc["cash_rounding"])), "refundSet": bag(doc, ZERO)}
    shaped = {name: None if amount is None else bag(doc, amount) for name, amount in found.items()}
    return {
        **shaped,
        "totalCashRoundingAdjustment": rounding,
        "fullyPaid": outstanding <= ZERO,
        "unpaid": not received,
        "fulfillable": any(statuses.unfulfilled(line) for line in doc["lines"]),
    }


def _personal(caller: Caller, doc: Document) -> Shape:
    def address(kind: str) -> Any:
        return lambda _info: people.address(caller.personal(doc[kind], "MailingAddress"), doc["id"], kind)

    return {
        "email": lambda _info: caller.personal(doc["email"], "Customer"),
        "phone": lambda _info: caller.personal(doc["phone"], "Customer"),
        "billingAddress": address("billing_address"),
        "shippingAddress": address("shipping_address"),
        "displayAddress": address("shipping_address"),
        "customer": lambda _info: people.customer(caller, doc["customer_id"]),
    }


def _rows(caller: Caller, doc: Document) -> Shape:
    def line(one: Document) -> Shape:
        return lines.line_item(doc, one)

    def returns(info: Any, **arguments: Any) -> Shape:
        caller.need("returns", "read_returns")
        return pages.of_list([], dict)(info, **arguments)

    shipping = [lines.shipping_line(doc, one) for one in doc["shipping_lines"]]
    applications = [lines.discount_application(doc, place) for place in range(len(doc["discounts"]))]
    return {
        "lineItems": pages.of_list(doc["lines"], line),
        "nonFulfillableLineItems": pages.of_list([one for one in doc["lines"] if one["is_tip"]], line),
        "discountApplications": pages.of_list(applications, dict),
        "shippingLine": shipping[0] if shipping else None,
        "shippingLines": lambda info, **given: pages.of_list(shipping, dict)(info, **_without(given)),
        "additionalFees": [lines.fee(doc, one) for one in doc["fees"]],
        "taxLines": lines.order_taxes(doc, is_current=False),
        "currentTaxLines": lines.order_taxes(doc, is_current=True),
        "currentSubtotalLineItemsQuantity": sum(sums.left(one) for one in doc["lines"]),
        "subtotalLineItemsQuantity": sum(one["quantity"] for one in doc["lines"]),
        "refunds": lambda _info, first=None: [refunds.refund(doc, one) for one in doc["refunds"]][:first],
        "transactions": lambda _info, **given: refunds.transactions(doc)[: given.get("first")],
        "returns": returns,
        "retailLocation": lambda _info: fulfillments.location_of(caller, doc["location_id"]),
        **fulfillments.of_order(caller, doc),
    }


def _without(given: Shape) -> Shape:
    return {name: value for name, value in given.items() if name != "includeRemovals"}
