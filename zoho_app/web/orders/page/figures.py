"""Small facts of an order as its page says them: the column of its money, the gift message, its folder's color."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Folder, Order
from zoho_app.web.layout.menu import folder_color

PAID = ("captured", "approved")
# What shops call the words that go with a present, in the checkout data.
GIFT_MESSAGES = ("gift message", "gift note", "gift_message", "gift_note", "giftmessage", "message to recipient")


class Sum(NamedTuple):
    """One line of the column of money; the total stands out."""

    words: str
    amount: Decimal
    code: str = ""  # of a discount
    is_total: bool = False


def totals(order: Order) -> list[Sum]:
    """What the order comes to, from the items down to the total."""
    discounts = [
        Sum(one.get("name") or "Discount", -Decimal(str(one.get("amount") or 0)), one.get("code") or "")
        for one in order.discount_list
    ]
    shipping = f"Shipping, {order.shipping_method}" if order.shipping_method else "Shipping"
    found = [Sum("Items", order.product_total), *discounts, Sum(shipping, order.shipping_total)]
    if order.handling_total:
        found.append(Sum("Handling", order.handling_total))
    found.append(Sum("Tax included" if order.prices_include_tax else "Tax", order.tax_total))
    found.append(Sum(_total_words(order), order.order_total, is_total=True))
    return [*found, Sum("Refunded", order.refund_total)] if order.refund_total else found


def _total_words(order: Order) -> str:
    is_paid = bool(order.payment_type) and text_key(order.payment_status) in PAID
    return f"Total, paid by {order.payment_type}" if is_paid else "Total"


def gift_message(order: Order) -> str:
    """What the customer wrote for whom it is a present; "" without."""
    return next((value for name, value in order.checkout_data.items() if text_key(name) in GIFT_MESSAGES), "")


def color_of(order: Order, folders: Sequence[Folder]) -> str:
    """The color of the order's folder, as the menu has it."""
    place = next((place for place, folder in enumerate(folders) if folder.id == order.folder_id), 0)
    return folder_color(place)
