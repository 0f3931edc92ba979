"""The order's timeline: one plain sentence for each thing that happened; append-only."""

from collections.abc import Sequence

from sqlalchemy import insert, literal, select

from zoho_app.extensions import db
from zoho_app.orders.models import HistoryEntry, Order

LONGEST_QUOTE = 200
NOTE_ADDED = "Note Added: "
LONGEST_AUTHOR = 254
# So many orders are named in one statement.
AT_ONCE = 5000


def add(order: Order, who: str, note: str) -> None:
    """Write what happened to a stored order. `who` is a person's e-mail, "Auto", "API" or "Zoho Books".

    For names that come from outside, see `author`.
    """
    db.session.add(HistoryEntry(order_id=order.id, who=who, note=note))


def add_to_many(order_ids: Sequence[int], who: str, note: str) -> None:
    """Write the same to many stored orders; those that were deleted since are passed over."""
    for start in range(0, len(order_ids), AT_ONCE):
        some = Order.id.in_(order_ids[start : start + AT_ONCE])
        lines = select(Order.id, literal(who), literal(note)).where(some)
        db.session.execute(insert(HistoryEntry).from_select(["order_id", "who", "note"], lines))


def author(who: str, name: str) -> str:
    """How a note or a line is signed that `who`, such as "API", writes in the name of somebody else.

    The name never stands alone, so that no program passes for a person, or for a part of Bookdesk. Reading what was
    signed so, and writing it back, changes nothing.
    """
    prefix = f"{who}: "
    return f"{prefix}{name.removeprefix(prefix)}"[:LONGEST_AUTHOR] if name and name != who else who


def quoted(value: object) -> str:
    """A value as history cites it: in quotation marks, a long one shortened, a blank one called blank."""
    text = str(value)
    if not text:
        return "blank"
    return f'"{text}"' if len(text) <= LONGEST_QUOTE else f'"{text[:LONGEST_QUOTE]}…"'
