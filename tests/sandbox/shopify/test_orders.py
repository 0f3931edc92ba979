"""Orders and what they come to: every amount is worked out by hand beside the case."""

from typing import Any

import pytest

from harness import shopify_operations as operations
from harness.shopify import BUYER, InsideShop

Found = dict[str, Any]


def order(shop: InsideShop, order_id: str) -> Found:
    found = shop.data(operations.ORDER, id=order_id, lines=50)["order"]
    assert isinstance(found, dict)
    return found


def amounts(found: Found, kind: str = "shopMoney") -> dict[str, str]:
    return {name: value[kind]["amount"] for name, value in found.items() if isinstance(value, dict) and kind in value}


def test_an_order_in_another_currency_with_tax_included_after_an_edit(shop: InsideShop) -> None:
    """Each amount is converted at 0.1341 and rounded on its own, so the euros need not add up."""
    shop.set_up(currency="EUR", taxes_included=True, tax_name="Moms", tax_rate=0.25, prefix="EN")
    order_id = shop.place(
        presentment_currency="DKK",
        rate="0.1341",
        discounts=[{"kind": "code", "code": "KITCHEN10", "percentage": 10, "target": "given"}],
        discount_codes=["KITCHEN10"],
        shipping=[{"title": "Hjemmelevering", "code": "home-delivery", "price": 59}],
        attributes=[{"key": "gift_message", "value": "Til lykke!"}, {"key": "slot", "value": None}],
        lines=[
            {"title": "Linen apron", "variant_title": "Blue / M", "sku": "APR-BL-M", "price": 199, "quantity": 3},
            {"title": "Oak board", "sku": "BRD-OAK", "price": 350, "quantity": 2, "discount": 70},
            {"title": "Engraving", "price": 100, "requires_shipping": False},
            {"title": "Gift card", "price": 200, "gift_card": True},
        ],
    )
    shop.do(order_id, "edit", quantities={"APR-BL-M": 1})
    found = order(shop, order_id)
    # 3 × 199 + 700 - 70 + 100 + 200 + 59 = 1586; without two aprons 1188.
    assert amounts(found, "presentmentMoney") == {
        "totalPriceSet": "1586.0",
        "originalTotalPriceSet": "1586.0",
        "currentTotalPriceSet": "1188.0",
        "currentSubtotalPriceSet": "1129.0",
        "currentShippingPriceSet": "59.0",
        "currentTotalDiscountsSet": "70.0",
        # a fifth of 1386, then of 988: the gift card is not taxed
        "totalTaxSet": "277.2",
        "currentTotalTaxSet": "197.6",
        "totalOutstandingSet": "-398.0",
        "totalRefundedSet": "0.0",
        "totalTipReceivedSet": "0.0",
    }
    euros = amounts(found)
    assert (euros["totalPriceSet"], euros["currentTotalPriceSet"]) == ("212.68", "159.31")
    assert (euros["currentTotalTaxSet"], euros["totalOutstandingSet"]) == ("26.5", "-53.37")
    apron, board, engraving, card = found["lineItems"]["nodes"]
    assert (apron["quantity"], apron["currentQuantity"], apron["name"]) == (3, 1, "Linen apron - Blue / M")
    assert apron["priceAfterAllDiscountsBeforeTaxesSet"]["presentmentMoney"]["amount"] == "159.2"
    assert board["discountAllocations"][0]["allocatedAmountSet"]["shopMoney"]["amount"] == "9.39"
    assert (engraving["sku"], engraving["requiresShipping"]) == (None, False)
    assert (card["isGiftCard"], card["taxable"], card["taxLines"]) == (True, False, [])
    assert found["discountApplications"]["nodes"][0]["code"] == "KITCHEN10"
    assert (found["name"], found["edited"], found["displayFinancialStatus"]) == ("EN1001", True, "PAID")
    assert found["customAttributes"][1] == {"key": "slot", "value": None}


def test_a_discount_over_all_lines_and_a_refund_with_a_part_of_the_shipping(shop: InsideShop) -> None:
    order_id = shop.place(
        discounts=[{"kind": "automatic", "title": "Autumn 10%", "percentage": 10}],
        shipping=[{"title": "Standard", "price": 8, "tax_lines": []}],
        lines=[
            {"title": "Trail mug", "sku": "MUG-GR", "price": 40, "quantity": 2},
            {"title": "Patch", "sku": "PTC-01", "price": 20},
        ],
    )
    shop.do(order_id, "fulfill")
    shop.do(order_id, "refund", lines={"MUG-GR": 1}, shipping=3, note="handle broken")
    found = order(shop, order_id)
    money = amounts(found)
    # 90 + 7.20 tax + 8; one mug of 36 with its tax of 2.88 and 3 of the shipping went back.
    assert (money["totalPriceSet"], money["currentTotalPriceSet"]) == ("105.2", "63.32")
    assert (money["totalTaxSet"], money["currentTotalTaxSet"]) == ("7.2", "4.32")
    assert (money["totalRefundedSet"], money["totalOutstandingSet"]) == ("41.88", "0.0")
    assert (money["currentShippingPriceSet"], money["currentTotalDiscountsSet"]) == ("5.0", "6.0")
    (made,) = found["refunds"]
    (line,) = made["refundLineItems"]["nodes"]
    assert (line["quantity"], line["restockType"]) == (1, "RETURN")
    assert line["subtotalSet"]["shopMoney"]["amount"] == "36.0"
    assert made["refundShippingLines"]["nodes"][0]["subtotalAmountSet"]["shopMoney"]["amount"] == "3.0"
    assert found["displayFinancialStatus"] == "PARTIALLY_REFUNDED"
    mug = found["lineItems"]["nodes"][0]
    assert (mug["quantity"], mug["currentQuantity"], mug["unfulfilledQuantity"]) == (2, 1, 0)


