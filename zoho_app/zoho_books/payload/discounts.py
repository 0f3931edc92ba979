"""Discounts: one that is larger than the items, and how one is shared out over lines.

Zoho Books takes no discount above the sum of the lines. Pure: no database, no network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.errors import DISCOUNT, ORDER, CannotSubmit

# Discounts that are means of payment, by what their name begins with or has in it.
GIFT_CARDS = ("gift card", "giftcard", "gift certificate", "gift voucher", "store credit")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Charges:
    """What goes off an order, and what comes on top of its lines.

    `gift_cards` is how much of the discount gift cards are; `beyond` is what of it pays neither lines nor charges,
    but the tax on top of them.
    """

    discount: Decimal
    shipping: Decimal
    handling: Decimal
    gift_cards: Decimal = ZERO
    beyond: Decimal = ZERO


def is_gift_card(name: str) -> bool:
    """Whether a discount of that name pays for the order, as a gift card or a store credit does."""
    return any(words in text_key(name) for words in GIFT_CARDS)


def share(lines: Decimal, asked: Charges, pays_shipping: bool, tax: Decimal = ZERO) -> Charges:
    """Let the discount pay the lines, then the shipping, then the handling, then the `tax` on top; the sum stays.

    A gift card may always do that, another discount with `pays_shipping`. Raises CannotSubmit when it may not, and
    when the discount is more than all of it.
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
    if rest > charges + tax:
        taxed = f"and the {charges:.2f} of shipping and handling together"
        taxed = f"{taxed} with {tax:.2f} of tax" if tax else taxed
        raise CannotSubmit(
            f"{words} {taxed}, so {rest - charges - tax:.2f} of it pays nothing. Correct the discount or the items, "
            "then submit again.",
            ORDER,
        )
    if asked.discount - asked.gift_cards > lines and not pays_shipping:
        what = "the shipping" if rest <= asked.shipping else "the shipping and handling"
        raise CannotSubmit(
            f"{words}, and Zoho Books takes no such discount. {rest:.2f} of it pays {what}: let it, and the sales "
            f"order has a discount of {lines:.2f} and {rest:.2f} less for {what}. Its total stays the same.",
            DISCOUNT,
        )
    of_shipping = min(rest, max(asked.shipping, ZERO))
    of_handling = min(rest - of_shipping, max(asked.handling, ZERO))
    return Charges(
        lines,
        asked.shipping - of_shipping,
        asked.handling - of_handling,
        asked.gift_cards,
        rest - of_shipping - of_handling,
    )


def remark(lines: Decimal, asked: Charges, given: Charges) -> str:
    """What a gift card that is larger than the items pays beside them, in words; "" when it pays only items."""
    if not asked.gift_cards or given.discount == asked.discount:
        return ""
    paid = {
        "the shipping": asked.shipping - given.shipping,
        "the handling": asked.handling - given.handling,
        "the tax": given.beyond,
    }
    parts = [f"{amount:.2f} of it pays {what}" for what, amount in paid.items() if amount]
    return f"The discount of {asked.discount:.2f} is more than the items' {lines:.2f}: {' and '.join(parts)}."


def spread(amount: Decimal, over: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """Shares of the amount in proportion to `over`, each whole units and at most that large; their sum is exact.

    What a share is less than nothing or nothing of gets nothing.
    """
    weights = [max(one, ZERO) for one in over]
    whole = sum(weights, ZERO)
    if not whole:
        return [ZERO for _ in over]
    units = int((amount / unit).quantize(Decimal(1), ROUND_HALF_UP))
    exact = [units * one / whole for one in weights]
    shares = [int(one.quantize(Decimal(1), ROUND_DOWN)) for one in exact]
    largest = sorted(range(len(over)), key=lambda at: (shares[at] - exact[at], at))
    for at in largest[: units - sum(shares)]:
        shares[at] += 1
    return [one * unit for one in shares]
