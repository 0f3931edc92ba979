"""A discount that is larger than the items, such as a gift card that pays the shipping, too.

Zoho Books takes no discount above the sum of the lines. Pure: no database, no network.
"""

from dataclasses import dataclass
from decimal import Decimal

from zoho_app.zoho_books.errors import DISCOUNT, ORDER, CannotSubmit


@dataclass(frozen=True)
class Charges:
    """What goes off an order, and what comes on top of its lines."""

    discount: Decimal
    shipping: Decimal
    handling: Decimal


def share(lines: Decimal, asked: Charges, pays_shipping: bool) -> Charges:
    """Let the discount pay the lines, then the shipping, then the handling; the sum stays the same.

    Raises CannotSubmit when the discount is more than the lines come to and may not pay the shipping, or is more
    than all of it.
    """
    rest = asked.discount - lines
    if rest <= 0:
        return asked
    if lines < 0:
        raise CannotSubmit(
            f"The items come to {lines:.2f}, which is less than nothing. Let the line that takes money off count "
            "as a discount, or correct its price, then submit again.",
            ORDER,
        )
    words = f"The discount of {asked.discount:.2f} is more than the items' {lines:.2f}"
    charges = asked.shipping + asked.handling
    if rest > charges:
        raise CannotSubmit(
            f"{words} and the {charges:.2f} of shipping and handling together, so {rest - charges:.2f} of it pays "
            "nothing. Correct the discount or the items, then submit again.",
            ORDER,
        )
    if not pays_shipping:
        what = "the shipping" if rest <= asked.shipping else "the shipping and handling"
        raise CannotSubmit(
            f"{words}, and Zoho Books takes no such discount. {rest:.2f} of it pays {what}: let it, and the sales "
            f"order has a discount of {lines:.2f} and {rest:.2f} less for {what}. Its total stays the same.",
            DISCOUNT,
        )
    of_shipping = min(rest, max(asked.shipping, Decimal(0)))
    return Charges(lines, asked.shipping - of_shipping, asked.handling - (rest - of_shipping))
