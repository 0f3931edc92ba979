"""A store that is connected to the pretend Shopify shop, which runs as a process of its own."""

from typing import Any

import requests
from sqlalchemy import select

from harness.desk import Desk
from harness.shopify import BUYER, ShopifyProcess
from zoho_app.channels.shopify.client.addresses import SANDBOX_SHOP
from zoho_app.channels.shops import attempt, kinds, settings
from zoho_app.channels.shops.models import Shop, ShopOrder, ShopParcel
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.sandbox.shopify.seed import CLIENT_ID, CLIENT_SECRET

WHO = "owner@example.com"
MUG = {"sku": "BD-MUG-01", "title": "Stoneware mug", "price": "14.50"}


class ShopifyDesk:
    """The shop's back office on one side, the store on the other."""

    def __init__(self, process: ShopifyProcess, desk: Desk) -> None:
        self.url, self.desk = process.url, desk
        self.session = requests.Session()
        self.control("reset", {})
        self.shop_id = 0

    def control(self, path: str, given: Any) -> Any:
        """What tests may ask of the shop (zoho_app/sandbox/shopify/control/views.py)."""
        answer = self.session.post(f"{self.url}/sandbox/{path}", json=given, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def place(self, **given: Any) -> str:
        """Place an order, of one mug unless `lines` says otherwise; return its number of REST."""
        described = {"lines": [MUG], "email": "sam@example.com", "shipping_address": BUYER, **given}
        return str(self.control("orders", described)["number"])

    def do(self, key: str, verb: str, **given: Any) -> None:
        """Change an order as people in the shop's admin do (control/verbs.py)."""
        self.control(f"orders/{key}/{verb}", given)

    def calls(self, operation: str = "") -> list[dict[str, Any]]:
        """The calls that came to the shop, of one operation where it is named."""
        found = self.session.get(f"{self.url}/sandbox/ledger", timeout=30).json()["requests"]
        return [call for call in found if not operation or call.get("operation") == operation]

    def token_calls(self) -> int:
        """How often the shop was asked for a token."""
        return sum(call["path"] == "/admin/oauth/access_token" for call in self.calls())

    def connect(self, **credentials: str) -> Shop:
        """Connect the store as its settings page does."""
        given = credentials or {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        shop = settings.add(self.desk.store_id, "shopify", WHO)
        shop.is_sandbox, shop.address, shop.credentials = True, SANDBOX_SHOP, given
        access = attempt.access_to(shop)
        db.session.rollback()
        made = kinds.get("shopify").connect(access)
        shop = settings.add(self.desk.store_id, "shopify", WHO)
        shop.is_sandbox = True
        settings.connect(shop, SANDBOX_SHOP, given, made, WHO)
        self.shop_id = shop.id
        db.session.commit()
        return shop

    @property
    def shop(self) -> Shop:
        """The connected shop as it is in the database now."""
        db.session.remove()
        return db.session.get_one(Shop, self.shop_id)

    def read(self) -> str:
        """Read what has changed, as a worker does; return what was found."""
        settings.read_now(self.shop, WHO)
        db.session.commit()
        self.desk.work("shops")
        return self.shop.last_read_found

    def ship(self, key: str, number: str, who: str = "Zoho Books", **given: Any) -> int:
        """Add a shipment to the order that one of the shop's became; return its id."""
        order_id = self.seen(key).order_id
        order = db.session.get_one(Order, order_id)
        shipment = shipments.add(order, {"tracking_number": number, **given}, who)
        db.session.commit()
        return shipment.id

    def fulfillments(self, key: str) -> list[dict[str, Any]]:
        """The fulfillments of the shop's order that were not undone, as they are kept there."""
        found = self.session.get(f"{self.url}/sandbox/orders/{key}", timeout=30).json()["fulfillments"]
        return [one for one in found if one["status"] == "SUCCESS"]

    def numbers(self, key: str) -> list[list[str]]:
        """The tracking numbers of each fulfillment."""
        return [[info["number"] for info in one["tracking"]] for one in self.fulfillments(key)]

    def parcels(self) -> list[ShopParcel]:
        """What the store remembers of shipments that the shop was told of."""
        db.session.remove()
        return list(db.session.scalars(select(ShopParcel).order_by(ShopParcel.id)))

    def orders(self) -> list[Order]:
        """The store's orders, the oldest first."""
        db.session.remove()
        return list(db.session.scalars(select(Order).order_by(Order.id)))

    def seen(self, key: str) -> ShopOrder:
        """What the store remembers of one of the shop's orders."""
        db.session.remove()
        return db.session.scalars(select(ShopOrder).where(ShopOrder.key == key)).one()
