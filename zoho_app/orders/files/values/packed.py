"""All items of an order in one cell, as BigCommerce and some plug-ins of WooCommerce pack them."""

import json
import re

from zoho_app.orders.files.fields import ITEM
from zoho_app.orders.files.titles import loose

MOST = 1_000
# What the packed names mean; all else is left out.
NAMES = {
    "name": f"{ITEM}name",
    "productname": f"{ITEM}name",
    "sku": f"{ITEM}code",
    "productsku": f"{ITEM}code",
    "quantity": f"{ITEM}quantity",
    "qty": f"{ITEM}quantity",
    "productqty": f"{ITEM}quantity",
    "price": f"{ITEM}price",
    "productunitprice": f"{ITEM}price",
    "subtotal": "line.total",
    "total": "line.total",
    "producttotalprice": "line.total",
    "productvariationdetails": f"{ITEM}variation",
    "meta": f"{ITEM}variation",
}
_BIG = re.compile(r"(?:^|, )(Product [A-Z][A-Za-z ]{1,30}): ?")


def read(text: str) -> list[dict[str, str]]:
    """The items, each as field -> text. Raises ValueError when the cell packs them in no way that is known."""
    if text[:1] == "[":
        items = [_pairs([str(one) for pair in row.items() for one in pair]) for row in _rows(text)]
    elif "Product Qty:" in text:
        items = [_pairs(_BIG.split(part.strip())[1:]) for part in text.split("|") if part.strip()]
    elif "|" in text:
        parts = [part for part in text.split(";") if part.strip()]
        if not all("|" in part for part in parts):
            parts = [text]
        items = [_pairs(_flat(part)) for part in parts]
    else:
        raise ValueError("unknown")
    items = [item for item in items if item]
    if not items or len(items) > MOST or any(f"{ITEM}quantity" not in item for item in items):
        raise ValueError("unknown")
    return items


def _rows(text: str) -> list[dict[str, object]]:
    """The objects of a list in JSON, as newer plug-ins pack items."""
    try:
        rows = json.loads(text, parse_float=str, parse_int=str)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("unknown")
    return rows


def _flat(part: str) -> list[str]:
    """name:Blue mug|sku:A -> name, Blue mug, sku, A."""
    flat: list[str] = []
    for pair in part.split("|"):
        name, _, value = pair.partition(":")
        flat += [name, value]
    return flat


def _pairs(flat: list[str]) -> dict[str, str]:
    item: dict[str, str] = {}
    for name, value in zip(flat[::2], flat[1::2], strict=False):
        if (key := NAMES.get(loose(name))) and value.strip():
            item.setdefault(key, value.strip().strip(","))
    return item
