"""The frame of every page of a store: the menu, what Bookdesk is doing now, and problems."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, current_app, g, url_for
from flask_login import current_user

from zoho_app.accounts import preferences
from zoho_app.accounts.models import Store
from zoho_app.appointments.models import RUNNING, SCHEDULED, UNKNOWN
from zoho_app.appointments.pause import CAUSE as PAUSED
from zoho_app.web.layout import banners
from zoho_app.web.layout import menu as store_menu
from zoho_app.web.layout import status as what_is_done
from zoho_app.web.layout.banners import Banner
from zoho_app.web.layout.menu import Link
from zoho_app.web.layout.status import DeskStatus


class StoreName(NamedTuple):
    """A store to switch to."""

    id: int
    name: str


@dataclass(frozen=True)
class Frame:
    """Everything around the content of a store's page."""

    store: Store
    stores: list[StoreName]
    menu: list[store_menu.Group]
    section: list[store_menu.Tab]
    desk_status: list[Link]
    search_href: str
    counted: DeskStatus
    single_keys: bool  # whether single letters do something on lists

    @property
    def banner(self) -> Banner | None:
        """The one banner of the page; it is asked for after all messages of the page are known."""
        return banners.gravest(self.store, self.counted)


def init_app(app: Flask) -> None:
    """Give `frame` to the templates; it is None on pages that belong to no store."""
    app.context_processor(lambda: {"frame": _frame()})


def _frame() -> Frame | None:
    store: Store | None = g.get("store")
    if store is None or not current_user.is_authenticated:
        return None
    desk_status = what_is_done.get_status(store.id)
    return Frame(
        store=store,
        stores=_stores(),
        menu=store_menu.build(store, desk_status),
        section=store_menu.section(store, desk_status),
        desk_status=[*_gates(store, desk_status), *_appointments(store, desk_status)],
        search_href=url_for("search.index", store_id=store.id),
        counted=desk_status,
        single_keys=preferences.get(current_user.user).single_keys,
    )


def render_part(template: str, **values: Any) -> str:
    """A part of a page by itself, without the frame around it and what that has to ask the database."""
    return current_app.jinja_env.get_template(template).render(values)


def _stores() -> list[StoreName]:
    """The stores of the signed-in person, which came with the sign-in."""
    stores = [membership.store for membership in current_user.user.memberships]
    return sorted((StoreName(one.id, one.name) for one in stores), key=lambda one: one.name)


def _gates(store: Store, desk_status: DeskStatus) -> Iterator[Link]:
    """Why work of the store waits, in the words of the closed gates; a pause has its own banner."""
    href = url_for("appointments.index", store_id=store.id)
    for words in dict.fromkeys(gate.words for gate in desk_status.gates if gate.cause != PAUSED):
        yield Link(words, href, "warning", kind="warning")


def _appointments(store: Store, desk_status: DeskStatus) -> Iterator[Link]:
    for state, words, icon, kind in (
        (RUNNING, "{:,} running", "running", "info"),
        (SCHEDULED, "{:,} waiting", "clock", "neutral"),
        (UNKNOWN, "{:,} in doubt", "question", "warning"),
    ):
        if count := desk_status.count(state):
            href = url_for("appointments.index", store_id=store.id, state=state)
            yield Link(words.format(count), href, icon, kind=kind)
    if not desk_status.is_busy:
        yield Link("Nothing is under way", url_for("appointments.index", store_id=store.id), "check")
