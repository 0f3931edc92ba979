"""What a newcomer's sample orders are made of: eight products and six orders, in the Order Desk API's shape."""

from typing import Any

from zoho_app.orders.input import tax_facts
from zoho_app.orders.samples.people import people
from zoho_app.orders.samples.prices import in_currency

Json = dict[str, Any]

# Where prices usually do not contain tax.
WITHOUT_TAX = ("USD", "CAD")


def _product(code: str, name: str, price: str, cost: str, weight: str, stock: int, about: str) -> Json:
    return {
        "code": code,
        "name": name,
        "price": price,
        "cost": cost,
        "weight": weight,
        "stock": stock,
        "location": "Main warehouse",
        "metadata": {"description": about},
    }


_PRODUCTS: list[Json] = [
    _product("BD-MUG-01", "Stoneware mug", "14.50", "6.10", "0.4", 120, "Hand-thrown, 350 ml"),
    _product("BD-TEE-S", "Organic cotton T-shirt, small", "24.00", "9.80", "0.2", 40, "Natural white, size S"),
    _product("BD-TEE-M", "Organic cotton T-shirt, medium", "24.00", "9.80", "0.2", 65, "Natural white, size M"),
    _product("BD-TEE-L", "Organic cotton T-shirt, large", "24.00", "9.80", "0.2", 52, "Natural white, size L"),
    _product("BD-CAP-01", "Canvas cap", "19.00", "7.25", "0.15", 80, "Adjustable strap"),
    _product("BD-BAG-01", "Waxed canvas bag", "68.00", "31.00", "1.1", 18, "18 liters, leather handles"),
    _product("BD-PEN-01", "Brass pen", "22.50", "8.40", "0.05", 200, "Refillable"),
    _product("BD-NOTE-01", "Dotted notebook", "12.00", "4.15", "0.3", 150, "A5, 160 pages"),
]


def products(currency_code: str) -> list[Json]:
    """The sample products at prices in that currency."""
    return [in_currency(product, currency_code) for product in _PRODUCTS]


def orders(currency_code: str) -> list[Json]:
    """The sample orders of people who pay in that currency."""
    found = [in_currency(order, currency_code) for order in _orders(*people(currency_code))]
    if currency_code not in WITHOUT_TAX:
        for order in found:
            order["order_metadata"] = {**order.get("order_metadata", {}), tax_facts.TAXES_INCLUDED: "yes"}
    return found


def _item(code: str, quantity: int, **more: Any) -> Json:
    product = next(product for product in _PRODUCTS if product["code"] == code)
    return {"code": code, "name": product["name"], "price": product["price"], "quantity": quantity, **more}


def _orders(elena: Json, jonas: Json, priya: Json, tom: Json, ines: Json) -> list[Json]:
    """The orders at prices in US dollars."""
    return [
        {
            "source_name": "Shopify",
            "source_id": "SAMPLE-1001",
            "email": "elena.marsh@example.com",
            "customer": elena,
            "shipping": elena,
            "shipping_method": "Ground",
            "shipping_total": "6.90",
            "payment_type": "Visa",
            "checkout_data": {"gift_message": "Happy birthday, Ruth!"},
            "order_items": [_item("BD-MUG-01", 2), _item("BD-NOTE-01", 1, variation_list={"Paper": "Dotted"})],
        },
        {
            "source_name": "Shopify",
            "source_id": "SAMPLE-1002",
            "email": "jonas.weller@example.com",
            "customer": jonas,
            "shipping": jonas,
            "shipping_method": "Two-day air",
            "shipping_total": "14.00",
            "payment_type": "Mastercard",
            "discount_list": [{"name": "Welcome discount", "code": "WELCOME10", "amount": "9.20"}],
            "order_items": [
                _item("BD-TEE-M", 1, variation_list={"Size": "M", "Color": "Natural"}),
                _item("BD-BAG-01", 1),
            ],
        },
        {
            "source_name": "Wholesale form",
            "source_id": "SAMPLE-W-207",
            "email": "orders@fieldnote.example.com",
            "customer": priya,
            "shipping": priya,
            "shipping_method": "Freight",
            "shipping_total": "38.00",
            "handling_total": "5.00",
            "payment_type": "Invoice",
            "payment_status": "Approved",
            "order_metadata": {"notes": "Deliver to the loading dock between 8 and 11."},
            "order_items": [_item("BD-NOTE-01", 40, price="9.60"), _item("BD-PEN-01", 40, price="18.00")],
        },
        {
            "source_name": "Etsy",
            "source_id": "SAMPLE-3391",
            "email": "tom.ashby@example.com",
            "customer": tom,
            "shipping": tom,
            "shipping_method": "Ground",
            "shipping_total": "6.90",
            "payment_type": "Etsy Payments",
            "order_items": [_item("BD-CAP-01", 1)],
        },
        {
            "source_name": "Etsy",
            "source_id": "SAMPLE-3392",
            "email": "ines.duarte@example.com",
            "customer": ines,
            "shipping": ines,
            "shipping_method": "Ground",
            "shipping_total": "9.40",
            "payment_type": "Etsy Payments",
            "order_items": [_item("BD-TEE-S", 2), _item("BD-TEE-L", 1), _item("BD-MUG-01", 4)],
        },
        {
            "source_name": "Shopify",
            "source_id": "SAMPLE-1003",
            "email": "elena.marsh@example.com",
            "customer": elena,
            "shipping": {**tom, "first_name": "Ruth", "last_name": "Marsh"},
            "shipping_method": "Ground",
            "shipping_total": "6.90",
            "payment_type": "Visa",
            "checkout_data": {"gift_message": "For the desk by the window."},
            "order_items": [_item("BD-PEN-01", 1), _item("BD-NOTE-01", 2)],
        },
    ]
