"""Map or skip a SKU that Zoho Books lacks, in the Product Settings. Their other lines stay as they are.

Such a SKU is one as Zoho would know it: an order's own, or one that Product Code Match or the default item names.
"""

from collections.abc import Collection
from difflib import SequenceMatcher
from heapq import nlargest

from sqlalchemy import or_, select

from zoho_app.extensions import db
from zoho_app.orders.input.keys import sku_key
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.cache.models import CachedItem
from zoho_app.zoho_books.contacts.choice import NotOffered
from zoho_app.zoho_books.errors import ConnectionLost
from zoho_app.zoho_books.models import ZohoBooksSettings
from zoho_app.zoho_books.payload import line_items
from zoho_app.zoho_books.payload.line_items import Part

FOUND_AT_MOST = 20
CLOSEST = 8
# Of more items the closest are looked for among the first ones.
COMPARED_AT_MOST = 5000


def candidates(store_id: int, sku: str, query: str = "") -> list[CachedItem]:
    """Active items to choose from: those whose SKU or name has `query`, else those whose SKU is closest to `sku`."""
    rows = select(CachedItem).where(CachedItem.store_id == store_id, CachedItem.is_active, CachedItem.sku_key != "")
    if query.strip():
        found = or_(
            CachedItem.sku_key.contains(sku_key(query), autoescape=True),
            CachedItem.name.icontains(query.strip(), autoescape=True),
        )
        return list(db.session.scalars(rows.where(found).order_by(CachedItem.sku_key).limit(FOUND_AT_MOST)))
    compared = SequenceMatcher(b=sku_key(sku), autojunk=False)

    def likeness(item: CachedItem) -> float:
        compared.set_seq1(item.sku_key)
        return compared.ratio()

    return nlargest(CLOSEST, db.session.scalars(rows.order_by(CachedItem.id).limit(COMPARED_AT_MOST)), key=likeness)


def choose(store_id: int, sku: str, item_id: str, who: str) -> CachedItem:
    """Let the SKU mean this item from now on, by a line in Product Code Match. Raises NotOffered.

    Fails with SQLAlchemy's StaleDataError when somebody saves the settings at the same moment.
    """
    item = db.session.scalar(
        select(CachedItem).where(CachedItem.store_id == store_id, CachedItem.item_id == item_id, CachedItem.is_active)
    )
    if item is None:
        raise NotOffered("This item is no longer in Zoho Books, or it is inactive. Choose another.")
    found = _settings(store_id)
    text = _matched(found.product_code_match, sku, item.sku)
    if line_items.parse_match(text).parts.get(sku_key(sku)) != (Part(item.sku, 1),):
        raise NotOffered(
            f"“{sku}={item.sku}” can't be written in Product Code Match, because a SKU has an equals sign, a comma "
            "or a line break. Change that SKU."
        )
    is_default = sku_key(found.default_sku) == sku_key(sku)
    settings.save(found, {"product_code_match": text, **({"default_sku": item.sku} if is_default else {})}, who)
    return item


def skip(store_id: int, sku: str, who: str) -> None:
    """Leave items with this SKU out of sales orders from now on. Raises NotOffered, as `choose` StaleDataError."""
    found = _settings(store_id)
    if not may_skip(found, sku):
        raise NotOffered(f"“{sku}” can't be left out by Product Code Skip. Choose an item for it.")
    if sku_key(sku) not in line_items.parse_skip(found.product_code_skip):
        settings.save(found, {"product_code_skip": _with_line(found.product_code_skip, sku.strip())}, who)


def may_skip(found: ZohoBooksSettings | None, sku: str) -> bool:
    """Whether Product Code Skip can name it: a SKU of an order, and no part of a matched one; without a comma."""
    if found is None or "," in sku or "\n" in sku:
        return False
    match = line_items.parse_match(found.product_code_match)
    named = {sku_key(part.sku) for parts in match.parts.values() for part in parts}
    return sku_key(sku) not in named | {sku_key(found.default_sku)}


def fixed(store_id: int, found: ZohoBooksSettings | None, skus: Collection[str]) -> dict[str, str]:
    """In words, by `sku_key`, what has become of those of the SKUs that the desk can send by now."""
    if found is None or not skus:
        return {}
    match = line_items.parse_match(found.product_code_match)
    skip = line_items.parse_skip(found.product_code_skip)
    cached = cached_items.find(store_id, skus)
    words = {}
    for sku in skus:
        key = sku_key(sku)
        parts = match.parts.get(key)
        if key in skip:
            words[key] = f"{sku} is left out of sales orders."
        elif parts and key not in {sku_key(part.sku) for part in parts}:
            words[key] = f"{sku} goes to Zoho Books as {', '.join(part.sku for part in parts)}."
        elif key in cached and cached[key].is_active:
            words[key] = f"{sku} is an item in Zoho Books now."
    return words


def _settings(store_id: int) -> ZohoBooksSettings:
    found = settings.get(store_id)
    if found is None:
        raise ConnectionLost("Zoho Books is not enabled in this store.")
    return found


def _matched(text: str, sku: str, chosen: str) -> str:
    """Product Code Match with `chosen` wherever a line meant `sku`, and a line of its own for that."""
    lines, has_own = text.split("\n"), False
    for number, line in enumerate(lines):
        left, equals, right = line.partition("=")
        if equals and sku_key(left) == sku_key(sku):
            lines[number], has_own = f"{left}={chosen}", True
        elif equals and sku_key(sku) in map(sku_key, right.split(",")):
            pieces = (chosen if sku_key(piece) == sku_key(sku) else piece for piece in right.split(","))
            lines[number] = f"{left}={','.join(pieces)}"
    changed = "\n".join(lines)
    return changed if has_own else _with_line(changed, f"{sku.strip()}={chosen}")


def _with_line(text: str, line: str) -> str:
    return f"{text.rstrip()}\n{line}" if text.strip() else line
