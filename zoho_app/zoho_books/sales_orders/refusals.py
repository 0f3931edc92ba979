"""Why an order can't be scheduled, in the same words for single orders, bulk runs and dry runs."""

from zoho_app.orders import duplicates, state
from zoho_app.orders.models import Order
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.models import DISCONNECTED, Connection, SalesOrder, ZohoBooksSettings

NOT_CONNECTED = "This store is not connected to Zoho Books. An owner can connect it under Manage Integrations."
# Of many orders at once.
IS_THERE = "already in Zoho Books. Cancel it there before you send it again."
IS_BEING_SENT = "already being sent."
IS_BEING_CANCELED = "already being canceled."
MAY_BE_A_DOUBLE = "perhaps the same purchase as another order. Say on its page whether it is."
IS_VOID = "canceled, refunded or a test at the source, and not sent. To send one anyway, press Submit on its page."
IS_NOT_THERE = "not in Zoho Books, so there is nothing to cancel."


def is_connected(connection: Connection | None, settings: ZohoBooksSettings | None) -> bool:
    """Whether orders may be scheduled. A lost connection is no reason to refuse: they wait until it is made anew."""
    if connection is None or settings is None:
        return False
    return bool(connection.organization_id) and connection.state != DISCONNECTED


def is_there(order: Order, row: SalesOrder | None) -> CannotSchedule | None:
    """The refusal to send what stands in Zoho Books; `row` is the order's live sales order."""
    if row is None or not row.salesorder_id or not order.fulfillment_id:
        return None
    return CannotSchedule(
        f"Order {order.source_id} is already in Zoho Books, as sales order {row.salesorder_number}. Cancel it "
        "there before you send it again.",
        of_many=IS_THERE,
    )


def may_be_a_double(order: Order) -> CannotSchedule | None:
    """The refusal to send what may be the same purchase as another order, as long as nobody has said."""
    other = duplicates.asked_about(order)
    if other is None:
        return None
    words = f"It may be the same purchase as order {other.id}. Say on its page first whether it is another one."
    return CannotSchedule(words, of_many=MAY_BE_A_DOUBLE)


def is_void(order: Order) -> CannotSchedule | None:
    """The refusal to send what the source itself calls void, unless a person has said to."""
    source_state = state.of_order(order)
    if not source_state.is_void:
        return None
    return CannotSchedule(
        f"Order {order.source_id} is {source_state.phrase} at {order.source}, so it was not sent to Zoho Books. "
        "To send it anyway, press Submit on its page.",
        of_many=IS_VOID,
    )


def is_under_way(order: Order, of_many: str) -> CannotSchedule:
    """The refusal of what has been asked for already; `of_many` is IS_BEING_SENT or IS_BEING_CANCELED."""
    return CannotSchedule(f"Order {order.source_id} is {of_many}", of_many=of_many)


def is_not_there(order: Order) -> CannotSchedule:
    """The refusal to cancel what was never sent."""
    return CannotSchedule(f"Order {order.source_id} is {IS_NOT_THERE}", of_many=IS_NOT_THERE)
