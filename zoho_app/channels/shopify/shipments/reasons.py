"""Why nothing of an order can be shipped in Shopify, and what a person does about it."""

from datetime import timedelta

from zoho_app.channels.shopify import scopes
from zoho_app.channels.shopify.shipments.state import FulfillmentOrder, State
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.parcels import (
    CANCELED,
    COLLECTED,
    HELD,
    NOT_ALLOWED,
    NOTHING,
    SERVICE,
    SHIPPED,
    Known,
    Parcel,
    Problem,
)
from zoho_app.channels.shops.problems import TryLater
from zoho_app.clock import now

# Shopify decides from where an order ships some time after the order.
ROUTED_IN = timedelta(minutes=15)
LOOK_AGAIN_IN = timedelta(seconds=10)
AGAIN = "then try again."


def problem(access: Access, state: State, one: Known, wanted: Parcel) -> Problem:
    """The reason; raises TryLater where it passes by itself."""
    left = [order for order in state.waiting if not order.is_over]
    if state.is_canceled:
        words = "The order is canceled in Shopify. Call the parcel back, or agree with the customer on a new order."
        return Problem(one.id, CANCELED, words)
    if not state.waiting:
        return _none_shown(access, state, one)
    if not left and state.sent:
        names = ", ".join(sent.name for sent in state.sent)
        words = f"All of the order was fulfilled in Shopify already ({names}). Add {_number(wanted)} there by hand."
        return Problem(one.id, SHIPPED, words)
    if not left:
        return Problem(
            one.id, NOTHING, "Nothing of the order is left to ship in Shopify. Look whether it was refunded."
        )
    return _about(one, wanted, left)


def _about(one: Known, wanted: Parcel, left: list[FulfillmentOrder]) -> Problem:
    held = next((order for order in left if order.holds), None)
    if held is not None:
        words = f"Shopify holds the order back ({'; '.join(held.holds)}). Release the hold in Shopify, {AGAIN}"
        return Problem(one.id, HELD, words)
    service = next((order for order in left if order.is_at_service), None)
    if service is not None:
        words = f"{service.place} ships the order and tells Shopify itself. Cancel the request there, {AGAIN}"
        return Problem(one.id, SERVICE, words)
    if not any(order.travels for order in left):
        words = (
            f"The order does not ship as a parcel. Fulfill it in Shopify, and add {_number(wanted)} there by hand."
        )
        return Problem(one.id, COLLECTED, words)
    if not any(order.may_ship for order in left):
        status = left[0].status.replace("_", " ").casefold()
        return Problem(one.id, HELD, f"The order is {status} in Shopify. Open it there for fulfillment, {AGAIN}")
    words = (
        "The items of the shipment are not what is left to ship in Shopify. Compare both, and correct the shipment."
    )
    return Problem(one.id, SHIPPED, words)


def _none_shown(access: Access, state: State, one: Known) -> Problem:
    lacking = [
        need.scopes[0] for need in scopes.missing(access.facts.get("scopes") or []) if "fulfillment" in need.scopes[0]
    ]
    if lacking:
        words = f"Shopify shows nothing to ship to this app. Add the scope {' or '.join(lacking)} to it, {AGAIN}"
        return Problem(one.id, NOT_ALLOWED, words)
    if now() - state.created_at < ROUTED_IN:
        words = "Shopify has not decided yet from where it ships the order."
        raise TryLater(words, now() + LOOK_AGAIN_IN)
    return Problem(one.id, NOTHING, "Shopify shows nothing to ship of this order. Look at the order there.")


def _number(wanted: Parcel) -> str:
    return f"tracking number {wanted.number}" if wanted.number else "the shipment"
