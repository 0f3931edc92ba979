"""Which units of the shop's lines a parcel holds, and whether all parcels together hold the whole order."""

from collections.abc import Mapping, Sequence
from typing import Any

from zoho_app.channels.shops.parcels import Known, Parcel
from zoho_app.channels.woocommerce.amounts import amount
from zoho_app.channels.woocommerce.shipments.way import There

Json = Mapping[str, Any]


def units(lines: Sequence[Json], parcel: Parcel, others: Sequence[There]) -> list[tuple[int, int]]:
    """The units of a parcel; all that no other parcel holds, where it names no items."""
    if not parcel.items:
        return _left(lines, others)
    found: dict[int, int] = {}
    for item in parcel.items:
        line = _line(lines, item.line_key, item.code)
        if line is not None:
            found[int(line["id"])] = found.get(int(line["id"]), 0) + item.quantity
    return list(found.items()) or _left(lines, others)


def is_all(lines: Sequence[Json], parcels: Sequence[Known]) -> bool:
    """Whether nothing of the order is left when these parcels are on their way."""
    wanted = [one.wanted for one in parcels if one.wanted is not None]
    if any(not parcel.items for parcel in wanted):
        return True
    packed: dict[int, int] = {}
    for parcel in wanted:
        for line, count in units(lines, parcel, []):
            packed[line] = packed.get(line, 0) + count
    return all(packed.get(int(line["id"]), 0) >= _count(line) for line in lines)


def _left(lines: Sequence[Json], others: Sequence[There]) -> list[tuple[int, int]]:
    left = {int(line["id"]): _count(line) for line in lines}
    for there in others:
        for line, count in there.units:
            left[line] = left.get(line, 0) - count
    return [(line, count) for line, count in left.items() if count > 0]


def _line(lines: Sequence[Json], key: str, code: str) -> Json | None:
    by_key = [line for line in lines if key and str(line["id"]) == key]
    by_code = [line for line in lines if code and str(line.get("sku") or "").casefold() == code.casefold()]
    return next(iter(by_key or by_code), None)


def _count(line: Json) -> int:
    """Half a kilo is one unit of the desk."""
    return max(int(amount(line.get("quantity"))), 1)
