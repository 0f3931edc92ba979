"""The groups as the list shows them: what is wrong, which orders wait, and the fix."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g

from zoho_app import kinds
from zoho_app.counts import count_noun
from zoho_app.orders.models import Order
from zoho_app.web.attention import corrections, held_orders, proposals, steps
from zoho_app.web.attention.different_totals import TotalsGroup
from zoho_app.web.attention.fix import Fix
from zoho_app.web.attention.held_orders import InDoubt, Waiting
from zoho_app.web.attention.steps import Question, Step
from zoho_app.web.remedies import links
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.corrections import address_length


@dataclass(frozen=True)
class Entry:
    """A group as the list shows it. `fix` is what can be done in place; `step` leads on where that is not all."""

    group: Group
    orders: list[Order]
    title: str
    does: str
    fix: Fix | None
    step: Step | None
    not_there: Question | None
    may_send_anyway: bool

    @property
    def more_orders(self) -> int:
        """How many orders are not named."""
        return self.group.count - len(self.orders) if self.orders else 0


def note(groups: Sequence[Group], differing: Sequence[TotalsGroup], found: int, void: int) -> str:
    """How much there is to fix, for the top bar."""
    others = sum(one.count for one in differing) + found + void
    fixes = len(groups) + len(differing) + bool(found) + bool(void)
    if not fixes:
        return ""
    are_orders = not found and all(group.kind in kinds.OF_AN_ORDER for group in groups)
    things = count_noun(sum(group.count for group in groups) + others, "order" if are_orders else "problem")
    return f"{things}, {count_noun(fixes, 'fix', 'fixes')}"


def entries_of_page(
    store_id: int, groups: list[Group], may_change: bool, has_doubts: bool
) -> tuple[list[Entry], list[InDoubt]]:
    """The groups of a page, and what is in doubt when anything is; two statements at most."""
    read = held_orders.read(store_id, groups, has_doubts)
    fixes = proposals.of_groups(store_id, groups, read) if may_change else {}
    return [_entry(store_id, group, read, fixes.get(group), may_change) for group in groups], read.in_doubt


def _entry(store_id: int, group: Group, read: Waiting, fix: Fix | None, may_change: bool) -> Entry:
    orders, page = read.orders(group), links.remedy_page(store_id, group)
    only_order = orders[0].id if group.count == 1 and orders else None
    question = steps.not_there(store_id, group, g.connection) if may_change else None
    is_done_in_place = fix is not None and (fix.is_form or fix.question is not None)
    step = None if is_done_in_place else steps.next_step(store_id, group, may_change, page, only_order)
    return Entry(
        group=group,
        orders=orders,
        title=_title(group, read),
        does=group.fixed or (fix.does if fix else group.cause.advice),
        fix=fix,
        step=step,
        not_there=question,
        may_send_anyway=may_change and bool(page) and question is None,
    )


def _title(group: Group, read: Waiting) -> str:
    """What is wrong; of one order that has a cause of its own, in the words of its failure."""
    if group.count == 1 and group.code == errors.ORDER:
        answer = next((one.answer for one in read.of_group(group)), "")
        return answer.partition(". ")[0].rstrip(".") or group.title
    if group.count == 1 and group.remedy is Remedy.SHORTEN:
        return next(iter(_too_long_in_words(read.orders(group))), group.title)
    return group.title


def _too_long_in_words(orders: Sequence[Order]) -> list[str]:
    """How much too long the fields of these orders' addresses are."""
    return [
        f"{corrections.LABELS[name]} is {count_noun(found.count - found.most, 'character')} too long for Zoho Books"
        for order in orders
        for found in address_length.too_long(order)
        for name in list(found.values)[:1]
    ]
