"""From the lines of one order to order data as Order Desk's API takes it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from zoho_app.orders.addresses import CUSTOMER_FIELDS, PLACE
from zoho_app.orders.files import items, money
from zoho_app.orders.files.columns import Plan
from zoho_app.orders.files.fields import (
    ADDRESS_KINDS,
    CHECKOUT,
    DATE,
    ITEM,
    METADATA,
    MONEY,
    NAME,
    STATE,
    kind_of,
)
from zoho_app.orders.files.fields import (
    PLACE as PLACE_KIND,
)
from zoho_app.orders.files.file_order import FileOrder
from zoho_app.orders.files.items import QUANTITY
from zoho_app.orders.files.limits import shortened
from zoho_app.orders.files.lines import Line
from zoho_app.orders.files.titles import loose
from zoho_app.orders.files.values import amounts, dates, states

ZERO = Decimal(0)
CENT = Decimal("0.01")
# Where two lines of an order must not differ.
CORE = ("email", "currency")
METADATA_KEYS = {"fulfillment": "fulfillment_status"}


@dataclass(frozen=True)
class Context:
    """What of the store a file is read with."""

    time_zone: str = "UTC"
    currency: str = ""  # "" compares none


def fill(order: FileOrder, plan: Plan, context: Context, titles: dict[str, str]) -> None:
    """Fill the order's data from its lines, and note what is wrong, repaired and doubtful."""
    refunds = [line for line in order.lines if items.is_refund(line, plan)]
    sales = [line for line in order.lines if line not in refunds] if refunds else order.lines
    own = _merged(order, sales or refunds, plan, titles)
    data: dict[str, Any] = {key: value for key, value in own.items() if _is_plain(key)}
    if "source_id" in own:
        data["source_id"] = own["source_id"]
    data["source_name"] = own.get("source_name") or plan.source
    _add_names(data)
    _add_dates(order, data, own, plan, context, titles)
    currency = _currency(order, own, context, titles)
    rows = items.read(order, sales, plan, titles)
    if not rows.items and not refunds and not order.errors and any(line.values.get(QUANTITY) for line in sales):
        order.wrong(order.line, titles[QUANTITY], "is 0 in all of its lines, so nothing of it was ordered")
    if not rows.items and refunds:
        order.wrong(
            order.line, "", "is only a refund; it is no sale, and the order that it belongs to is not in this file"
        )
    money.add(order, data, own, rows, refunds, plan, currency, titles)
    data["order_metadata"] = {**_metadata(own), **data.pop("order_metadata", {})}
    if currency:
        data["order_metadata"]["currency"] = currency
    checkout = {key.removeprefix(CHECKOUT): value for key, value in own.items() if key.startswith(CHECKOUT)}
    if checkout:
        data["checkout_data"] = checkout
    order.data = {key: value for key, value in data.items() if value not in ("", {}, [])}


def _is_plain(key: str) -> bool:
    """Whether order data has the field under this name."""
    if any(key.startswith(f"{kind}_") for kind in ADDRESS_KINDS):
        return kind_of(key) in (NAME, PLACE_KIND) or key.endswith("_phone") or key == "shipping_method"
    return key in ("email", "folder_name", "payment_type", "customer_id")


def _merged(order: FileOrder, lines: list[Line], plan: Plan, titles: dict[str, str]) -> dict[str, str]:
    """What the lines say of the order itself; where they differ in what counts, that is wrong."""
    own: dict[str, str] = {}
    said_at: dict[str, int] = {}
    for line in lines:
        for key, value in line.values.items():
            if key.startswith((ITEM, "line.")):
                continue
            before = own.get(key)
            if before is None or (kind_of(key) == MONEY and _is_zero(before)):
                own[key], said_at[key] = value, line.number
            elif not _agree(key, before, value):
                _differ(order, line.number, said_at[key], key, before, value, plan, titles)
    return own


def _is_zero(text: str) -> bool:
    return not Decimal(text)


def _agree(key: str, before: str, value: str) -> bool:
    if before == value:
        return True
    if kind_of(key) == MONEY:
        return _is_zero(value) or Decimal(before) == Decimal(value)
    return loose(before) == loose(value)


