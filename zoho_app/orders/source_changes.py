"""What changes later at the source - paid, canceled, refunded - changes the order and is told."""

from decimal import Decimal

from zoho_app.orders import edit, history, state
from zoho_app.orders.events import ORDER_DETAILS_CHANGED, SOURCE_STATE_CHANGED, publish
from zoho_app.orders.input.order_data import OrderData, plain
from zoho_app.orders.models import Order

FIELDS = ("payment_status", "refund_total")


def said(clean: OrderData) -> dict[str, str]:
    """What the data says of the order's state, as it is kept with the order."""
    given = {name: clean.details[name] for name in FIELDS if name in clean.details}
    words = {name: plain(value) if isinstance(value, Decimal) else str(value) for name, value in given.items()}
    status = clean.order_metadata.get(state.SOURCE_STATUS, "")
    is_told = bool(status) or "payment_status" in words  # without a word of it, the state is over that it had
    return words | ({state.SOURCE_STATUS: status} if is_told else {})


def pending(order: Order, clean: OrderData) -> dict[str, str]:
    """What the source says by now that it did not say before; what people changed here in between is no news."""
    before = order.source_said or _here(order)
    return {name: value for name, value in said(clean).items() if before.get(name, "") != value}


def apply(order: Order, clean: OrderData, who: str) -> str:
    """Take over what the source says by now of a stored order's state; what changed, as words, "" for nothing.

    Fires "Order Details Changed", and "State Changed at the Source" when the order's state did.
    """
    news = pending(order, clean)
    if not news:
        return ""
    before = state.of_order(order)
    order.source_said = {**_here(order), **order.source_said, **news}
    values = {name: clean.details[name] for name in FIELDS if name in news}
    changed = edit.apply_details(order, values, who)
    if state.SOURCE_STATUS in news:
        names = {**order.order_metadata, state.SOURCE_STATUS: news[state.SOURCE_STATUS]}
        names = {name: value for name, value in names.items() if value or name != state.SOURCE_STATUS}
        changed = edit.replace_names(order, "order_metadata", names, who) or changed
    if not changed:
        return ""
    words = tell(order, before, who)
    publish(ORDER_DETAILS_CHANGED, order)
    return words or "Its payment and refund were updated."


def tell(order: Order, before: state.SourceState, who: str) -> str:
    """Say that the order's state is another one than before; "" where it is not."""
    after = state.of_order(order)
    if after == before:
        return ""
    words = f"{order.source} says: the order was {before.phrase}, it is {after.phrase} now."
    history.add(order, who, words)
    publish(SOURCE_STATE_CHANGED, order)
    return words


def _here(order: Order) -> dict[str, str]:
    status = state.source_status(order)
    here = {"payment_status": order.payment_status, "refund_total": plain(order.refund_total)}
    return here | ({state.SOURCE_STATUS: status} if status else {})
