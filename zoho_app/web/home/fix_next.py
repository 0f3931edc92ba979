"""What needs a person, the largest group first: the few lines of Home, each leading to its fix."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for

from zoho_app.appointments.models import UNKNOWN
from zoho_app.counts import agree, count_noun
from zoho_app.web.layout.status import DIFFERING, OF_ORDERS, DeskStatus
from zoho_app.web.layout.times import soon
from zoho_app.web.remedies import groups, links
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import attention

MOST = 4
# What is chosen for the subject of its group.
CHOICES = (Remedy.CHOOSE_ITEM, Remedy.CHOOSE_CONTACT, Remedy.CHOOSE_TAX)


@dataclass(frozen=True)
class Fix:
    """One thing to do: its title, whom it helps, and where it is done."""

    title: str
    words: str
    href: str
    icon: str = "warning"
    kind: str = "problem"


class Beside(NamedTuple):
    """What stands beside failures: a title, one and several of it, and the page that fixes it."""

    title: str
    one: str
    many: str
    endpoint: str


BESIDE = {
    attention.VOID_ORDERS: Beside(
        "Decide about canceled orders",
        "order is void at its source",
        "orders are void at their source",
        "attention.void",
    ),
    attention.TOTALS: Beside("Look at the totals", "total differs", "totals differ", "attention.totals"),
    attention.FINDINGS: Beside(
        "Repair the differences", "difference to Zoho Books", "differences to Zoho Books", links.PAGES[Remedy.COMPARE]
    ),
}


@dataclass(frozen=True)
class FixNext:
    """The first few, and how many there are in all."""

    shown: list[Fix]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


def build(store_id: int, desk_status: DeskStatus) -> FixNext:
    """What to fix next; one statement, and none where nothing needs attention."""
    found = groups.all_of(store_id) if desk_status.attention else []
    fixes = [*(_of_group(store_id, one) for one in found), *_beside(store_id, desk_status)]
    return FixNext([*fixes, *_in_doubt(store_id, desk_status)][:MOST], len(fixes))


def _of_group(store_id: int, group: Group) -> Fix:
    about = f" for {group.subject}" if group.subject and group.remedy in CHOICES else ""
    href = url_for("attention.group", store_id=store_id, **group.address)
    # A title that names its subject says what is wrong, too.
    more = f" {agree(group.count, 'waits', 'wait')} for it" if about else f": {group.title}"
    return Fix(f"{group.remedy.label}{about}", f"{group.things}{more}", href)


def _beside(store_id: int, desk_status: DeskStatus) -> Iterator[Fix]:
    for key, one in BESIDE.items():
        if count := desk_status.count(DIFFERING, kinds=(key,)):
            words = f"{count:,} {agree(count, one.one, one.many)}"
            yield Fix(one.title, words, url_for(one.endpoint, store_id=store_id))


def _in_doubt(store_id: int, desk_status: DeskStatus) -> Iterator[Fix]:
    """Nothing to do but to wait; a person should know nevertheless."""
    count = desk_status.count(UNKNOWN, kinds=OF_ORDERS)
    due_at = desk_status.next_due(UNKNOWN, kinds=OF_ORDERS)
    if count:
        words = f"Bookdesk looks again at {soon(due_at, to_the_second=False)}" if due_at else "Bookdesk looks again"
        href = url_for("appointments.index", store_id=store_id, state=UNKNOWN)
        yield Fix(
            f"{count_noun(count, 'order')} {agree(count, 'is', 'are')} in doubt", words, href, "question", "warning"
        )
