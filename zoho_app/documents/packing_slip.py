"""What a packing slip may say of an order: plain texts and numbers, never a row of the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from zoho_app import masks
from zoho_app.accounts import currencies
from zoho_app.accounts.models import Store
from zoho_app.documents import postal
from zoho_app.documents.models import PrintSettings
from zoho_app.extensions import db
from zoho_app.orders import inventory
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order, OrderItem, OrderNote

Page = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """What the slips of a store have in common: its settings, where products lie by `sku_key`, notes."""

    store: Store
    settings: PrintSettings
    locations: Mapping[str, str]
    notes: Mapping[int, list[str]]  # by the order's id


def pages(store: Store, settings: PrintSettings, orders: Iterable[Order]) -> list[Page]:
    """The data of each order's slip; one statement for the inventory, and one for notes."""
    orders = list(orders)
    facts = Facts(store, settings, locations(store.id, orders), _notes(orders) if settings.show_notes else {})
    return [_page(order, facts) for order in orders]


def locations(store_id: int, orders: Iterable[Order]) -> dict[str, str]:
    """Where the inventory says that the orders' products lie, by their `sku_key`."""
    products = inventory.by_codes(store_id, [item.code for order in orders for item in order.items])
    return {key: product.location for key, product in products.items() if product.location}


def _notes(orders: Iterable[Order]) -> dict[int, list[str]]:
    """What people wrote at each of the orders, oldest first."""
    ids = [order.id for order in orders]
    found: dict[int, list[str]] = {}
    wanted = select(OrderNote.order_id, OrderNote.content).where(OrderNote.order_id.in_(ids)).order_by(OrderNote.id)
    for order_id, content in db.session.execute(wanted):
        found.setdefault(order_id, []).append(masks.in_text(content))
    return found


def store_part(store: Store, settings: PrintSettings) -> dict[str, Any]:
    """What any document says of the store."""
    return {
        "name": store.name,
        "address": settings.address.splitlines(),
        "contact": settings.contact.splitlines(),
    }


def day(value: date | datetime, zone: ZoneInfo) -> str:
    """A day such as "23 Nov 2026"; of a time, in the zone."""
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    return f"{local.day} {local:%b %Y}"


def _page(order: Order, facts: Facts) -> Page:
    settings, zone = facts.settings, ZoneInfo(facts.store.time_zone)
    said = masks.in_values(order.checkout_data)
    gift = _said(said, settings.gift_message_field)
    has_prices = settings.show_prices and not gift
    currency = order.own_currency or facts.store.currency_code
    shown = {settings.gift_message_field, settings.packing_note_field}
    return {
        "store": store_part(facts.store, settings),
        "order": {
            "number": order.source_id,
            "bookdesk_number": order.id,
            "source": order.source,
            "date": day(order.day_added or order.date_added, zone),
            "customer_number": order.customer_id,
            "email": order.email,
            "shipping_method": order.shipping_method,
            "tag": order.tag_name,
            "pieces": order.quantity_total,
            "gift_message": gift,
            "packing_note": _said(said, settings.packing_note_field),
            "notes": facts.notes.get(order.id, []),
            "checkout_data": {name: value for name, value in said.items() if not _is_one(name, shown)},
        },
        "ship_to": postal.lines(order.shipping or order.customer),
        "bill_to": postal.lines(order.customer or order.shipping),
        "return_to": postal.lines(order.return_address),
        "items": [_item(item, facts.locations, currency if has_prices else "") for item in order.items],
        "totals": _totals(order, currency) if has_prices else [],
    }


def _item(item: OrderItem, places: Mapping[str, str], currency: str) -> dict[str, Any]:
    return {
        "quantity": item.quantity,
        "sku": item.code,
        "name": item.name,
        "variations": [{"name": name, "value": value} for name, value in item.variation_list.items()],
        "location": places.get(item.code_key, ""),
        "price": currencies.written(item.price, currency) if currency else "",
        "total": currencies.written(item.price * item.quantity, currency) if currency else "",
    }


def _totals(order: Order, currency: str) -> list[dict[str, str]]:
    amounts = (
        ("Items", order.product_total),
        ("Discount", -order.discount_total),
        ("Shipping", order.shipping_total),
        ("Handling", order.handling_total),
        ("Tax included" if order.prices_include_tax else "Tax", order.tax_total),
    )
    rows = [(name, amount) for name, amount in amounts if amount or name == "Items"]
    rows.append(("Total", order.order_total))
    return [{"name": name, "amount": currencies.written(amount, currency)} for name, amount in rows]


def _said(values: Mapping[str, Any], field: str) -> str:
    """The value under that name, ignoring case and whether words are joined by a space, "_" or "-"."""
    return next((str(value).strip() for name, value in values.items() if _is_one(name, {field})), "")


def _is_one(name: str, fields: Iterable[str]) -> bool:
    return any(_key(name) == _key(field) for field in fields if field)


def _key(name: str) -> str:
    return " ".join(text_key(name).replace("_", " ").replace("-", " ").split())
