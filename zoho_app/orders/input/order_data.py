"""Turn untrusted order data (API JSON, forms, CSV rows) into clean values, or name every wrong field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any

from zoho_app.orders import addresses
from zoho_app.orders.input import emails, shapes, source_state
from zoho_app.orders.input.fields import ZERO, BadFields, FieldError, Reader
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.input.names import read_names
from zoho_app.orders.input.order_items import ItemData, read_items, read_one
from zoho_app.orders.input.timestamps import Timestamp

Values = dict[str, Any]

LONGEST_EMAIL = 254
TEXTS = {
    "email": LONGEST_EMAIL,
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
LONGEST_NOTE = 10_000
NOTE_KEYS = ("content", "note", "text", "message", "comment", "body")
NO_CHARGE = ("-", "--", "n/a", "na", "none", "null", "nil", "free", "gratis", "kostenlos", "gratuit")
DISCOUNTS_FIELD = "discount_list"


class BadOrder(BadFields):
    """Order data was refused; `errors` names the fields that are wrong."""


@dataclass(frozen=True)
class NoteData:
    """One note on an order."""

    content: str
    username: str
    date_added: datetime | None


@dataclass(frozen=True)
class OrderData:
    """A whole order, clean. `folder_id` and `folder_name` still have to be looked up in the store.

    `given` names the parts that the data has, and `repairs` says how odd fields were read.
    """

    source_id: str
    source_name: str
    folder_id: int | None
    folder_name: str
    date_added: Timestamp | None
    details: Values  # column name -> value, for the fields that were given
    addresses: dict[str, dict[str, str]]  # "shipping", "customer", "return_address"
    checkout_data: dict[str, str]
    order_metadata: dict[str, str]
    items: list[ItemData]
    notes: list[NoteData]
    given: frozenset[str] = frozenset()
    said_total: Decimal | None = None  # what the source says the order is worth; it is compared, never taken
    repairs: list[FieldError] = field(default_factory=list)


def read_order(data: Any, zone: tzinfo = UTC, *, strict: bool = False, whole: bool = True) -> OrderData:
    """Read an order as Order Desk's API takes it, addresses nested or flat. Raises BadOrder.

    `zone` is the time zone of times that name none. Unless `strict`, what makes no order unusable is read and told in
    `repairs`. A `whole` order needs at least one item and a first name, last name or company (Order Desk API docs);
    another one may leave out any part. Totals that are computed are compared, not taken; only a discount that stands
    nowhere else counts.
    """
    reader = Reader(data, repairs=None if strict else [])
    given = frozenset(map(str, reader.data))
    order = OrderData(
        source_id=reader.identifier_text("source_id", 200),
        source_name=reader.text("source_name", 100),
        folder_id=_folder_id(reader),
        folder_name=reader.text("folder_name", 100),
        date_added=reader.timestamp("date_added", zone),
        details=_details(reader) | (_lone_discount(reader) if whole else {}),
        addresses=_addresses(reader, whole),
        checkout_data=read_names(reader, "checkout_data"),
        order_metadata=_metadata(reader),
        items=read_items(reader, whole),
        notes=_notes(reader, zone),
        given=given,
        said_total=_computed(reader, "order_total") if whole else None,
        repairs=reader.repairs or [],
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
    values = read_one(reader).values
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


def _folder_id(reader: Reader) -> int | None:
    """A program's order is not lost because of a folder that can't be: it goes into the first one."""
    own = Reader(reader.data)
    folder_id = own.identifier("folder_id")
    if not own.errors or not reader.lenient:
        return reader.identifier("folder_id")
    reader.repair("folder_id", f"“{str(reader.data['folder_id'])[:60]}” is no folder; the first one was taken")
    return folder_id


def _charge(reader: Reader, key: str) -> Decimal:
    """An amount of the whole order; a word for none, such as "free", is 0."""
    word = reader.data.get(key)
    if reader.lenient and isinstance(word, str) and text_key(word) in NO_CHARGE:
        reader.repair(key, f"“{word.strip()}” was read as 0")
        return ZERO
    if key == "processor_balance":
        return reader.money(key, negative=True)
    return reader.money(key, size_only=key == "refund_total")


def _details(reader: Reader) -> Values:
    values: Values = {"email": _email(reader)} if reader.has("email") else {}
    values |= {key: reader.text(key, limit) for key, limit in TEXTS.items() if reader.has(key) and key != "email"}
    values |= {key: _charge(reader, key) for key in AMOUNTS if reader.has(key)}
    values |= source_state.payment_status(reader)
    if reader.has(DISCOUNTS_FIELD):
        values[DISCOUNTS_FIELD] = [_discount(row) for row in reader.rows(DISCOUNTS_FIELD, 100)]
    if reader.has("cc_number") or reader.has("cc_number_masked"):
        values["cc_number_masked"] = _masked_card(reader)
    return values


def _email(reader: Reader) -> str:
    """A person is told of an odd address; a program's order comes in with what can be read of it."""
    if not reader.lenient:
        address = reader.text("email", LONGEST_EMAIL)
        if address and not emails.may_be(address):
            reader.error("email", "must be an e-mail address like ada@example.com")
        return address
    value = reader.data.get("email")
    named = [one for one in value.values() if isinstance(one, str)] if isinstance(value, Mapping) else []
    email = emails.read(", ".join(named) or reader.text("email", 10_000))
    if named and not email.repair:
        email = emails.Email(email.address, f"was read as {email.address}")
    if email.repair:
        reader.repair("email", email.repair)
    return email.address


