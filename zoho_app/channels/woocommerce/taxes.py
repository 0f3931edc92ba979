"""The taxes of a line: their rate together, in percent, and their names."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zoho_app.channels.woocommerce.amounts import ZERO, amount

Json = Mapping[str, Any]


def said(order: Json, part: Json, prefix: str = "tax") -> dict[str, str]:
    """What the metadata says of the taxes on a line or on shipping; nothing where there are none."""
    ids = {str(tax.get("id")) for tax in part.get("taxes") or [] if str(tax.get("total") or "") != ""}
    rows = [row for row in order.get("tax_lines") or [] if str(row.get("rate_id")) in ids]
    if not rows:
        return {}
    names = " + ".join(dict.fromkeys(str(row.get("label") or "") for row in rows))
    return {f"{prefix}_rate": f"{_together(rows).normalize():f}", f"{prefix}_name": names}


def _together(rows: Sequence[Json]) -> Decimal:
    """A compound tax is taken of the others as well."""
    simple = sum((amount(row.get("rate_percent")) for row in rows if not row.get("compound")), ZERO)
    share = 1 + simple / 100
    for row in rows:
        if row.get("compound"):
            share *= 1 + amount(row.get("rate_percent")) / 100
    return (share - 1) * 100
