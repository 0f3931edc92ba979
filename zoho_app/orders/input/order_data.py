"""Turn untrusted order data (API JSON, forms, CSV rows) into clean values, or name every wrong field."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from zoho_app.orders import addresses
from zoho_app.orders.input.choices import PAYMENT_STATUSES
from zoho_app.orders.input.fields import MOST_QUANTITY, ZERO, BadFields, FieldError, Reader

Values = dict[str, Any]

# Order Desk API docs: the delivery types of an item.
DELIVERY_TYPES = ("ship", "noship", "download", "future")
TEXTS = {
    "email": 254,
    "shipping_method": 200,
    "processor_response": 2_000,
    "payment_type": 100,
    "cc_exp": 10,
    "customer_id": 100,
    "ip_address": 60,
    "tag_name": 60,
    "tag_color": 20,
}
AMOUNTS = ("shipping_total", "handling_total", "tax_total", "refund_total", "processor_balance")
LONGEST_CODE = 200
LONGEST_NOTE = 10_000
MOST_JSON = 50_000  # characters of checkout data or metadata together
MOST_ITEMS = 1_000  # of one order
MOST_ITEMS_JSON = 2_000_000  # characters of all its items' variations and metadata
DISCOUNTS_FIELD = "discount_list"


class BadOrder(BadFields):
    """Order data was refused; `errors` names the fields that are wrong."""


@dataclass(frozen=True)
class ItemData:
    """One order item; `id` names the stored item that it replaces."""

    id: int | None
    values: Values  # column name -> value


@dataclass(frozen=True)
class NoteData:
    """One note on an order."""

    content: str
    username: str
    date_added: datetime | None


@dataclass(frozen=True)
class OrderData:
    """A whole order, clean. `folder_id` and `folder_name` still have to be looked up in the store."""

    source_id: str
    source_name: str
    folder_id: int | None
    folder_name: str
    date_added: datetime | None
    details: Values  # column name -> value, for the fields that were given
    addresses: dict[str, dict[str, str]]  # "shipping", "customer", "return_address"
    checkout_data: dict[str, str]
    order_metadata: dict[str, str]
    items: list[ItemData]
    notes: list[NoteData]


def read_order(data: Any) -> OrderData:
    """Read a whole order as Order Desk's API takes it, addresses nested or flat. Raises BadOrder.

    An order needs at least one item and a first name, last name or company (Order Desk API docs).
    Totals that are computed are ignored.
    """
    reader = Reader(data)
    order = OrderData(
        source_id=reader.text("source_id", 200),
        source_name=reader.text("source_name", 100),
        folder_id=reader.identifier("folder_id"),
        folder_name=reader.text("folder_name", 100),
        date_added=reader.timestamp("date_added"),
        details=_details(reader),
        addresses=_addresses(reader),
        checkout_data=read_names(reader, "checkout_data"),
        order_metadata=read_names(reader, "order_metadata"),
        items=_items(reader),
        notes=_notes(reader),
    )
    raise_if_bad(reader)
    return order


def read_details(data: Any) -> Values:
    """Read those of an order's own fields that are given: column name -> value. Raises BadOrder."""
    reader = Reader(data)
    values = _details(reader)
    raise_if_bad(reader)
    return values


def read_address(data: Any, kind: str) -> dict[str, str]:
    """Read one address, its fields plain ("city") and not prefixed. Raises BadOrder."""
    reader = Reader({kind: data})
    address = addresses.read(reader, kind)
    raise_if_bad(reader)
    return address


def read_item(data: Any) -> Values:
    """Read one order item, all fields: column name -> value. Raises BadOrder."""
    reader = Reader(data)
    values = _item(reader).values
    raise_if_bad(reader)
    return values


def raise_if_bad(reader: Reader) -> None:
    """Raise BadOrder when something was wrong."""
    if reader.errors:
        raise BadOrder(reader.errors)


def blank_details() -> Values:
    """What an order's own fields are when they are left out."""
    texts: Values = dict.fromkeys((*TEXTS, "cc_number_masked"), "")
    amounts: Values = dict.fromkeys(AMOUNTS, ZERO)
    return {**texts, **amounts, "payment_status": "Captured", DISCOUNTS_FIELD: []}


