"""Totals that differ in Zoho Books, grouped by the cause, as Needs Attention shows them."""

from dataclasses import dataclass
from decimal import Decimal

from zoho_app.counts import agree, count_noun
from zoho_app.zoho_books.payload import causes
from zoho_app.zoho_books.reconcile import totals

ADVICE = "The total in Zoho Books is not what the customer paid. Accept it, or correct the sales order in Zoho Books."


@dataclass(frozen=True)
class TotalsGroup:
    """So many totals differ for one cause; `amount` is by how much when it is one."""

    cause: str
    count: int
    amount: Decimal | None = None

    @property
    def words(self) -> str:
        """How many differ."""
        return f"{count_noun(self.count, 'total')} {agree(self.count, 'differs', 'differ')}"

    @property
    def why(self) -> str:
        """Why they do, "" when that is not known."""
        return "" if self.cause == causes.CHANGED else causes.TITLES.get(self.cause, "")

    @property
    def advice(self) -> str:
        """What to do about them."""
        return causes.ADVICE[self.cause] if self.why else ADVICE


def groups(store_id: int) -> list[TotalsGroup]:
    """The totals that differ, the most frequent cause first; one statement."""
    return [TotalsGroup(one.cause, one.count, one.amount) for one in totals.by_cause(store_id)]
