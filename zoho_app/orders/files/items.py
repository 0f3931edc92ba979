"""The items in an order's lines: prices of pieces or of whole lines, refunds, canceled lines, packed cells."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zoho_app.orders.files import totals
from zoho_app.orders.files.columns import PACKED, Plan
from zoho_app.orders.files.fields import ITEM, ITEM_METADATA, VARIATION
from zoho_app.orders.files.file_order import FileOrder
from zoho_app.orders.files.limits import shortened
from zoho_app.orders.files.lines import Line, plain
from zoho_app.orders.files.titles import loose
from zoho_app.orders.files.values import amounts, packed, states

ZERO = Decimal(0)
KEPT, HALF_CENT = Decimal("0.0001"), Decimal("0.005")
PRICE, QUANTITY, NAME, CODE, LINE_TOTAL = (
    f"{ITEM}price",
    f"{ITEM}quantity",
    f"{ITEM}name",
    f"{ITEM}code",
    "line.total",
)
LINE_TAXES = ("line.tax", "line.shipping_tax", "line.handling_tax")
SUMS = ("line.shipping", "line.handling", *LINE_TAXES)
REDUCTIONS = ("line.discount", "line.shipping_discount", "line.refund")
MOST_PIECES = 1_000_000


@dataclass
class Item:
    """One item as its line gives it."""

    line: int
    values: dict[str, str]
    quantity: int
    price: Decimal | None
    line_total: Decimal | None


@dataclass
class Rows:
    """The items of an order and the sums of what stands on its lines."""

    items: list[Item] = field(default_factory=list)
    sums: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    all_canceled: bool = False

    @property
    def by_piece(self) -> Decimal | None:
        """Prices times quantities; None when a price is missing."""
        if any(item.price is None for item in self.items):
            return None
        return sum((item.price * item.quantity for item in self.items if item.price is not None), ZERO)

    @property
    def by_line(self) -> Decimal | None:
        """The prices of whole lines; None when one is missing."""
        found = [item.line_total for item in self.items]
        return None if None in found else sum((total for total in found if total is not None), ZERO)

    def as_data(self, order: FileOrder, by_line: bool) -> list[dict[str, Any]]:
        """The items as order data takes them, and from now on the order's lines of items."""
        rows = []
        for item in self.items:
            total = item.line_total if by_line or item.price is None else _rounded(item.price, item.quantity)
            parts = totals.split(total, item.quantity) if total is not None else [(item.price or ZERO, item.quantity)]
            if len(parts) > 1:
                (low, many), (high, few) = parts
                order.repaired(
                    item.line,
                    "",
                    f"{total} for {item.quantity} pieces became {many} × {plain(low)} and {few} × {plain(high)}",
                )
            for price, quantity in parts:
                if quantity:
                    rows.append({**_details(item), "price": plain(price), "quantity": str(quantity)})
                    order.item_lines.append(item.line)
        return rows


def _details(item: Item) -> dict[str, Any]:
    values = item.values
    row: dict[str, Any] = {
        key: values[f"{ITEM}{key}"] for key in ("name", "code", "weight") if values.get(f"{ITEM}{key}")
    }
    metadata = {
        key.removeprefix(ITEM_METADATA): value for key, value in values.items() if key.startswith(ITEM_METADATA)
    }
    if values.get(f"{ITEM}refunded_quantity", "0") not in ("0", ""):
        metadata["refunded_quantity"] = values[f"{ITEM}refunded_quantity"]
    variations = {key.removeprefix(VARIATION): value for key, value in values.items() if key.startswith(VARIATION)}
    variations |= _variations(values.get(f"{ITEM}variation", ""))
    return {
        **row,
        **({"metadata": metadata} if metadata else {}),
        **({"variation_list": variations} if variations else {}),
    }


def _variations(text: str) -> dict[str, str]:
    """ "Glaze: Ocean,Personalization: For Mia" as names with values; what has no name is the "Variation"."""
    if not text:
        return {}
    found: dict[str, str] = {}
    last = ""
    for part in text.replace("\n", ",").split(","):
        name, colon, value = part.partition(":")
        if colon and name.strip() and len(name) <= 100:
            last = name.strip()
            found[last] = value.strip()
        elif last:
            found[last] = f"{found[last]},{part}"
        else:
            return {"Variation": text}
    return found


def _rounded(price: Decimal, quantity: int) -> Decimal | None:
    """What the pieces come to, where a price of more decimals than the desk keeps would change it; else None."""
    exact = price * quantity
    is_kept = abs(price.quantize(KEPT, ROUND_HALF_UP) * quantity - exact) < HALF_CENT
    return None if is_kept else exact.quantize(totals.CENT, ROUND_HALF_UP)


