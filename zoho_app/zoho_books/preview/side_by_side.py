"""An order beside what was sent for it: each part as the desk has it now and as it was sent, and where they differ.

Costs no call. A part of which the desk can't tell what Zoho Books got, such as a contact that is not cached any more,
is left out.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.models import Order
from zoho_app.zoho_books.cache import addresses as contact_addresses
from zoho_app.zoho_books.errors import ZohoError
from zoho_app.zoho_books.models import Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.payload import body
from zoho_app.zoho_books.payload import draft as drafts
from zoho_app.zoho_books.payload.draft import Account, Customer, Draft
from zoho_app.zoho_books.payload.expected import expect
from zoho_app.zoho_books.payload.settle import settle
from zoho_app.zoho_books.preview import cached_parts
from zoho_app.zoho_books.preview.cached_parts import CachedParts
from zoho_app.zoho_books.sales_orders import order_check, prepare
from zoho_app.zoho_books.sales_orders.status import OrderStatus

# Parts of what is sent beside its lines, and the words for them.
TAX_INCLUDED = {True: "Yes", False: "No"}
TEXTS = {
    "reference_number": "Order number",
    "date": "Date",
    "delivery_method": "Delivery method",
    "place_of_supply": "Place of supply",
    "notes": "Notes",
}
AMOUNTS = {"discount": "Discount", "shipping_charge": "Shipping", "adjustment": "Adjustment"}
# Of an address that was sent, only its id and a fingerprint are kept.
SAME_ADDRESS, OTHER_ADDRESS = "The same address", "Another address"

Json = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """A line of a sales order, as far as the desk decides about it; `item` is the item's SKU, "" if not known."""

    description: str
    quantity: Decimal
    rate: Decimal
    tax_id: str
    item: str


Part = Line | Decimal | str | None


@dataclass(frozen=True)
class Beside:
    """One part of the order now, and as Zoho Books got it; None or "" where it lacks."""

    label: str
    here: Part
    there: Part
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """The total that Zoho Books is expected to make of the order now, beside what it said last; and the parts.

    `refusal` says why the order could not be sent as it is now; then only what was sent is told of the parts.
    """

    total: Beside | None
    parts: tuple[Beside, ...] = ()
    refusal: str = ""

    @property
    def differs(self) -> bool:
        """Whether anything does, as far as the desk can tell."""
        return any(one.differs for one in (self.total, *self.parts) if one is not None)


def compare(order: Order, row: SalesOrder, status: OrderStatus) -> Comparison:
    """The order beside its sales order `row`; only the totals where the desk did not send it, or is not connected."""
    settings, connection = status.settings, status.connection
    if settings is None or connection is None or not row.payload:
        return Comparison(_total(order.order_total, row))
    draft, refusal = _draft(order, settings, connection, status.has_source_contacts)
    cached = cached_parts.read(order.store_id, row.payload, draft, settings.default_sku)
    if draft is None:
        return Comparison(_total(order.order_total, row), tuple(_sent_alone(row.payload, cached)), refusal)
    default_taxes = cached.default_taxes(draft.skus)
    draft = settle(draft, default_taxes, settings.adjustment_up_to)
    # Ids are Zoho's own and are compared by what the cache says of them.
    now = body.payload(draft, Customer(""), dict.fromkeys(map(sku_key, draft.skus), ""))
    parts = [
        *_customer(draft, cached),
        *_addresses(draft, cached, row.payload),
        *_lines(draft, now, row.payload, cached),
        *(_beside(label, _text(now, name), _text(row.payload, name)) for name, label in TEXTS.items()),
        *(_beside(label, _amount(now, name), _amount(row.payload, name)) for name, label in AMOUNTS.items()),
        _beside("Prices include tax", _prices(now), _prices(row.payload)),
    ]
    total = _total(expect(draft, default_taxes).total, row)
    return Comparison(total, tuple(part for part in parts if part.here or part.there))


def _total(here: Decimal, row: SalesOrder) -> Beside | None:
    return None if row.total is None else _beside("Total", here, row.total)


def _draft(
    order: Order, settings: ZohoBooksSettings, connection: Connection, has_source_contacts: bool
) -> tuple[Draft | None, str]:
    """What would be sent now, or why nothing could be."""
    try:
        store = db.session.get_one(Store, order.store_id)
        products = prepare.products_of([order], settings)
        facts = order_check.read_facts(store, settings, [order], products, has_source_contacts)
        # It was sent, whatever its source calls it by now.
        return prepare.draft_of(order, facts, connection, is_number_taken=False, may_send_void=True), ""
    except ZohoError as error:
        return None, error.words


def _sent_alone(sent: Json, cached: CachedParts) -> list[Beside]:
    """What was sent, beside an order that could not be sent now."""
    lines = {f"Line {number}": _sent_line(line, cached) for number, line in enumerate(sent["line_items"], start=1)}
    texts = {label: _text(sent, name) for name, label in TEXTS.items()}
    amounts = {label: _amount(sent, name) for name, label in AMOUNTS.items()}
    parts: dict[str, Part] = {"Customer": _name(cached, ""), **lines, **texts, **amounts}
    return [Beside(label, None, there, differs=False) for label, there in parts.items() if there]


