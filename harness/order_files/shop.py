"""How a shop writes an order: its titles, what stands on which line, and whose numbers and days it writes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.order_files.known import LOCALES, ZERO, Known, Locale, Sold

Row = dict[str, str]
PLAIN = LOCALES["plain"]
OWN = frozenset(
    (
        *("number", "email", "name", "first", "last", "street", "city", "zip", "country", "shipping", "tax"),
        *("discount", "total", "refund", "day", "status", "canceled", "currency", "note", "packed"),
    )
)


@dataclass(frozen=True)
class Shop:
    """Titles of the order's own values and of its items, by what they hold."""

    own: dict[str, str]
    item: dict[str, str]
    repeats: bool = True  # the order's own values stand on each of its lines, else its number alone
    first: dict[str, str] = field(default_factory=dict)  # amounts of lines: the order's, on its first line
    is_local: bool = False  # numbers and days as its locale writes them
    day: str = ""  # how it writes days everywhere
    paid: str = ""
    canceled: str = ""
    more: Row = field(default_factory=dict)  # what it writes on every line
    pack: Callable[[tuple[Sold, ...]], str] | None = None

    def holds(self, what: str) -> bool:
        """Whether the shop's file says this at all."""
        return what in self.own or what in self.first or what in self.item

    def rows(self, order: Known, locale: Locale) -> list[Row]:
        """The lines of one order."""
        locale = locale if self.is_local else PLAIN
        values = _values(order, locale, self)
        own = {title: values[what] for what, title in self.own.items()} | self.more
        if self.pack:
            return [own]
        kept = own if self.repeats else {self.own["number"]: order.number, **self.more}
        rows = [
            {**(own if not place else kept), **self._item(sold, locale)} for place, sold in enumerate(order.items)
        ]
        for place, row in enumerate(rows):
            row |= {title: locale.amount(ZERO) if place else values[what] for what, title in self.first.items()}
        return rows

    def _item(self, sold: Sold, locale: Locale) -> Row:
        values = {
            "sku": sold.sku,
            "name": sold.name,
            "quantity": str(sold.quantity),
            "price": locale.amount(sold.price),
            "line": locale.amount(sold.price * sold.quantity),
        }
        return {title: values[what] for what, title in self.item.items()}


def _values(order: Known, locale: Locale, shop: Shop) -> Row:
    status = shop.canceled if order.is_canceled else shop.paid
    amounts = {
        name: locale.amount(getattr(order, name)) for name in ("shipping", "tax", "discount", "total", "refund")
    }
    return amounts | {
        "number": order.number,
        "email": order.email,
        "name": f"{order.first} {order.last}",
        "first": order.first,
        "last": order.last,
        "street": order.street,
        "city": order.city,
        "zip": order.zip,
        "country": order.country,
        "note": order.note,
        "currency": "USD",
        "status": status,
        "canceled": "2026-03-06 12:00:00 +0000" if order.is_canceled else "",
        "day": (shop.day.format(*order.day) if shop.day else locale.date(order.day)),
        "packed": shop.pack(order.items) if shop.pack else "",
    }


def titled(what: str, titles: str) -> dict[str, str]:
    """What each of these titles holds."""
    return dict(zip(what.split(), titles.split("|"), strict=True))
