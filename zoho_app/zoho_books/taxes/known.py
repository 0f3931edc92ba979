"""The taxes of an organization, as Zoho Books lists them and as they are kept with the connection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True)
class Tax:
    """A tax or a tax group; `rate` is its percentage."""

    tax_id: str
    name: str
    rate: Decimal
    is_active: bool = True


def kept(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is kept of Zoho's taxes; the rate as text, so that it stays exact."""
    return [
        {
            "tax_id": str(row["tax_id"]),
            "name": str(row.get("tax_name") or "")[:200],
            "rate": str(number(row.get("tax_percentage"))),
            "is_active": str(row.get("status") or "").lower() != "inactive",
        }
        for row in rows
        if row.get("tax_id")
    ]


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Tax, ...]:
    """The taxes that were kept."""
    return tuple(Tax(row["tax_id"], row["name"], Decimal(row["rate"]), row["is_active"]) for row in rows)


def number(value: Any) -> Decimal:
    """A percentage or an amount of Zoho's; 0 for what is none."""
    try:
        rate = Decimal(str(value or 0))
    except InvalidOperation:
        return Decimal(0)
    return rate if rate.is_finite() else Decimal(0)


def rate_text(rate: Decimal) -> str:
    """A rate as people write it, such as "19%" or "5.5%"."""
    return f"{rate.normalize():f}%"