def _customer(draft: Draft, cached: CachedParts) -> list[Beside]:
    if draft.account is not None:
        return _account(draft.account, cached)
    is_same = cached.has_email or cached.is_chosen
    if cached.contact is None or not (is_same or cached.email):
        return []
    return [Beside("Customer", draft.email, _name(cached, draft.email), differs=not is_same)]


def _account(account: Account, cached: CachedParts) -> list[Beside]:
    """The contact that orders of the source belong to, whatever their e-mail address."""
    if cached.contact is None:
        return []
    here, there = account.contact_name, cached.contact.name
    differs = account.contact_id != cached.contact.contact_id if account.contact_id else here != there
    return [Beside("Customer", here, there, differs)]


def _name(cached: CachedParts, email: str) -> str:
    """The contact that it was sent for, with the order's e-mail address if it has it, else with the first it has."""
    if cached.contact is None:
        return ""
    return ", ".join(filter(None, (cached.contact.name, email if cached.has_email else cached.email)))


def _addresses(draft: Draft, cached: CachedParts, sent: Json) -> list[Beside]:
    found = [
        _address("Billing address", contact_addresses.billing(draft), cached, sent.get("billing_address_id", "")),
        _address("Shipping address", contact_addresses.shipping(draft), cached, sent.get("shipping_address_id", "")),
    ]
    return [one for one in found if one]


def _address(label: str, address: dict[str, str], cached: CachedParts, sent_id: str) -> Beside | None:
    """None where the desk can't tell; an order without a street is sent without an address."""
    here = ", ".join(filter(None, address.values())) if address["address"] else ""
    if not here or not sent_id:
        return Beside(label, here, OTHER_ADDRESS if sent_id else "", differs=bool(here) != bool(sent_id))
    listed = (cached.contact and cached.contact.addresses) or {}
    if sent_id not in listed.values():
        return None
    is_same = listed.get(contact_addresses.key(address)) == sent_id
    return Beside(label, here, SAME_ADDRESS if is_same else OTHER_ADDRESS, differs=not is_same)


def _lines(draft: Draft, now: Json, sent: Json, cached: CachedParts) -> list[Beside]:
    ours, theirs = now["line_items"], sent["line_items"]
    found = []
    for number in range(max(len(ours), len(theirs))):
        label = f"Line {number + 1}"
        if number >= len(ours):
            found.append(Beside(label, None, _sent_line(theirs[number], cached), differs=True))
        elif number >= len(theirs):
            found.append(Beside(label, _line(ours[number], _item(draft.lines[number], cached)), None, differs=True))
        else:
            found.append(_line_beside(label, draft.lines[number], ours[number], theirs[number], cached))
    return found


def _line_beside(label: str, line: drafts.Line, ours: Json, theirs: Json, cached: CachedParts) -> Beside:
    is_same_item = _is_same_item(line, str(theirs["item_id"]), cached)
    differs = not is_same_item or _line(ours, "") != _line(theirs, "")
    return Beside(label, _line(ours, _item(line, cached)), _sent_line(theirs, cached), differs)


def _is_same_item(line: drafts.Line, sent_id: str, cached: CachedParts) -> bool:
    """Whether the line is for the item that was sent; also where the desk has forgotten that one."""
    if line.item_id:
        return line.item_id == sent_id
    item = cached.item(sent_id)
    if item is None or item.sku_key == sku_key(line.sku):
        return True
    now = cached.item_with(line.sku)
    return now is not None and now.item_id == sent_id


def _item(line: drafts.Line, cached: CachedParts) -> str:
    item = cached.item(line.item_id) if line.item_id else None
    return (item.sku or item.name if item else "") or line.sku


def _sent_line(line: Json, cached: CachedParts) -> Line:
    item = cached.item(str(line["item_id"]))
    return _line(line, item.sku or item.name if item else "")


def _line(line: Json, item: str) -> Line:
    return Line(
        _text(line, "description"), _amount(line, "quantity"), _amount(line, "rate"), _text(line, "tax_id"), item
    )


def _beside(label: str, here: Part, there: Part) -> Beside:
    return Beside(label, here, there, differs=here != there)


def _prices(values: Json) -> str:
    return TAX_INCLUDED.get(values["is_inclusive_tax"], "") if "is_inclusive_tax" in values else ""


def _text(values: Json, name: str) -> str:
    return str(values.get(name) or "")


def _amount(values: Json, name: str) -> Decimal:
    """The amount of that name; a discount that stands on the lines is taken together."""
    own = Decimal(str(values.get(name) or 0))
    on_lines = values.get("line_items", []) if name == "discount" else []
    return own + sum((_amount(line, name) for line in on_lines), Decimal(0))
