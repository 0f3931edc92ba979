"""The order's timeline: one plain sentence for each thing that happened; append-only."""

from zoho_app.extensions import db
from zoho_app.orders.models import HistoryEntry, Order

LONGEST_QUOTE = 200


def add(order: Order, who: str, note: str) -> None:
    """Write what happened to a stored order. `who` is a person's e-mail, "Auto", "API" or "Zoho Books"."""
    db.session.add(HistoryEntry(order_id=order.id, who=who, note=note))


def quoted(value: object) -> str:
    """A value as history cites it: in quotation marks, a long one shortened, a blank one called blank."""
    text = str(value)
    if not text:
        return "blank"
    return f'"{text}"' if len(text) <= LONGEST_QUOTE else f'"{text[:LONGEST_QUOTE]}…"'