def _details(reader: Reader) -> Values:
    values: Values = {key: reader.text(key, limit) for key, limit in TEXTS.items() if reader.has(key)}
    values |= {key: reader.money(key) for key in AMOUNTS if reader.has(key)}
    if reader.has("payment_status"):
        values["payment_status"] = reader.choice("payment_status", PAYMENT_STATUSES, "Captured")
    if reader.has(DISCOUNTS_FIELD):
        values[DISCOUNTS_FIELD] = [_discount(row) for row in reader.rows(DISCOUNTS_FIELD, 100)]
    if reader.has("cc_number") or reader.has("cc_number_masked"):
        values["cc_number_masked"] = _masked_card(reader)
    if "email" in values and not _may_be_email(values["email"]):
        reader.error("email", "must be an e-mail address like ada@example.com")
    return values


def _discount(reader: Reader) -> Values:
    amount = reader.money("amount")
    return {"name": reader.text("name", 200), "code": reader.text("code", 200), "amount": plain(amount)}


def plain(amount: Decimal) -> str:
    """An amount as text: at least two decimals, no needless zeros after them."""
    return f"{amount:.2f}" if amount == amount.quantize(Decimal("0.01")) else f"{amount.normalize():f}"


def _masked_card(reader: Reader) -> str:
    """Only the last four digits of a card number are ever kept."""
    text = reader.text("cc_number", 40) or reader.text("cc_number_masked", 40)
    last_digits = "".join(character for character in text if character in "0123456789")[-4:]
    return f"xxxxxxxxxxxx{last_digits}" if last_digits else ""


def _may_be_email(text: str) -> bool:
    before, at, after = text.rpartition("@")
    return not text or bool(before and at and after and not any(map(str.isspace, text)))


def _addresses(reader: Reader) -> dict[str, dict[str, str]]:
    shipping, customer = addresses.complete(addresses.read(reader, "shipping"), addresses.read(reader, "customer"))
    if not addresses.has_name(shipping) and not addresses.has_name(customer):
        reader.error("shipping", "give a first name, last name or company, here or under customer")
    return {
        "shipping": shipping,
        "customer": customer,
        "return_address": addresses.read(reader, "return_address"),
    }


def read_names(reader: Reader, key: str) -> dict[str, str]:
    """Read names with values, such as metadata: not too many, and not too long all together."""
    names = reader.mapping(key)
    length = length_of(names)
    if length > MOST_JSON:
        reader.error(key, f"is too long; at most {MOST_JSON} characters together, it has {length}")
    return names


def too_long_items(length: int) -> FieldError:
    """What is wrong with items that have so many characters of variations and metadata."""
    words = f"have too long variations and metadata; at most {MOST_ITEMS_JSON} characters together, it is {length}"
    return FieldError("order_items", words)


def length_of(names: dict[str, str]) -> int:
    """How many characters names and values have together."""
    return sum(len(name) + len(value) for name, value in names.items())


def _items(reader: Reader) -> list[ItemData]:
    before = len(reader.errors)
    rows = reader.rows("order_items", MOST_ITEMS)
    if not rows and len(reader.errors) == before:
        reader.error("order_items", "give at least one item")
    items = [_item(row) for row in rows]
    length = sum(length_of(item.values[column]) for item in items for column in ("variation_list", "item_metadata"))
    if length > MOST_ITEMS_JSON:
        reader.errors.append(too_long_items(length))
    return items


def _item(reader: Reader) -> ItemData:
    before = len(reader.errors)
    name, code = reader.text("name", 500), reader.text("code", LONGEST_CODE)
    if not name and not code and reader.is_object and len(reader.errors) == before:
        reader.error("name", "give a name or a code (SKU)")
    values = {
        "name": name,
        "code": code,
        "price": reader.money("price", negative=True),
        "quantity": reader.whole("quantity", 1, 1, MOST_QUANTITY),
        "weight": reader.money("weight"),
        "delivery_type": reader.choice("delivery_type", DELIVERY_TYPES, "ship"),
        "category_code": reader.text("category_code", 100),
        "fulfillment_method": reader.text("fulfillment_method", 100),
        "variation_list": read_names(reader, "variation_list"),
        "item_metadata": read_names(reader, "metadata"),
    }
    return ItemData(reader.identifier("id"), values)


def _notes(reader: Reader) -> list[NoteData]:
    rows = reader.rows("order_notes", 500)
    return [
        NoteData(
            row.text("content", LONGEST_NOTE, lines=True), row.text("username", 254), row.timestamp("date_added")
        )
        for row in rows
    ]