def _discount(reader: Reader) -> Values:
    amount = reader.money("amount", size_only=True)
    return {"name": reader.text("name", 200), "code": reader.text("code", 200), "amount": plain(amount)}


def _lone_discount(reader: Reader) -> Values:
    """The discount of an order that gives only its sum, which the customer has not paid either."""
    amount = _computed(reader, "discount_total")
    if not reader.lenient or amount == 0 or reader.data.get(DISCOUNTS_FIELD):
        return {}
    if amount is None:
        said = str(reader.data["discount_total"])[:60]
        reader.repair("discount_total", f"“{said}” is no amount, so no discount was taken")
        return {}
    reader.repair("discount_total", f"{plain(abs(amount))} was taken as a discount, because discount_list has none")
    return {DISCOUNTS_FIELD: [{"name": "Discount", "code": "", "amount": plain(abs(amount))}]}


def _computed(reader: Reader, key: str) -> Decimal | None:
    """An amount that the desk computes by itself; None when it is not given or can't be read."""
    own = Reader({key: reader.data.get(key)}, repairs=[])
    amount = own.money(key, negative=True) if own.has(key) else None
    return None if own.errors else amount


def plain(amount: Decimal) -> str:
    """An amount as text: at least two decimals, no needless zeros after them."""
    return f"{amount:.2f}" if amount == amount.quantize(Decimal("0.01")) else f"{amount.normalize():f}"


def _masked_card(reader: Reader) -> str:
    """Only the last four digits of a card number are ever kept."""
    text = reader.text("cc_number", 40) or reader.text("cc_number_masked", 40)
    last_digits = "".join(character for character in text if character in "0123456789")[-4:]
    return f"xxxxxxxxxxxx{last_digits}" if last_digits else ""


def _addresses(reader: Reader, whole: bool) -> dict[str, dict[str, str]]:
    shipping, customer = addresses.read(reader, "shipping"), addresses.read(reader, "customer")
    if whole:
        shipping, customer = addresses.complete(shipping, customer)
    if whole and not addresses.has_name(shipping) and not addresses.has_name(customer):
        reader.error("shipping", "give a first name, last name or company, here or under customer")
    return {
        "shipping": shipping,
        "customer": customer,
        "return_address": addresses.read(reader, "return_address"),
    }


def _metadata(reader: Reader) -> dict[str, str]:
    names = read_names(reader, "order_metadata")
    return source_state.told(reader, names) if reader.lenient else names


def _notes(reader: Reader, zone: tzinfo) -> list[NoteData]:
    if reader.lenient:
        reader = Reader({"order_notes": _as_notes(reader.data.get("order_notes"))}, "", reader.errors, reader.repairs)
    rows = reader.rows("order_notes", 500)
    return [
        NoteData(row.text("content", LONGEST_NOTE, lines=True), row.text("username", 254), _at(row, zone))
        for row in rows
    ]


def _as_notes(value: Any) -> Any:
    """Notes in whatever shape: a text is a note, too, and so is whatever else stands where one belongs."""
    if shapes.is_blank(value):
        return []
    rows = shapes.as_rows(value)
    return [_as_note(row) for row in ([value] if rows is None else rows) if not shapes.is_blank(row)]


def _as_note(row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        return {"content": shapes.as_text(row)}
    content = next((row[key] for key in NOTE_KEYS if not shapes.is_blank(row.get(key))), "")
    return {**row, "content": content}


def _at(row: Reader, zone: tzinfo) -> datetime | None:
    timestamp = row.timestamp("date_added", zone)
    return timestamp.at if timestamp else None
