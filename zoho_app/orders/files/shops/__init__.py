"""The exports of shops that are recognized by their titles: one file a shop, data only."""

from collections.abc import Sequence

from zoho_app.orders.files.layouts import Layout
from zoho_app.orders.files.shops import (
    amazon,
    bigcommerce,
    bookdesk,
    ebay,
    etsy,
    magento,
    order_desk,
    prestashop,
    shopify,
    square,
    squarespace,
    wix,
    woocommerce,
)
from zoho_app.orders.files.titles import loose

_SHOPS = (
    *(shopify, woocommerce, etsy, amazon, ebay, wix, squarespace, square, bigcommerce, prestashop, magento),
    *(order_desk, bookdesk),
)
LAYOUTS: tuple[Layout, ...] = tuple(layout for shop in _SHOPS for layout in shop.LAYOUTS)
TITLES = frozenset(title for layout in LAYOUTS for title in layout.known)


def recognize(titles: Sequence[str]) -> Layout | None:
    """The export that has these titles; of several that fit the one that knows most of them."""
    loosely = {loose(title) for title in titles}
    fitting = [layout for layout in LAYOUTS if layout.fits(loosely)]
    return max(fitting, key=lambda layout: layout.count_known(loosely), default=None)


def by_name(name: str) -> Layout | None:
    """The export of that name."""
    return next((layout for layout in LAYOUTS if layout.name == name), None)
