"""A store that is connected to the pretend WooCommerce shop, which runs as a process of its own."""

from typing import Any

import requests
from sqlalchemy import select

from harness.desk import Desk
from harness.woocommerce import BUYER, WooProcess
from zoho_app.channels.shops import attempt, kinds, settings
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.models import Shop, ShopOrder, ShopParcel
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.sandbox.woocommerce.seed import KEY, SECRET

WHO = "owner@example.com"
WEBHOOK_SECRET = "webhooksecret"  # noqa: S105 - of a pretend shop
MUG = {"sku": "BD-MUG-01", "name": "Stoneware mug", "price": "14.50"}


class WooDesk:
    """The shop's back office on one side, the store on the other."""

    def __init__(self, process: WooProcess, desk: Desk) -> None:
        self.url, self.desk = process.url, desk
        self.session = requests.Session()
        self.control("reset", {})
        self.shop_id = 0

    def control(self, path: str, given: Any) -> Any:
        """What tests may ask of the shop (zoho_app/sandbox/woocommerce/control/views.py)."""
        answer = self.session.post(f"{self.url}/sandbox/{path}", json=given, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def set_up(self, **settings_of_shop: Any) -> None:
        """Change how the shop is."""
        self.control("settings", settings_of_shop)

    def fail(self, *rules: dict[str, Any]) -> None:
        """Ask for faults of the next calls."""
        self.control("faults", list(rules))

    def place(self, **given: Any) -> str:
        """Place an order, of one mug unless `lines` says otherwise; return its id."""
        return str(self.control("orders", {"lines": [MUG], "billing": BUYER, **given})["id"])

    def do(self, key: str, verb: str, **given: Any) -> None:
        """Change an order as people in the shop do (control/verbs.py)."""
        self.control(f"orders/{key}/{verb}", given)

    def kept(self, key: str) -> dict[str, Any]:
        """An order as the shop keeps it, with its notes, refunds, fulfillments and mails."""
        found = self.session.get(f"{self.url}/sandbox/orders/{key}", timeout=30).json()
        assert isinstance(found, dict)
        return found

    def calls(self, method: str = "", path: str = "") -> list[dict[str, Any]]:
        """The calls that came to the shop, of one method and of paths that hold a text."""
        rows = self.session.get(f"{self.url}/sandbox/ledger", timeout=30).json()["requests"]
        return [row for row in rows if method in row["method"] and path in row["path"]]

    def new_shop(self, **values: Any) -> Access:
        """A shop that is not connected yet, with its keys."""
        credentials = {"consumer_key": KEY, "consumer_secret": SECRET, "webhook_secret": WEBHOOK_SECRET}
        shop = settings.add(self.desk.store_id, "woocommerce", WHO)
        shop.is_sandbox, shop.address, shop.credentials = True, self.url, credentials
        for name, value in values.items():
            setattr(shop, name, value)
        access = attempt.access_to(shop)
        db.session.rollback()
        return access

    def connect(self, **values: Any) -> Shop:
        """Connect the store as its settings page does."""
        access = self.new_shop()
        made = kinds.get("woocommerce").connect(access)
        shop = settings.add(self.desk.store_id, "woocommerce", WHO)
        shop.is_sandbox = True
        settings.connect(shop, self.url, access.credentials, made, WHO)
        for name, value in values.items():
            setattr(shop, name, value)
        self.shop_id = shop.id
        db.session.commit()
        return shop

    @property
    def shop(self) -> Shop:
        """The connected shop as it is in the database now."""
        db.session.remove()
        return db.session.get_one(Shop, self.shop_id)

    @property
    def access(self) -> Access:
        """The connected shop as plain values."""
        access = attempt.access_to(self.shop)
        db.session.rollback()
        return access

    def read(self) -> str:
        """Read what has changed, as a worker does; return what was found."""
        settings.read_now(self.shop, WHO)
        db.session.commit()
        self.desk.work("shops")
        return self.shop.last_read_found

    def orders(self) -> list[Order]:
        """The store's orders, the oldest first."""
        db.session.remove()
        return list(db.session.scalars(select(Order).order_by(Order.id)))

    def seen(self, key: str) -> ShopOrder:
        """What the store remembers of one of the shop's orders."""
        db.session.remove()
        return db.session.scalars(select(ShopOrder).where(ShopOrder.key == key)).one()

    def ship(self, key: str, number: str, who: str = "Zoho Books", **given: Any) -> int:
        """Add a shipment to the order that one of the shop's became; return its id."""
        order = db.session.get_one(Order, self.seen(key).order_id)
        shipment = shipments.add(order, {"tracking_number": number, **given}, who)
        db.session.commit()
        return shipment.id

    def parcels(self) -> list[ShopParcel]:
        """What the store remembers of shipments that the shop was told of."""
        db.session.remove()
        return list(db.session.scalars(select(ShopParcel).order_by(ShopParcel.id)))
