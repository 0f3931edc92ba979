"""The taxes of an organization, as Zoho Books lists them and as they are kept with the connection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

# Zoho Books API, answers: `tax_specification` of a sales order.
INTRA, INTER = "intra", "inter"
GROUP = "tax_group"


@dataclass(frozen=True)
class Tax:
    """A tax, or with `parts` a tax group; `rate` is its percentage.

    `specification` says where it holds in India: INTRA a state, or INTER states; "" elsewhere.
    """

    tax_id: str
    name: str
    rate: Decimal
    is_active: bool = True
    parts: tuple["Tax", ...] = ()
    specification: str = ""

    @property
    def label(self) -> str:
        """Its name with its rate, such as "Standard VAT (20%)"."""
        return f"{self.name} ({rate_text(self.rate)})"

    @property
    def leaves(self) -> tuple["Tax", ...]:
        """The taxes that are computed and rounded: those of the group, or the tax itself."""
        return self.parts or (self,)


def kept(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is kept of Zoho's taxes; the rate as text, so that it stays exact. `parts` are those of a tax group."""
    return [
        {
            "tax_id": str(row["tax_id"]),
            "name": str(row.get("tax_name") or "")[:200],
            "rate": str(number(row.get("tax_percentage"))),
            "is_active": str(row.get("status") or "").lower() != "inactive",
            "specification": _specification(row),
            "parts": kept(row.get("parts") or ()),
        }
        for row in rows
        if row.get("tax_id")
    ]


def _specification(row: Mapping[str, Any]) -> str:
    """Zoho Books API, taxes of India: `tax_specific_type` is igst, cgst or sgst; CGST and SGST make a group."""
    if str(row.get("tax_specific_type") or "") == "igst":
        return INTER
    is_group = any(part.get("tax_specific_type") == "cgst" for part in row.get("parts") or ())
    return INTRA if is_group else ""


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Tax, ...]:
    """The taxes that were kept."""
    return tuple(
        Tax(
            row["tax_id"],
            row["name"],
            Decimal(row["rate"]),
            row["is_active"],
            read(row.get("parts") or ()),
            row.get("specification", ""),
        )
        for row in rows
    )


def active(rows: Iterable[Mapping[str, Any]]) -> list[Tax]:
    """The taxes that were kept and that Zoho Books still offers."""
    return [tax for tax in read(rows) if tax.is_active]


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
