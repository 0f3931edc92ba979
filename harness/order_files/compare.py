"""What came out of a generated file, compared with what was written; and whether a difference was told."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from harness.order_files.chance import Case
from harness.order_files.known import Known
from harness.order_files.shop import Shop
from harness.order_files.shops import SHOPS
from zoho_app.orders.files import columns, orders, reader
from zoho_app.orders.files.build import Context
from zoho_app.orders.files.file_order import FileOrder
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.order_data import OrderData

ZERO = Decimal(0)
CENT = Decimal("0.01")
# What a difference in a value is told in: the fields whose columns a repair names.
FIELDS = {
    "number": ("source_id",),
    "name": ("customer_name", "shipping_name", "customer_first_name", "customer_last_name"),
    "postal code": ("customer_postal_code", "shipping_postal_code"),
    "street": ("customer_address1", "shipping_address1"),
    "items": ("order_items.name", "order_items.code", "order_items.price", "line.total", "order_items.packed"),
}


@dataclass
class Outcome:
    """What became of a file: `silent` are the differences that nobody was told of."""

    silent: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refused: str = ""  # why the file as a whole was not read

    @property
    def is_exact(self) -> bool:
        """Whether all came out as it was written, and nobody was bothered."""
        return not (self.silent or self.told or self.refused)


def read(case: Case) -> Outcome:
    """Read the file as a person would who answers what is asked, and compare."""
    outcome = Outcome()
    try:
        table, plan = reader.open_file(case.content)
        if plan.questions:
            answers = columns.Choices(
                dates="day" if case.writes.day_first else "month", decimals=case.writes.decimals
            )
            table, plan = reader.open_file(case.content, answers)
            outcome.told += plan.questions
    except BadFile as refused:
        outcome.refused = str(refused)
        return outcome
    if plan.questions:
        outcome.refused = " ".join(plan.questions)
        return outcome
    found = orders.read(table, plan, Context("UTC", "USD"))
    titles = {column.field: column.title for column in plan.columns if column.field}
    by_number = {order.number: order for order in found}
    if len(found) != len(case.orders):
        complained = [order for order in found if order.errors or order.doubts]
        (outcome.told if complained else outcome.silent).append(f"{len(found)} orders of {len(case.orders)}")
    for wanted in case.orders:
        order = by_number.get(wanted.number) or next(
            (one for one in found if one.number.endswith(wanted.number)), None
        )
        if order is None:
            outcome.silent.append(f"order {wanted.number} is not there: {list(by_number)}")
            continue
        complaints = [*map(str, order.errors), *order.doubts]
        if complaints:
            outcome.told += complaints
        if order.errors:
            continue
        outcome.silent += _untold(case, wanted, order, titles)
    return outcome


def _untold(case: Case, wanted: Known, order: FileOrder, titles: dict[str, str]) -> list[str]:
    clean = order.clean
    if clean is None:
        return [f"{wanted.number}: nothing came out, and nothing was said"]
    told_titles = {repair.column for repair in order.repairs}
    differences = []
    for what, written, came in _values(SHOPS[case.shop], wanted, clean, order):
        if written == came:
            continue
        columns_told = {titles[key] for key in FIELDS.get(what, ()) if key in titles}
        if told_titles & columns_told or (what == "total" and order.doubts):
            continue
        differences.append(f"{wanted.number}, {what}: {written!r} became {came!r}")
    return differences


def _values(shop: Shop, wanted: Known, clean: OrderData, order: FileOrder) -> Iterator[tuple[str, object, object]]:
    """(what, as it was written, as it came out)."""
    details = clean.details
    customer, shipping = (clean.addresses.get(kind, {}) for kind in ("customer", "shipping"))
    address = defaultdict(str, customer if any(customer.values()) else shipping)
    yield "number", wanted.number, clean.source_id
    yield "email", wanted.email, details.get("email", "")
    yield "name", _one(f"{wanted.first} {wanted.last}"), _one(f"{address['first_name']} {address['last_name']}")
    yield "street", _one(wanted.street), _one(address["address1"])
    yield "city", _one(wanted.city), address["city"]
    yield "postal code", wanted.zip, address["postal_code"]
    yield "country", wanted.country, address["country"]
    yield "day", "{:04}-{:02}-{:02}".format(*wanted.day), _day(clean)
    yield "items", _sold(wanted), _came(clean)
    yield "shipping", wanted.shipping, details.get("shipping_total", ZERO)
    yield "discount", wanted.discount, _discount(clean)
    has_inside = wanted.tax_inside and bool(wanted.tax)
    inside = Decimal(clean.order_metadata.get("included_tax", "0"))
    yield "tax", wanted.tax, inside if has_inside else details.get("tax_total", ZERO)
    yield "total", wanted.total, _total(clean)
    yield "total shown", wanted.total, (order.total or ZERO).quantize(CENT)
    if shop.holds("refund"):
        yield "refund", wanted.refund, details.get("refund_total", ZERO)
    if shop.holds("note"):
        yield "note", texts.clean(wanted.note, lines=True), clean.order_metadata.get("notes", "")
    if wanted.is_canceled or (wanted.refund and wanted.refund >= wanted.total > 0):
        yield "state", True, bool(order.doubts)


def _one(text: str) -> str:
    return " ".join(text.split())


def _day(clean: OrderData) -> str:
    added = clean.date_added
    return str(added.day or added.at.date()) if added else ""


def _sold(wanted: Known) -> dict[tuple[str, str], tuple[int, Decimal]]:
    sums: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for item in wanted.items:
        pieces, money = sums.get((item.sku, _one(item.name)), (0, ZERO))
        sums[(item.sku, _one(item.name))] = (pieces + item.quantity, money + item.price * item.quantity)
    return sums


def _came(clean: OrderData) -> dict[tuple[str, str], tuple[int, Decimal]]:
    sums: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for item in clean.items:
        values = item.values
        key = (values["code"], _one(values["name"]))
        pieces, money = sums.get(key, (0, ZERO))
        sums[key] = (pieces + values["quantity"], money + values["price"] * values["quantity"])
    return sums


def _discount(clean: OrderData) -> Decimal:
    return sum((Decimal(one["amount"]) for one in clean.details.get("discount_list", [])), ZERO)


def _total(clean: OrderData) -> Decimal:
    products = sum((item.values["price"] * item.values["quantity"] for item in clean.items), ZERO)
    charges = sum((clean.details.get(name, ZERO) for name in ("shipping_total", "handling_total", "tax_total")), ZERO)
    return products + charges - _discount(clean)
