"""Shipping and handling, sent as lines of the sales order where the settings say so."""

from dataclasses import replace

from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SHIPPING_AS_LINE, ZohoBooksSettings
from zoho_app.zoho_books.payload.discounts import ZERO, Charges

SHIPPING, HANDLING = "shipping", "handling"


def shipping_sku(settings: ZohoBooksSettings) -> str:
    """The SKU of the item that stands for shipping, "" when shipping is sent as shipping charge."""
    return settings.shipping_sku.strip() if settings.send_shipping_as == SHIPPING_AS_LINE else ""


def charged(charges: Charges, settings: ZohoBooksSettings) -> Charges:
    """What is left of the charges when shipping and handling go out as lines, as the settings say."""
    return replace(
        charges,
        shipping=ZERO if shipping_sku(settings) else charges.shipping,
        handling=ZERO if settings.handling_sku.strip() else charges.handling,
    )


def skus(order: Order, settings: ZohoBooksSettings) -> list[str]:
    """The SKUs of the items that stand for shipping and handling of the order."""
    amounts = {shipping_sku(settings): order.shipping_total, settings.handling_sku.strip(): order.handling_total}
    return [sku for sku, amount in amounts.items() if sku and amount]
