"""The numbers around a list of orders, and the mark of all that it shows; read together."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders.refused import refused
from zoho_app.web.orders.listing import live, tabs


@dataclass(frozen=True)
class Figures:
    """`counts` are those of the ready-made views, by name, for people."""

    mark: str
    refused: int
    counts: dict[str, str]


def get_mark(store_id: int) -> str:
    """The mark alone; one statement, and those of the menu, which are read once a page."""
    return live.get_mark(store_id, _row(live.newest(store_id)))


def read(store_id: int, total: int) -> Figures:
    """All of them, for a store with `total` orders; one statement, and those of the menu."""
    newest, views = live.newest(store_id), tabs.counting(store_id, total)
    row = _row([*newest, refused.counting_lately(store_id), *views.values()])
    seen, (refused_lately, *counts) = row[: len(newest)], row[len(newest) :]
    words = tabs.count_words(dict(zip(views, counts, strict=True)), total)
    return Figures(live.get_mark(store_id, seen), refused_lately, words)


def _row(wanted: list[Any]) -> list[Any]:
    return list(db.session.execute(select(*wanted)).one())
