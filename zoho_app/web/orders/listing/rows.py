"""What a row of the list of orders says in its two lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zoho_app.counts import count_noun
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Folder, Order, OrderItem
from zoho_app.web.layout.menu import folder_color
from zoho_app.web.orders.states import State

SERIOUS = ("problem", "warning")


@dataclass(frozen=True)
class Row:
    """The texts of one row. `next_step` says what follows from the state, `whole` all that is known of the states."""

    place: str
    first_item: str
    first_sku: str
    more_items: str
    folder_color: str
    state: State | None
    next_step: str
    whole: str


def build(orders: Sequence[Order], states: Mapping[int, list[State]], folders: Sequence[Folder]) -> dict[int, Row]:
    """The rows of these orders, by order id."""
    colors = {folder.id: folder_color(place) for place, folder in enumerate(folders)}
    return {order.id: _row(order, states[order.id], colors.get(order.folder_id, "gray")) for order in orders}


def _row(order: Order, states: list[State], color: str) -> Row:
    shown = most_telling(states)
    behind = [words for one in states if one is not shown for words in (one.words, one.more)]
    # What the source says of the payment stands below the total.
    not_told = [words for words in behind if text_key(words) != text_key(order.payment_status)]
    follows = (shown.next_step or shown.more) if shown else ""
    first = order.items[0] if order.items else None
    return Row(
        place=", ".join(filter(None, (_from_address(order, "city"), _from_address(order, "country")))),
        first_item=_item(first) if first else "No items",
        first_sku=first.code if first else "",
        more_items=_more_items(order),
        folder_color=color,
        state=shown,
        next_step=_joined([follows, *not_told]),
        whole=_joined([shown.words, shown.more, *behind]) if shown else "",
    )


def _joined(words: Sequence[str]) -> str:
    return " · ".join(filter(None, words))


def most_telling(states: list[State]) -> State | None:
    """What asks for a person goes first; else what has happened last."""
    return next((one for one in states if one.kind in SERIOUS), states[-1] if states else None)


def _from_address(order: Order, key: str) -> str:
    return (order.shipping or {}).get(key) or (order.customer or {}).get(key) or ""


def _item(item: OrderItem) -> str:
    return f"{item.quantity:,} × {item.name or item.code}"


def _more_items(order: Order) -> str:
    if len(order.items) < 2:
        return count_noun(order.quantity_total, "item") if order.items else ""
    left = len(order.items) - 2
    return f"{_item(order.items[1])}{f', {left} more' if left else ''}"