def _differ(
    order: FileOrder, line: int, first: int, key: str, before: str, value: str, plan: Plan, titles: dict[str, str]
) -> None:
    kind = kind_of(key)
    if plan.layout and plan.layout.first_line_counts:
        return
    words = f"line {first} says “{shortened(before)}” for the same order"
    if kind in (MONEY, NAME, PLACE_KIND) or key in CORE:
        order.wrong(line, titles[key], words)
    elif kind == DATE:
        order.repaired(line, titles[key], f"{words}, and that is taken")
    elif kind == STATE and any(states.read({"status": text}, ZERO, ZERO).doubt for text in (before, value)):
        said = f"“{shortened(before)}” in line {first}, “{shortened(value)}” in line {line}"
        order.doubts.append(f"Its lines say different states: {said}.")


def _add_names(data: dict[str, Any]) -> None:
    """Split full names; a customer of the same name as the recipient has the recipient's address."""
    for kind in ADDRESS_KINDS:
        if whole := data.pop(f"{kind}_name", ""):
            first, _, last = whole.rpartition(" ")
            if not data.get(f"{kind}_first_name") and not data.get(f"{kind}_last_name"):
                data[f"{kind}_first_name"], data[f"{kind}_last_name"] = first.strip() or last, last if first else ""
    places = [f"customer_{part}" for part in (*PLACE[:-1], "address1")]
    same = all(
        data.get(f"customer_{part}", "") == data.get(f"shipping_{part}", "") for part in ("first_name", "last_name")
    )
    if same and data.get("shipping_address1") and not any(data.get(place) for place in places):
        for part in CUSTOMER_FIELDS:
            if value := data.get(f"shipping_{part}"):
                data.setdefault(f"customer_{part}", value)


def _add_dates(
    order: FileOrder, data: dict[str, Any], own: dict[str, str], plan: Plan, context: Context, titles: dict[str, str]
) -> None:
    text = own.get("date_added", "")
    if not text:
        return
    try:
        moment = dates.read(text, plan.dates)
    except dates.Undecided:
        order.wrong(
            order.line, titles["date_added"], f"{text} may be two days; say on the columns step which comes first"
        )
        return
    except (ValueError, OverflowError):
        words = f"must be a day like 2026-01-31, or with a time like 2026-01-31 13:45; it says “{shortened(text)}”"
        order.wrong(order.line, titles["date_added"], words)
        return
    if moment is None:
        return
    clock, zone = moment.clock, moment.zone
    if clock is None and own.get("time_added"):
        try:
            clock, zone = dates.read_time(own["time_added"])
        except (ValueError, OverflowError):
            words = f"must be a time like 13:45; it says “{shortened(own['time_added'])}”"
            order.wrong(order.line, titles["time_added"], words)
            return
    zone = zone or (dates.read_zone(own["zone_added"]) if own.get("zone_added") else None)
    data["date_added"] = dates.FileDate(moment.day, clock, zone).as_text(ZoneInfo(context.time_zone))


def _currency(order: FileOrder, own: dict[str, str], context: Context, titles: dict[str, str]) -> str:
    """The order's currency: its column's, else what the signs beside its amounts mean.

    Another one than the store's is wrong.
    """
    text = own.get("currency", "").strip()
    title = titles.get("currency", "") if text else ""
    meant: tuple[str, ...] = ()
    if text:
        meant = (text.upper(),) if len(text) == 3 and text.isalpha() else amounts.SIGNS.get(text.casefold(), ())
        if not meant:
            order.wrong(order.line, title, f"must be a currency like USD; it says “{shortened(text)}”")
            return ""
    signs = {line.currencies for line in order.lines if line.currencies}
    for sign in signs:
        meant = tuple(code for code in meant if code in sign) if meant else sign
    if not meant:
        if signs:
            order.wrong(order.line, title, "the signs beside its amounts are of different currencies")
        return ""
    if context.currency and context.currency not in meant:
        there = meant[0] if len(meant) == 1 else " or ".join(meant[:3])
        order.wrong(order.line, title, f"the order is in {there}, the store in {context.currency}")
    return context.currency if context.currency in meant else meant[0]


def _metadata(own: dict[str, str]) -> dict[str, str]:
    found = {key.removeprefix(METADATA): value for key, value in own.items() if key.startswith(METADATA)}
    found |= {name: own[key] for key, name in METADATA_KEYS.items() if own.get(key)}
    if own.get("notes"):
        found["notes"] = own["notes"]
    return found
