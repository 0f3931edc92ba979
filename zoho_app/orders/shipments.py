"""Shipments: parcels on their way, each added once however often it is reported."""

import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from zoho_app import actors
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.events import SHIPMENT_ADDED, SHIPMENT_CHANGED, SHIPMENT_REMOVED, publish
from zoho_app.orders.input.fields import MOST_QUANTITY, BadFields, Reader
from zoho_app.orders.input.keys import sku_key, tracking_key
from zoho_app.orders.input.order_data import Values
from zoho_app.orders.models import Order, Shipment
from zoho_app.orders.tracking import check_digits, links, numbers
from zoho_app.orders.tracking.carriers import tracking_url

NO_NUMBER = "n/a"  # Order Desk API docs: the tracking number of a parcel that has none
MANUAL = "Manual"
LONGEST_NUMBER, LONGEST_LINK = numbers.LONGEST_NUMBER, links.LONGEST_LINK


class BadShipment(BadFields):
    """Shipment data was refused; `errors` names every field that is wrong."""


class DuplicateShipment(Exception):
    """The order already has this shipment; `existing` is it."""

    def __init__(self, existing: Shipment) -> None:
        self.existing = existing
        super().__init__(
            f"Shipment {existing.tracking_number} is already on this order (shipment {existing.id}); "
            "it was not added again."
        )


def add(order: Order, data: Any, who: str) -> Shipment:
    """Add a shipment given as Order Desk's API takes it to a stored order, and fire "Shipment is Added".

    Two shipments are the same when their tracking numbers are (ignoring case and spaces) and either names no
    items or both name the same: a corrected carrier or method never adds another.
    Listeners get `shipment`. Raises BadShipment or DuplicateShipment.
    """
    return add_read(order, read(data), who)


def add_read(order: Order, values: Values, who: str) -> Shipment:
    """The same with what `read` made of the data."""
    _refuse_duplicate(order, values)
    shipment = Shipment(**values, source=MANUAL if actors.read(who).is_person else who)
    try:
        with db.session.begin_nested():
            order.shipments.append(shipment)
            order.date_updated = now()
    except IntegrityError:
        _refuse_duplicate(order, values)
        raise
    history.add(order, who, f"Shipment Added: {described(shipment)}")
    publish(SHIPMENT_ADDED, order, shipment=shipment)
    return shipment


def update(shipment: Shipment, data: Any, who: str) -> None:
    """Replace all fields of a shipment; what is left out becomes blank. Fires "Shipment is Changed" if any differs.

    Listeners get `shipment`. Raises BadShipment or DuplicateShipment.
    """
    values = read(data)
    _refuse_duplicate(shipment.order, values, shipment)
    _change(shipment, values, who)


def correct(
    shipment: Shipment,
    carrier_code: str,
    shipment_method: str,
    who: str,
    link: str = "",
    order_items: list[dict[str, Any]] | None = None,
) -> None:
    """Correct carrier and method of a shipment; everything else stays, but a guessed tracking page follows the
    carrier.

    `link` is the tracking page that was typed, if any, and `order_items` is what the parcel holds, if that is to
    change. Fires "Shipment is Changed" if anything differs; listeners get `shipment`. Raises BadShipment.
    """
    number = shipment.tracking_number
    data = {"tracking_number": number, "carrier_code": carrier_code, "shipment_method": shipment_method}
    values = read(data if order_items is None else {**data, "order_items": order_items})
    fields = ("carrier_code", "shipment_method", *(() if order_items is None else ("order_items", "shipment_key")))
    named = {field: values[field] for field in fields}
    if shipment.tracking_url == tracking_url(shipment.carrier_code, number):
        named["tracking_url"] = values["tracking_url"]
    if link and link != shipment.tracking_url:
        named["tracking_url"] = read({"tracking_number": number, "tracking_url": link})["tracking_url"]
    _change(shipment, named, who)


def _change(shipment: Shipment, values: Values, who: str) -> None:
    changed = {field: value for field, value in values.items() if getattr(shipment, field) != value}
    if not changed:
        return
    before = _in_full(shipment)
    for field, value in changed.items():
        setattr(shipment, field, value)
    shipment.order.date_updated = now()
    after = _in_full(shipment)
    what = f"{before} is now {after}" if after != before else f"{after}, its {_named(changed)}"
    history.add(shipment.order, who, f"Shipment Updated: {what}")
    db.session.flush()
    publish(SHIPMENT_CHANGED, shipment.order, shipment=shipment)


def _named(changed: Values) -> str:
    """The fields that changed, in words: "weight and status"."""
    names = [field.replace("_", " ") for field in changed if not field.endswith("_key")]
    return " and ".join(names)


