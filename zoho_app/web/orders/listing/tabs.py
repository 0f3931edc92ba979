"""The tabs above the list of orders: the views that every store has, then the saved ones, with their counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect

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


def counting(store_id: int, total: int) -> dict[str, ScalarSelect[int]]:
    """What counts the ready-made views in another statement, by name, where that is cheap in a store of that size."""
    cheap = [one for one in READY if one is not ALL and (one.is_cheap or total <= FEW_ORDERS)]
    return {one.name: filters.counting(store_id, one.filters, MOST_COUNTED) for one in cheap}


def count_words(counts: Mapping[str, int], total: int) -> dict[str, str]:
    """The counts of the ready-made views for people, by name."""
    words = {name: f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}" for name, count in counts.items()}
    return {**words, ALL.name: f"{total:,}"}


def build(
    chosen: Filters, counts: Mapping[str, str], views: Sequence[SavedView], view: SavedView | None
) -> list[Tab]:
    """The tabs of a list, ready-made views first, with these counts; `view` is the saved one that it is."""
    here = None if view else current(chosen)
    ready = [Tab(one.name, one.filters, one is here, counts.get(one.name, "")) for one in READY]
    return [*ready, *(Tab(one.name, saved_views.filters_of(one), one is view, "") for one in views)]
