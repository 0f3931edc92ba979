"""The checks that call Zoho Books: six calls for all of them, five when no tax is used."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Text, cast, func, or_, select

from zoho_app.accounts.models import Store
from zoho_app.accounts.stores import second_store
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import identity
from zoho_app.orders.models import InventoryItem, Order, OrderItem
from zoho_app.zoho_books.api import unreadable
from zoho_app.zoho_books.api.client import CUSTOM_FIELDS, NEWEST_FIRST, Gateway
from zoho_app.zoho_books.cache import taxes as cached_taxes
from zoho_app.zoho_books.connection import connect
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER, Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.payload import line_items
from zoho_app.zoho_books.preflight.checks import Check, Line
from zoho_app.zoho_books.shipments import custom_fields
from zoho_app.zoho_books.taxes import organization_taxes, tax_match

MOST_AHEAD = timedelta(seconds=30)
# So many of the newest orders are looked through for taxes; older ones are in Zoho Books already.
NEWEST_ORDERS = 500
NAMED = 5  # at most so many are named


@dataclass
class Asking:
    """What a worker has at hand for all checks."""

    task: Task
    gateway: Gateway
    organization_id: str
    currency_code: str
    has_orders: bool
    time_zone: str
    prefix: str
    taxes: dict[str, str]  # tax_id: who names it
    tax_names: list[str]  # those of Tax Match
    rates_choose: bool = False  # whether Tax on items is "From the order"
    is_lost: bool = False
    organization: dict[str, Any] | None = field(default=None)  # once it has been read


@dataclass(frozen=True)
class Asked(Line):
    """A check, and how it is made; `judge` raises a ZohoError when Zoho Books gives no answer to it."""

    judge: Callable[["Asked", Asking], Check]

    def look(self, asking: Asking) -> Check:
        """Ask Zoho Books and judge."""
        return self.judge(self, asking)


def prepare(task: Task, gateway: Gateway) -> Asking:
    """Read all that the checks need of the desk, in the transaction of the caller."""
    store = db.session.get_one(Store, task.store_id)
    settings = db.session.get(ZohoBooksSettings, task.store_id)
    return Asking(
        task=task,
        gateway=gateway,
        organization_id=db.session.get_one(Connection, task.store_id).organization_id,
        currency_code=store.currency_code,
        has_orders=identity.has_orders(store.id),
        time_zone=store.time_zone,
        prefix=settings.salesorder_prefix if settings else "",
        taxes=_named_taxes(task.store_id),
        tax_names=_tax_names(settings.tax_match) if settings else [],
        rates_choose=settings is not None and settings.tax_on_items == TAX_FROM_THE_ORDER,
    )


def _named_taxes(store_id: int) -> dict[str, str]:
    """The tax ids that the inventory and the items of the newest orders name."""
    products = select(InventoryItem).where(InventoryItem.store_id == store_id, _may_name_tax(InventoryItem))
    newest = select(Order.id).where(Order.store_id == store_id).order_by(Order.id.desc()).limit(NEWEST_ORDERS)
    items = select(OrderItem).where(OrderItem.order_id.in_(newest), _may_name_tax(OrderItem))
    found: list[tuple[OrderItem | InventoryItem, str]] = []
    found += [(item, f"order {item.order_id}") for item in db.session.scalars(items.order_by(OrderItem.id))]
    found += [(item, f"the product {item.code} in the inventory") for item in db.session.scalars(products)]
    return {tax_id: who for item, who in found if (tax_id := line_items.detail(item, "tax_id"))}


def _tax_names(text: str) -> list[str]:
    return list(dict.fromkeys(rule.tax_name for rule in tax_match.parse(text).rules))


def _may_name_tax(model: type[InventoryItem] | type[OrderItem]) -> Any:
    """A first sieve in the database; names compare ignoring case."""
    return or_(
        cast(model.item_metadata, Text).icontains("tax_id", autoescape=True),
        cast(model.variation_list, Text).icontains("tax_id", autoescape=True),
    )


def _organization(line: Asked, asking: Asking) -> Check:
    row = asking.organization = asking.gateway.organization(asking.organization_id)
    if row is None:
        remedy = (
            "Reconnect as somebody who belongs to it, or have this person added in Zoho Books under Settings, Users."
        )
        return line.bad("The person who connected no longer belongs to the organization.", remedy, "connection")
    if not connect.active([row]):
        remedy = "In Zoho Books, make the organization active again, or reconnect and choose another one."
        return line.bad(f"{row.get('name')} is inactive in Zoho Books.", remedy, "zoho")
    with asking.task.step():
        connect.keep_edition(asking.task.store_id, row)
    return line.good(f"{row.get('name')} is readable and active.")


def _readable(what: str) -> Callable[[Asked, Asking], Check]:
    def judge(line: Asked, asking: Asking) -> Check:
        asking.gateway.first_row(what)
        return line.good("Bookdesk can read them.")

    return judge


def _numbers(line: Asked, asking: Asking) -> Check:
    """Whether a number that an order here would get belongs to a sales order that is not ours; the newest 200."""
    rows, _ = asking.gateway.sales_orders_with_prefix(asking.prefix, 1, NEWEST_FIRST)
    numbers = {str(row["salesorder_number"]) for row in rows if row.get("salesorder_number")}
    with asking.task.step():
        taken = _in_the_way(asking, numbers)
    if not taken:
        return line.good("Bookdesk can read sales orders, and the next numbers are free.")
    words = (
        f"Zoho Books already has {_names(taken)}, which did not come from Bookdesk. Orders here would get the "
        "same number."
    )
    remedy = "Choose another Sales order number prefix, or give those sales orders another number in Zoho Books."
    return line.bad(words, remedy, "settings#salesorder_prefix")


def _in_the_way(asking: Asking, numbers: set[str]) -> list[str]:
    """Those of the numbers, none of them ours, that an order waiting here or yet to come would get."""
    store_id, prefix = asking.task.store_id, asking.prefix
    ours = select(SalesOrder.salesorder_number).where(
        SalesOrder.store_id == store_id, SalesOrder.salesorder_number.in_(numbers)
    )
    foreign = numbers - set(db.session.scalars(ours))
    ids = {
        number: int(tail)
        for number in foreign
        if (tail := number.removeprefix(prefix)).isdecimal() and tail[:1] != "0"
    }
    last_id = db.session.scalar(select(func.max(Order.id))) or 0
    here = select(Order.id).where(
        Order.store_id == store_id, Order.id.in_([id for id in ids.values() if id <= last_id])
    )
    waiting = set(db.session.scalars(here))
    return sorted(number for number, order_id in ids.items() if order_id > last_id or order_id in waiting)


def _currency(line: Asked, asking: Asking) -> Check:
    row = asking.organization
    if row is None:
        return line.unknown("the organization could not be read.")
    theirs = str(row.get("currency_code") or "")
    if theirs == asking.currency_code:
        return line.good(f"The store and the organization both use {theirs}.")
    words = f"The store uses {asking.currency_code}, the organization uses {theirs or 'an unknown currency'}."
    wanted = f"onnect an organization that uses {asking.currency_code}."
    if not asking.has_orders:
        return line.bad(words, f"Correct the store's currency, or c{wanted}", "store")
    second = f" To sell in {theirs}, {second_store(theirs)}." if theirs else ""
    return line.bad(words, f"C{wanted}{second}", "connection")


def _time_zone(line: Asked, asking: Asking) -> Check:
    row = asking.organization
    if row is None:
        return line.unknown("the organization could not be read.")
    theirs = str(row.get("time_zone") or "")
    if _offsets(theirs) == _offsets(asking.time_zone):
        return line.good(f"The store and the organization are in the same time zone, {asking.time_zone}.")
    words = (
        f"The store is in {asking.time_zone}, the organization in {theirs or 'an unknown time zone'}. A sales "
        "order gets the organization's date, which may be a different day."
    )
    return line.bad(words, "Correct the time zone of the store, or of the organization in Zoho Books.", "store")


def _offsets(time_zone: str) -> list[timedelta | None]:
    """How far the zone is from UTC now and half a year from now; two names may mean the same."""
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return []
    timestamps: list[datetime] = [now(), now() + timedelta(days=182)]
    return [timestamp.astimezone(zone).utcoffset() for timestamp in timestamps]


def _clock(line: Asked, asking: Asking) -> Check:
    ahead = asking.gateway.zoho_is_ahead
    if ahead is None:
        return line.unknown("Zoho's answer does not include the time.")
    seconds = abs(round(ahead.total_seconds()))
    if abs(ahead) <= MOST_AHEAD:
        return line.good("The server's clock agrees with Zoho's.")
    words = f"The server's clock is {seconds:,} seconds {'behind' if ahead > timedelta(0) else 'ahead of'} Zoho's."
    remedy = (
        "Ask your administrator to set the clock from the network (NTP). Otherwise Bookdesk may notice "
        "changes in Zoho Books late."
    )
    return line.bad(words, remedy, "")


def _custom_fields(line: Asked, asking: Asking) -> Check:
    with unreadable.noted(asking.task, CUSTOM_FIELDS):
        definitions = asking.gateway.custom_field_definitions()
    with asking.task.step():
        connect.keep_custom_fields(asking.task.store_id, definitions)
    missing = custom_fields.missing(definitions)
    if not missing:
        return line.good(f"Sales orders have the fields {', '.join(custom_fields.NAMES)}.")
    remedy = (
        "In Zoho Books open Settings, Sales Orders, Field Customization, and add a field of the type “Text Box "
        f"(Single Line)” with exactly this label: {', '.join(missing)}."
    )
    return line.bad(f"Bookdesk can't read tracking details. Sales orders lack {', '.join(missing)}.", remedy, "zoho")


def _taxes(line: Asked, asking: Asking) -> Check:
    if not asking.taxes and not asking.tax_names:
        who = "the tax rates of orders choose the tax" if asking.rates_choose else "Zoho Books decides the tax"
        return line.good(f"No product and no new order has a tax_id, so {who}.")
    rows = cached_taxes.learn(asking.task, asking.gateway)
    taxes = organization_taxes.active(organization_taxes.kept(rows))
    active, names = {tax.tax_id for tax in taxes}, {tax.name.casefold() for tax in taxes}
    gone = [f"“{name}”" for name in asking.tax_names if name.casefold() not in names]
    if gone:
        remedy = "Correct Tax Match, or make the tax active in Zoho Books under Settings, Taxes."
        return line.bad(f"Tax Match names {_names(gone)}, which is no active tax.", remedy, "settings#tax_match")
    missing = [f"{tax_id} ({who})" for tax_id, who in asking.taxes.items() if tax_id not in active]
    if not missing:
        return line.good(f"Taxes in use: {len(asking.taxes) + len(asking.tax_names)}. All are in Zoho Books.")
    remedy = (
        "Correct the tax_id in the inventory and in the orders. Zoho Books lists its taxes under Settings, Taxes."
    )
    return line.bad(f"Zoho Books has no active tax {_names(missing)}.", remedy, "inventory")


def _names(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
    return ", ".join(found[:NAMED]) + more


ALL = (
    Asked("Organization", _organization),
    Asked("Contacts", _readable("contacts")),
    Asked("Items", _readable("items")),
    Asked("Sales order numbers", _numbers),
    Asked("Currency", _currency),
    Asked("Time zone", _time_zone),
    Asked("Clock", _clock),
    Asked("Custom fields for tracking", _custom_fields),
    Asked("Taxes", _taxes),
)
