"""Keeping orders that were refused, listing them, and trying them again."""

import json
import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ScalarSelect, Select, delete, func, select

from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.extensions import alone, db
from zoho_app.orders import import_order
from zoho_app.orders.input import source
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.fields import BadFields, FieldError, Reader
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order
from zoho_app.orders.refused.models import DISMISSED, IMPORTED, OPEN, RefusedOrder

LONGEST_BODY = 200_000  # characters that are kept
LONGEST_WORDS = 4_000
MOST_KEPT = 1_000  # of a store; the oldest go first
LATELY = timedelta(days=1)
CARD = re.compile(
    r'("(?:cc_number|card_number|cc_cvv|cvv|cvc)"\s{0,20}:\s{0,20})("[^"]{0,60}"|[0-9]{1,30})', re.IGNORECASE
)


def keep(store: Store, raw: bytes, refusal: Exception, key_ending: str = "") -> RefusedOrder:
    """Keep an order that the API refused, as it was sent; the same body again is counted. Flushed, not committed.

    `key_ending` are the last characters of the API key that it came with, if it came with one.
    """
    alone("refused orders", store.id)
    digest = sha256(raw).hexdigest()
    row = db.session.scalar(
        select(RefusedOrder).where(RefusedOrder.store_id == store.id, RefusedOrder.digest == digest)
    )
    if row is None:
        row = RefusedOrder(store_id=store.id, digest=digest, body="", words="", times=0)
        db.session.add(row)
    row.times += 1
    row.last_at, row.state, row.settled_by = now(), OPEN, ""
    row.key_ending = key_ending
    text = CARD.sub(_masked, raw.decode("utf-8", "replace").replace("\x00", "\ufffd"))
    row.body, row.is_whole = text[:LONGEST_BODY], len(text) <= LONGEST_BODY
    _say_what_is_wrong(row, refusal)
    row.source_name, row.source_id = _source(text)
    db.session.flush()
    _forget_oldest(store.id)
    return row


def replaced(newest: RefusedOrder, who: str) -> None:
    """The source has sent the order anew, so that what was refused of it before needs nobody any more."""
    older = select(RefusedOrder).where(
        RefusedOrder.store_id == newest.store_id,
        RefusedOrder.state == OPEN,
        RefusedOrder.source_id == newest.source_id,
        RefusedOrder.id != newest.id,
    )
    for row in db.session.scalars(older):
        if text_key(row.source_name) == text_key(newest.source_name):
            _record(row, DISMISSED, who)


def arrived(order: Order, who: str) -> None:
    """An order has come in: what was refused of it before needs nobody any more."""
    rows = select(RefusedOrder).where(
        RefusedOrder.store_id == order.store_id,
        RefusedOrder.state == OPEN,
        RefusedOrder.source_id == order.source_id,
    )
    for row in db.session.scalars(rows):
        if text_key(row.source_name or source.NONE) == text_key(order.source_name):
            _record(row, IMPORTED, who, order.id)


def try_again(store: Store, row: RefusedOrder, body: str, who: str) -> Order:
    """Import the order from this body, which a person may have corrected. Raises BadFields or DuplicateOrder."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadFields([_no_json(error)]) from error
    order = import_order.import_order(store, data, who)
    _record(row, IMPORTED, who, order.id)
    return order


def dismiss(row: RefusedOrder, who: str) -> None:
    """A person has said that nobody needs it."""
    _record(row, DISMISSED, who)


def readable(row: RefusedOrder) -> str:
    """The body as people read it: JSON with one field a line, what is no JSON as it was sent."""
    try:
        return json.dumps(json.loads(row.body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return row.body


def still_wrong(row: RefusedOrder, body: str, refusal: Exception) -> None:
    """Keep what a person has typed, and what is wrong with it now."""
    row.body = CARD.sub(_masked, body.replace("\x00", "\ufffd"))[:LONGEST_BODY]
    _say_what_is_wrong(row, refusal)
    db.session.flush()


def get(store_id: int, row_id: int) -> RefusedOrder | None:
    """The refused order, if it is the store's."""
    return db.session.scalar(select(RefusedOrder).where(RefusedOrder.store_id == store_id, RefusedOrder.id == row_id))


def page(store_id: int, most: int, before: int | None = None) -> list[RefusedOrder]:
    """The refused orders that wait for somebody, the newest first."""
    wanted = select(RefusedOrder).where(RefusedOrder.store_id == store_id, RefusedOrder.state == OPEN)
    if before is not None:
        wanted = wanted.where(RefusedOrder.id < before)
    return list(db.session.scalars(wanted.order_by(RefusedOrder.id.desc()).limit(most)))


def count(store_id: int) -> int:
    """How many wait for somebody."""
    return db.session.scalar(_waiting(store_id)) or 0


def counting_lately(store_id: int) -> ScalarSelect[int]:
    """How many of them were refused within a day, to be asked within another statement."""
    return _waiting(store_id).where(RefusedOrder.last_at >= now() - LATELY).scalar_subquery()


def _waiting(store_id: int) -> Select[int]:
    return select(func.count()).where(RefusedOrder.store_id == store_id, RefusedOrder.state == OPEN)


def _masked(found: re.Match[str]) -> str:
    """Of a card number no more than the last four digits is ever kept, of its check value nothing."""
    digits = "".join(one for one in found[2] if one.isdigit())
    return f'{found[1]}"{digits[-4:] if len(digits) > 8 else ""}"'


def _record(row: RefusedOrder, state: str, who: str, order_id: int | None = None) -> None:
    row.state, row.settled_by, row.order_id = state, who, order_id
    db.session.flush()


def _say_what_is_wrong(row: RefusedOrder, refusal: Exception) -> None:
    row.words = texts.cut(texts.clean(str(refusal), lines=True), LONGEST_WORDS)
    row.fields = [error.field for error in refusal.errors] if isinstance(refusal, BadFields) else []


def _source(text: str) -> tuple[str, str]:
    """Which order of which source the body is, as far as it can be told."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return "", ""
    reader = Reader(data, repairs=[])
    return reader.text("source_name", 100), reader.identifier_text("source_id", 200)


def _no_json(error: Exception) -> Any:
    place = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
    return FieldError("", f"The body is not valid JSON{place}")


def _forget_oldest(store_id: int) -> None:
    newest = select(RefusedOrder.id).where(RefusedOrder.store_id == store_id)
    last = db.session.scalar(newest.order_by(RefusedOrder.id.desc()).offset(MOST_KEPT - 1).limit(1))
    if last is not None:
        db.session.execute(delete(RefusedOrder).where(RefusedOrder.store_id == store_id, RefusedOrder.id < last))
