"""Totals that differ in Zoho Books, grouped by the cause, as Needs Attention shows them."""

from dataclasses import astuple, dataclass
from decimal import Decimal

from zoho_app.counts import agree, count_noun
from zoho_app.web.layout.formats import money
from zoho_app.zoho_books.payload import causes
from zoho_app.zoho_books.reconcile import totals

ADVICE = "The total in Zoho Books is not what the customer paid. Accept it, or correct the sales order in Zoho Books."


@dataclass(frozen=True)
class TotalsGroup:
    """So many totals differ for one cause; of one, `amount` and what follows say by how much, and which."""

    cause: str
    count: int
    amount: Decimal | None = None
    number: str = ""
    sales_order_id: int | None = None
    order_id: int | None = None

    @property
    def words(self) -> str:
        """What is wrong, as a sentence."""
        if self.amount is not None:
            than = "higher" if self.amount > 0 else "lower"
            return f"{self.number} is {money(abs(self.amount))} {than} than the customer paid"
        return f"{self.differ}{f': {self.why}' if self.why else ''}"

    @property
    def differ(self) -> str:
        """How many differ."""
        return f"{count_noun(self.count, 'total')} {agree(self.count, 'differs', 'differ')}"

    @property
    def why(self) -> str:
        """Why they do, "" when that is not known."""
        return "" if self.cause == causes.CHANGED else causes.TITLES.get(self.cause, "")

    @property
    def told(self) -> str:
        """What stands below the words: why one differs, and what to do."""
        why = f"{self.why[:1].upper()}{self.why[1:]}. " if self.amount is not None and self.why else ""
        return f"{why}{self.advice}"

    @property
    def advice(self) -> str:
        """What to do about them."""
        return causes.ADVICE[self.cause] if self.why else ADVICE


def groups(store_id: int) -> list[TotalsGroup]:
    """The totals that differ, the most frequent cause first; one statement."""
    return [TotalsGroup(*astuple(one)) for one in totals.by_cause(store_id)]
