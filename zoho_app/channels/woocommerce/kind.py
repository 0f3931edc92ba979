"""WooCommerce as a kind of shop."""

from collections.abc import Mapping
from datetime import datetime

from zoho_app.channels.shops.kinds import Access, Checked, Connected, Fill, FoundOrder, Hint, Page, ShipmentsOut
from zoho_app.channels.shops.models import Shop
from zoho_app.channels.shops.problems import ShopDown
from zoho_app.channels.woocommerce import connection, orders_in, webhooks
from zoho_app.channels.woocommerce.shipments_out import SHIPMENTS_OUT


class WooCommerce:
    """What shops/kinds.py asks of a kind of shop."""

    key, label = "woocommerce", "WooCommerce"
    shipments_out: ShipmentsOut = SHIPMENTS_OUT

    def list_changed(self, access: Access, since: datetime, after: str) -> Page:
        """See ShopKind."""
        return orders_in.list_changed(access, since, after)

    def read(self, access: Access, key: str) -> FoundOrder | None:
        """See ShopKind."""
        return orders_in.read(access, key)

    def begin_fill(self, access: Access, since: datetime) -> Fill | None:
        """See ShopKind: WooCommerce has no file of all orders, its pages are read."""
        return None

    def continue_fill(self, access: Access, fill_id: str) -> Fill:
        """See ShopKind."""
        raise ShopDown("WooCommerce writes no file of all orders.")

    def connect(self, access: Access) -> Connected:
        """See ShopKind."""
        return connection.connect(access)

    def check(self, access: Access, webhook_address: str) -> Checked:
        """See ShopKind."""
        return connection.check(access, webhook_address)

    def leave(self, access: Access, public_id: str) -> None:
        """See ShopKind."""
        webhooks.unsubscribe(access, public_id)

    def read_hint(self, shop: Shop, headers: Mapping[str, str], body: bytes) -> Hint | None:
        """See ShopKind."""
        return webhooks.read_hint(shop, headers, body)


WOOCOMMERCE = WooCommerce()
