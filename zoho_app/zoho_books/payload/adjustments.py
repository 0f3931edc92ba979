"""What a sales order's adjustment is for."""

from dataclasses import dataclass
from decimal import Decimal

HANDLING, ROUNDING = "Handling", "Rounding"
GIFT_CARD, DISCOUNT = "Gift card", "Discount"


@dataclass(frozen=True)
class Adjustment:
    """An amount, plus or minus, on which there is no tax, and what it is for."""

    what: str
    amount: Decimal
