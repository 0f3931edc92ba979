"""The bar of the list of orders: what can be done with those that are checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for

from zoho_app.bulk import actions
from zoho_app.bulk.actions.action import BulkAction
from zoho_app.orders.input.choices import TAG_COLORS
from zoho_app.orders.input.order_data import TEXTS
from zoho_app.orders.models import Folder
from zoho_app.web.layout.menu import folder_color


class Target(NamedTuple):
    """A folder that orders can be moved to."""

    id: int
    name: str
    color: str


@dataclass(frozen=True)
class BulkBar:
    """What the bar offers; `first` acts when pressed, the others stand beside it or in its menu."""

    store_id: int
    targets: list[Target]
    first: BulkAction = actions.SUBMIT
    second: BulkAction = actions.DRY_RUN
    in_menu: Sequence[BulkAction] = (actions.CANCEL, actions.DELETE)
    tag_colors: Sequence[tuple[str, str]] = TAG_COLORS
    longest_tag: int = TEXTS["tag_name"]

    @property
    def exports(self) -> list[tuple[str, str]]:
        """The files that the checked orders can be had as, with where the form is sent for each."""
        files = (("Export orders as CSV", "orders"), ("Export items as CSV", "items"))
        return [
            (words, url_for("bulk.export", store_id=self.store_id, what=what, form="csv")) for words, what in files
        ]


def build(store_id: int, folders: Sequence[Folder], current: Folder | None) -> BulkBar:
    """The bar of a list that shows the orders of one folder, or of all."""
    return BulkBar(store_id, [one for one in targets(folders) if current is None or one.id != current.id])


def targets(folders: Sequence[Folder]) -> list[Target]:
    """The folders in their order, each with its color."""
    return [Target(folder.id, folder.name, folder_color(place)) for place, folder in enumerate(folders)]
