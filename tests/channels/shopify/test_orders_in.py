"""Orders of the pretend Shopify shop come in once, to the cent, and follow what changes there."""

from decimal import Decimal

from harness.shopify_desk import MUG, ShopifyDesk


def test_an_order_comes_in_whole(shopify: ShopifyDesk) -> None:
    shopify.connect()
    key = shopify.place(
        lines=[{**MUG, "quantity": 2}],
        shipping=[{"price": "5.00", "title": "Parcel"}],
        note="Ring twice",
        attributes=[{"key": "gift_message", "value": "For Ada"}],
    )
    assert shopify.read() == "1 new"
    (order,) = shopify.orders()
    assert (order.source_name, order.source_id, order.order_metadata["shopify_id"]) == ("Shopify", "#1001", key)
    assert (order.email, order.customer["last_name"], order.shipping["state"]) == (
        "sam@example.com",
        "Lindqvist",
        "NY",
    )
    (item,) = order.items
    assert (item.code, item.price, item.quantity) == ("BD-MUG-01", Decimal("14.50"), 2)
    # 2 x 14.50 + 5.00 + 8 % of 34.00
    assert (order.tax_total, order.order_total) == (Decimal("2.72"), Decimal("36.72"))
    assert [note.content for note in order.notes] == ["Ring twice"]
    assert order.checkout_data["gift_message"] == "For Ada"
    assert shopify.read() == "nothing new"
