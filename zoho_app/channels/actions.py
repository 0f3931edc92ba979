"""The rule action that posts an order to a web address."""

from uuid import uuid4

from zoho_app import masks
from zoho_app.actors import AUTO
from zoho_app.appointments.models import RULES
from zoho_app.channels import messages, postings
from zoho_app.channels.models import Delivery
from zoho_app.deliveries import addresses
from zoho_app.deliveries.addresses import AddressRefused
from zoho_app.orders import representation
from zoho_app.orders.models import Order
from zoho_app.rules.catalogue import ADDRESS, CHOICE, ActionRefused, Field, action

_URL = Field("url", "URL", ADDRESS, help="Starts with https://. The order arrives as the form field “order”.")
_SIGNATURE = Field(
    "signature",
    "Signature",
    CHOICE,
    help="How the receiver knows that the message comes from here. The secret is on the page Sales Channels.",
    choices=postings.choices,
    default=postings.STANDARD,
)


@action(
    "Post Order JSON",
    "Orders",
    fields=(_URL, _SIGNATURE),
    description=(
        "Posts the order, as it is when the rule runs, to a web address. Bookdesk keeps trying for up to two hours."
    ),
)
def post_order_json(order: Order, values: dict[str, str]) -> None:
    """Schedule the posting of the order as it is now. Raises ActionRefused for a forbidden address."""
    try:
        url = addresses.check(values["url"])
    except AddressRefused as refusal:
        raise ActionRefused(str(refusal)) from refusal
    delivery = Delivery(
        store_id=order.store_id,
        order_id=order.id,
        message_key=f"order_json:{uuid4().hex}",  # a rule may post the same order again and again
        format=messages.ORDER_JSON,
        signature=values["signature"] or postings.STANDARD,
        recipient=masks.host_of(url),
        subject="the order",
        url=url,
    )
    messages.plan(delivery, representation.order_json(order), AUTO, RULES)


ACTIONS = (post_order_json,)
