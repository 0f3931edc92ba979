"""The names of carriers as Shopify knows them: of these it makes the tracking link itself."""

import json
from functools import cache
from pathlib import Path

from zoho_app.orders.tracking import names

FILE = Path(__file__).with_name("companies.json")


def company(carrier: str) -> str:
    """The carrier's name with Shopify's capitals; another name stays as it was typed."""
    typed = " ".join(carrier.split())
    known = _known()
    if typed.casefold() in known:
        return known[typed.casefold()]
    meant = names.named(typed)
    return known.get(meant[0].name.casefold(), typed) if len(meant) == 1 else typed


@cache
def _known() -> dict[str, str]:
    """Each name by its casefold; capitals count at Shopify."""
    listed: list[str] = json.loads(FILE.read_text())
    return {name.casefold(): name for name in listed}