def delete(shipment: Shipment, who: str, because: str = "") -> None:
    """Take a shipment off its order and fire "Shipment is Removed".

    `because` goes on after the shipment's number, where it was not a person's wish: "is no longer in ...".
    Listeners get `shipment`, which is no longer in the database.
    """
    order = shipment.order
    removed = f"Shipment Removed: {shipment.tracking_number} {because}"
    history.add(order, who, removed if because else f"Shipment Deleted: {described(shipment)}")
    order.date_updated = now()
    db.session.delete(shipment)
    db.session.flush()
    db.session.expire(order, ["shipments"])
    publish(SHIPMENT_REMOVED, order, shipment=shipment)


def get(store_id: int, order_id: int, shipment_id: int) -> Shipment | None:
    """The shipment, if it is on that order of that store."""
    wanted = select(Shipment).join(Order).where(Order.store_id == store_id, Order.id == order_id)
    return db.session.scalar(wanted.where(Shipment.id == shipment_id))


def described(shipment: Shipment) -> str:
    """A shipment in a few words: its number, and its carrier where known."""
    number = shipment.tracking_number
    return f"{number} ({shipment.carrier_code})" if shipment.carrier_code else number


def _in_full(shipment: Shipment) -> str:
    """Number, carrier and method, so that a correction of any of them can be seen."""
    how = ", ".join(filter(None, (shipment.carrier_code, shipment.shipment_method)))
    return f"{shipment.tracking_number} ({how})" if how else shipment.tracking_number


def read(data: Any) -> Values:
    """A shipment as Order Desk's API takes it: column name -> value. Raises BadShipment."""
    reader = Reader(data)
    number, link = _number_and_link(reader.text("tracking_number", LONGEST_LINK))
    if len(number) > LONGEST_NUMBER:
        reader.error("tracking_number", f"is too long; at most {LONGEST_NUMBER} characters, it has {len(number)}")
    carrier = reader.text("carrier_code", 100)
    items = [] if isinstance(reader.data.get("order_items"), str) else _items(reader)
    url = reader.text("tracking_url", LONGEST_LINK) or link
    if url and not _is_https(url):
        reader.error("tracking_url", "must be an address that starts with https://")
    values: Values = {
        "tracking_number": number,
        "tracking_key": tracking_key(number),
        "carrier_code": carrier,
        "shipment_method": reader.text("shipment_method", 200),
        "tracking_url": url or tracking_url(carrier, number),
        "weight": reader.money("weight"),
        "cost": reader.money("cost"),
        "status": reader.text("status", 60),
        "cart_shipment_id": reader.text("cart_shipment_id", 100),
        "date_shipped": reader.day("date_shipped"),
        "order_items": items,
        "shipment_key": _key(number, items),
    }
    told = ("tracking_number", "carrier_code", "shipment_method", "order_items")
    if not reader.errors and not any(reader.data.get(field) for field in told):
        reader.error("tracking_number", f"give a tracking number, or {NO_NUMBER} if there is none")
    if reader.errors:
        raise BadShipment(reader.errors)
    return values


def _number_and_link(text: str) -> tuple[str, str]:
    """A number as it was typed, but without the link or the words around it; and the link."""
    typed = numbers.read(text)
    if len(typed) == 1 and (typed[0].link or check_digits.is_known_form(typed[0].number)):
        is_same = tracking_key(text) == tracking_key(typed[0].number)
        return (text if is_same and not typed[0].link else typed[0].number), typed[0].link
    return text or NO_NUMBER, ""


def _items(reader: Reader) -> list[dict[str, Any]]:
    """The items in the parcel; each is named by the order item's id, or by its SKU."""
    items = []
    for row in reader.rows("order_items"):
        item = {key: row.text(key, limit) for key, limit in (("id", 20), ("code", 200), ("name", 500))}
        if not item["id"] and not item["code"]:
            row.error("code", "give the order item's id or its code (SKU)")
        named = {key: value for key, value in item.items() if value}
        items.append({**named, "quantity": row.whole("quantity", 1, 1, MOST_QUANTITY)})
    return items


def _key(number: str, items: list[dict[str, Any]]) -> str:
    """What no two shipments of an order share: a digest of the tracking number and the items."""
    contents = sorted([item.get("id", ""), sku_key(item.get("code", "")), item["quantity"]] for item in items)
    return hashlib.sha256(json.dumps([tracking_key(number), contents]).encode()).hexdigest()


def _refuse_duplicate(order: Order, values: Values, own: Shipment | None = None) -> None:
    for other in order.shipments:
        same_number = other is not own and other.tracking_key == values["tracking_key"]
        vague = not other.order_items or not values["order_items"]
        if same_number and (vague or other.shipment_key == values["shipment_key"]):
            raise DuplicateShipment(other)


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and " " not in url
    except ValueError:
        return False