@pytest.mark.parametrize(
    ("payment", "gives_back", "financial", "refunds"),
    [("paid", True, "REFUNDED", 1), ("paid", False, "PAID", 0), ("pending", True, "VOIDED", 0)],
)
def test_a_canceled_order_keeps_its_total_and_is_worth_nothing_now(
    shop: InsideShop, payment: str, gives_back: bool, financial: str, refunds: int
) -> None:
    order_id = shop.place(payment=payment, shipping=[{"price": 5}])
    shop.do(order_id, "cancel", reason="CUSTOMER", refund=gives_back)
    found = order(shop, order_id)
    money = amounts(found)
    # 14.50 + 5 and 8 % of each
    assert money["totalPriceSet"] == "21.06"
    assert {value for name, value in money.items() if name.startswith("current")} == {"0.0"}
    assert found["lineItems"]["nodes"][0]["currentQuantity"] == 0
    assert (found["cancelReason"], found["displayFinancialStatus"]) == ("CUSTOMER", financial)
    assert len(found["refunds"]) == refunds
    (waiting,) = shop.data(operations.SHIPPING, id=order_id)["order"]["fulfillmentOrders"]["nodes"]
    assert (waiting["status"], waiting["supportedActions"]) == ("CLOSED", [])
    assert waiting["lineItems"]["nodes"][0]["totalQuantity"] == 0


def test_several_taxes_fees_duties_a_tip_and_rounding_belong_to_the_total(shop: InsideShop) -> None:
    taxes = [{"title": "State", "rate": 0.04}, {"title": "County", "rate": 0.01, "channel_liable": True}]
    order_id = shop.place(
        tax_lines=taxes,
        fees=[{"name": "Bag fee", "amount": "0.10"}],
        cash_rounding="-0.02",
        lines=[{"title": "Mug", "price": 10, "duty": 2}, {"title": "Tip", "price": 1.5, "is_tip": True}],
    )
    found = order(shop, order_id)
    money = amounts(found)
    # 10 + 1.50 + 0.40 + 0.10 + 2 + 0.10 - 0.02
    assert money["currentTotalPriceSet"] == "14.08"
    assert (money["totalTipReceivedSet"], money["currentTotalDutiesSet"]) == ("1.5", "2.0")
    assert [(tax["title"], tax["rate"], tax["channelLiable"]) for tax in found["taxLines"]] == [
        ("State", 0.04, False),
        ("County", 0.01, True),
    ]
    assert found["additionalFees"][0]["price"]["shopMoney"]["amount"] == "0.1"
    assert found["lineItems"]["nodes"][1]["unfulfilledQuantity"] == 0


def test_what_an_edit_adds_is_owed_until_it_is_paid(shop: InsideShop) -> None:
    order_id = shop.place(tax_lines=[])
    shop.set_up(tax_rate=0)
    shop.do(order_id, "edit", added=[{"title": "Pen", "sku": "PEN", "price": 22.5}])
    found = order(shop, order_id)
    assert amounts(found)["originalTotalPriceSet"] == "14.5"
    assert (amounts(found)["totalPriceSet"], amounts(found)["totalOutstandingSet"]) == ("37.0", "22.5")
    assert found["displayFinancialStatus"] == "PARTIALLY_PAID"
    assert len(shop.data(operations.SHIPPING, id=order_id)["order"]["fulfillmentOrders"]["nodes"]) == 2
    shop.do(order_id, "pay")
    assert order(shop, order_id)["displayFinancialStatus"] == "PAID"


def test_an_order_of_the_counter_has_nobody(shop: InsideShop) -> None:
    found = order(shop, shop.place(email=None, shipping_address=None, source_name="pos", payment="authorized"))
    assert [found[name] for name in ("email", "customer", "billingAddress", "shippingAddress")] == [None] * 4
    assert (found["sourceName"], found["displayFinancialStatus"]) == ("pos", "AUTHORIZED")


def test_one_buyer_is_one_customer(shop: InsideShop) -> None:
    buyer = {"first_name": "Sam", "last_name": None, "email": "sam@example.com"}
    first, second = (order(shop, shop.place(customer=buyer))["customer"] for _ in range(2))
    assert first == second
    assert (first["firstName"], first["defaultEmailAddress"]["emailAddress"]) == ("Sam", "sam@example.com")
    assert order(shop, shop.place())["shippingAddress"]["provinceCode"] == BUYER["province_code"]


@pytest.mark.parametrize(
    ("verb", "given", "words"),
    [
        ("refund", {"lines": {"1": 2}}, "1 can be refunded"),
        ("refund", {"amount": 99}, "more than was paid"),
        ("refund", {"shipping": 1}, "more than the shipping cost"),
        ("edit", {"quantities": {"7": 1}}, "has no line '7'"),
        ("edit", {"quantities": {"1": -1}}, "only 1 can still be taken away"),
        ("change", {"total": 1}, "total cannot be changed"),
    ],
)
def test_what_cannot_be_done_changes_nothing(shop: InsideShop, verb: str, given: Found, words: str) -> None:
    order_id = shop.place()
    before = order(shop, order_id)
    refused = shop.web.post(f"/sandbox/orders/{before['legacyResourceId']}/{verb}", json=given)
    assert refused.status_code == 400
    assert words in refused.get_json()["error"]
    assert order(shop, order_id) == before
