"""The packages of a sales order, which organizations with Zoho Inventory have: parcels with what is in them.

Only a whole sales order has `packages`; a row of a list has none. Whether Zoho lists the items of each package is not
documented. Where it does not, they follow from what its lines say is packed, as long as one package at a time is new.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from zoho_app.orders.tracking.carriers import tracking_url
from zoho_app.orders.tracking.parcels import Packed, Parcel

Json = Mapping[str, Any]
Contents = Counter[tuple[str, str]]  # (SKU, name) -> pieces
# A package that is packed and still here.
_NOT_SHIPPED = ("", "not_shipped", "draft", "packed", "pending", "on_hold")
_GONE = ("void", "deleted", "cancelled")
# What a row of a list says of a sales order of which nothing was shipped.
_NOTHING_SHIPPED = ("", "none", "pending", "not_shipped", "to_be_shipped")


@dataclass(frozen=True)
class Package:
    """One package as Zoho tells it; `items` is empty where it is not known what it holds."""

    id: str
    tracking_number: str = ""
    carrier: str = ""
    service: str = ""
    link: str = ""
    day: str = ""
    is_shipped: bool = False
    items: tuple[Packed, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        texts = {name: getattr(self, name) for name in _TEXTS if getattr(self, name)}
        items = [[one.sku, one.name, one.quantity] for one in self.items]
        return {"id": self.id, "is_shipped": self.is_shipped, **texts, **({"items": items} if items else {})}

    @classmethod
    def from_json(cls, kept: Json) -> "Package":
        """Read what `to_json` made."""
        texts = {name: str(kept.get(name) or "") for name in _TEXTS}
        items = tuple(Packed(str(sku), str(name), int(quantity)) for sku, name, quantity in kept.get("items") or ())
        return cls(str(kept.get("id") or ""), **texts, is_shipped=bool(kept.get("is_shipped")), items=items)


_TEXTS = ("tracking_number", "carrier", "service", "link", "day")


def read(salesorder: Json, known: Sequence[Package] = ()) -> tuple[Package, ...] | None:
    """The packages that a sales order has; None when it does not say. `known` are those that it had before."""
    rows = salesorder.get("packages")
    if not isinstance(rows, list):
        return None
    told = [(_package(row), _quantity(row)) for row in rows if isinstance(row, dict) and _word(row) not in _GONE]
    before = {one.id: one.items for one in known if one.items}
    found = [(one if one.items else _with(one, before.get(one.id, ())), quantity) for one, quantity in told]
    left = _packed(salesorder)
    for one, _ in found:
        left.subtract({(item.sku, item.name): item.quantity for item in one.items})
    unknown = [index for index, (one, _) in enumerate(found) if not one.items]
    if len(unknown) == 1 and min(left.values(), default=0) >= 0:
        one, quantity = found[unknown[0]]
        if quantity in (None, left.total()):
            found[unknown[0]] = (_with(one, _items(left)), quantity)
    return tuple(one for one, _ in found)


def may_have_news(row: Json) -> bool:
    """Whether a row of a list says that something was shipped, so that the whole sales order may have packages."""
    return "packages" not in row and str(row.get("shipped_status") or "").casefold() not in _NOTHING_SHIPPED


def parcels(packages: Iterable[Package]) -> list[Parcel]:
    """The parcels that are on their way; packages that travel under one number are one parcel."""
    found: dict[str, Parcel] = {}
    for one in packages:
        if one.is_shipped:
            parcel = _parcel(one)
            found[parcel.key] = _joined(found[parcel.key], parcel) if parcel.key in found else parcel
    return list(found.values())


def _parcel(one: Package) -> Parcel:
    number = one.tracking_number
    link = one.link or (tracking_url(one.carrier, number) if number else "")
    return Parcel(number, one.carrier, one.service, link, one.items, one.day, "" if number else one.id)


def _joined(first: Parcel, second: Parcel) -> Parcel:
    """Both in one; what is in it is known only if it is known of both."""
    contents: Contents = Counter()
    for item in (*first.items, *second.items):
        contents[item.sku, item.name] += item.quantity
    items = _items(contents) if first.items and second.items else ()
    return Parcel(first.number, first.carrier, first.method, first.link, items, first.day, first.own_id)


def _package(row: Json) -> Package:
    order = row.get("shipment_order")
    shipment: Json = order if isinstance(order, dict) else {}

    def text(*names: str) -> str:
        told = (str(source.get(name) or "").strip() for name in names for source in (row, shipment))
        return next(filter(None, told), "")

    number, link = text("tracking_number"), text("tracking_url", "tracking_link")
    return Package(
        id=text("package_id", "package_number", "shipment_id"),
        tracking_number=number,
        carrier=text("carrier", "delivery_method"),
        service=text("service"),
        link=link if link.startswith("https://") else "",
        day=text("shipment_date"),
        is_shipped=_word(row) not in _NOT_SHIPPED or bool(number),
        items=_listed(row.get("line_items")),
    )


def _word(row: Json) -> str:
    return str(row.get("status") or "").strip().casefold()


def _with(one: Package, items: tuple[Packed, ...]) -> Package:
    return Package.from_json({**one.to_json(), "items": [[item.sku, item.name, item.quantity] for item in items]})


def _listed(lines: Any) -> tuple[Packed, ...]:
    """The items of a package where Zoho lists them."""
    return _items(_counted(lines, "quantity")) if isinstance(lines, list) else ()


def _packed(salesorder: Json) -> Contents:
    """What the lines of a sales order say is in packages."""
    lines = salesorder.get("line_items")
    return _counted(lines, "quantity_packed") if isinstance(lines, list) else Counter()


def _counted(lines: list[Any], field: str) -> Contents:
    """Pieces of each product; nothing at all where some quantity is no whole number, for the rest would mislead."""
    contents: Contents = Counter()
    for line in lines:
        if isinstance(line, dict):
            pieces = _whole(line.get(field) or 0)
            if pieces is None:
                return Counter()
            contents[str(line.get("sku") or "").strip(), str(line.get("name") or "").strip()] += pieces
    return contents


def _items(contents: Contents) -> tuple[Packed, ...]:
    return tuple(sorted(Packed(sku, name, pieces) for (sku, name), pieces in contents.items() if pieces > 0))


def _quantity(row: Json) -> int | None:
    told = row.get("quantity", row.get("total_quantity"))
    return None if told in (None, "") else _whole(told)


def _whole(value: Any) -> int | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and number == number.to_integral_value() else None
