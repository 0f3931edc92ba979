"""The tabs above the list of orders: the views that every store has, then the saved ones, with their counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from zoho_app.orders.listing import filters, saved_views
from zoho_app.orders.listing.filters import NO, Filters
from zoho_app.orders.models import SavedView

MOST_COUNTED = 1_000
# Without an index for it, every order of the store is looked at: only where they are few.
FEW_ORDERS = 5_000


@dataclass(frozen=True)
class ReadyView:
    """A view that every store has. `is_cheap`: counting it takes an index and no look at every order."""

    name: str
    filters: Filters
    is_cheap: bool = True


ALL = ReadyView("All", Filters())
READY = (
    ReadyView("To send", Filters(state="to_send")),
    ReadyView("Failed", Filters(state="failed")),
    ReadyView("In doubt", Filters(state="unknown")),
    ReadyView("Unshipped", Filters(state="sent", shipped=NO), is_cheap=False),
    ReadyView("Today", Filters(added="today")),
    ALL,
)


@dataclass(frozen=True)
class Tab:
    """One view: where it leads, whether it is shown now, and how many orders it has; "" where that is not counted."""

    name: str
    filters: Filters
    is_current: bool
    count: str


def current(chosen: Filters) -> ReadyView | None:
    """The ready-made view that the list is, whatever else narrows it; none within a folder."""
    if chosen.folder_id is not None:
        return None
    args = chosen.to_args().items()
    inside = [view for view in READY if view.filters.to_args().items() <= args]
    return max(inside, key=lambda view: len(view.filters.to_args()))


def build(
    store_id: int, chosen: Filters, count: int, total: int, views: Sequence[SavedView], view: SavedView | None
) -> list[Tab]:
    """The tabs of a list of `count` orders, in a store with `total`, which is the saved `view`; one statement."""
    here = None if view else current(chosen)
    counted = [one for one in READY if one is not ALL and (one.is_cheap or total <= FEW_ORDERS)]
    counts = filters.counts_up_to(store_id, [one.filters for one in counted], MOST_COUNTED)
    words = {one.name: _words(number) for one, number in zip(counted, counts, strict=True)} | {ALL.name: f"{total:,}"}
    ready = [Tab(one.name, one.filters, one is here, words.get(one.name, "")) for one in READY]
    return [*ready, *(_saved(one, one is view, count) for one in views)]


def _saved(view: SavedView, is_current: bool, count: int) -> Tab:
    """The tab of a saved view, which says how many orders it has once they have been counted."""
    return Tab(view.name, saved_views.filters_of(view), is_current, f"{count:,}" if is_current else "")


def _words(count: int) -> str:
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"