def is_refund(line: Line, plan: Plan) -> bool:
    """Whether the line takes back what was sold: the source says so, or its number of pieces is negative."""
    refunds = plan.layout.refunds if plan.layout else ()
    if loose(line.values.get(f"{ITEM}state", "")) in refunds:
        return True
    if line.values.get(QUANTITY, "").startswith("-"):
        return True
    prices = [line.values[key] for key in (PRICE, LINE_TOTAL) if line.values.get(key)]
    return line.values.get("order_total", "").startswith("-") and all(price.startswith("-") for price in prices)


def refunded(line: Line) -> Decimal:
    """What a refund gave back."""
    values = {
        key: Decimal(line.values.get(key, "0")) for key in (PRICE, QUANTITY, LINE_TOTAL, "line.discount", "line.tax")
    }
    gross = abs(values[LINE_TOTAL]) or abs(values[PRICE] * values[QUANTITY])
    return gross - abs(values["line.discount"]) + abs(values["line.tax"])


def read(order: FileOrder, lines: list[Line], plan: Plan, titles: dict[str, str]) -> Rows:
    """The items of the lines; what is missing or unreadable is noted on the order."""
    rows = Rows()
    canceled = 0
    summary = plan.layout is not None and plan.layout.first_line_counts
    for line in lines:
        for cell in line.packed:
            _unpack(rows, order, line, cell, plan, titles)
        if not any(key.startswith((ITEM, "line.")) for key in line.values):
            continue
        if summary and not line.values.get(NAME) and not line.values.get(CODE):
            continue  # the order's own line above those of its items
        if states.voids_line(line.values.get(f"{ITEM}state", "")):
            canceled += 1
            order.repaired(line.number, titles[f"{ITEM}state"], "was canceled; this item is left out")
            continue
        _add(rows, order, line, plan, titles)
    if canceled and not rows.items:
        rows.all_canceled = True
        for line in lines:
            _add(rows, order, line, plan, titles)
    return rows


def _add(rows: Rows, order: FileOrder, line: Line, plan: Plan, titles: dict[str, str]) -> None:
    values = {key: value for key, value in line.values.items() if key.startswith((ITEM, "line."))}
    for key in SUMS:
        rows.sums[key] += Decimal(values.get(key, "0"))
    for key in REDUCTIONS:
        rows.sums[key] += abs(Decimal(values.get(key, "0")))
    if not any(values.get(key) for key in (NAME, CODE, PRICE, LINE_TOTAL, QUANTITY)):
        return
    quantity = _quantity(order, line, values, titles)
    if quantity is None:
        return
    price = Decimal(values[PRICE]) if values.get(PRICE) else None
    total = Decimal(values[LINE_TOTAL]) if values.get(LINE_TOTAL) else None
    if price is None and total is None:
        if not order.errors:
            order.wrong(
                line.number,
                titles.get(PRICE) or titles.get(LINE_TOTAL, ""),
                "says no price; write 0.00 if it is a gift",
            )
        return
    if plan.layout and plan.layout.price_may_be_line and total is None:
        total = price
    rows.items.append(Item(line.number, values, quantity, price, total))


def _quantity(order: FileOrder, line: Line, values: dict[str, str], titles: dict[str, str]) -> int | None:
    text = values.get(QUANTITY, "")
    if not text:
        if QUANTITY in titles and not any(error.line == line.number for error in order.errors):
            order.wrong(line.number, titles[QUANTITY], "says no quantity")
        return None if QUANTITY in titles else 1
    number = Decimal(text)
    if not number:
        order.repaired(line.number, titles.get(QUANTITY, ""), "is 0; this line is left out")
        return None
    if number != number.to_integral_value() or not 1 <= number <= MOST_PIECES:
        order.wrong(line.number, titles.get(QUANTITY, ""), f"must be a whole number from 1 to {MOST_PIECES}")
        return None
    return int(number)


def _unpack(rows: Rows, order: FileOrder, line: Line, cell: str, plan: Plan, titles: dict[str, str]) -> None:
    """Add the items that one cell holds."""
    try:
        found = packed.read(cell)
        for item in found:
            for key in (QUANTITY, PRICE, LINE_TOTAL):
                if key in item:
                    item[key] = plain(amounts.read(item[key], plan.decimals).value)
    except (ValueError, amounts.Doubtful):
        order.wrong(line.number, titles[PACKED], f"the items can't be told from “{shortened(cell)}”")
        return
    for item in found:
        _add(rows, order, Line(line.number, item), plan, titles)
