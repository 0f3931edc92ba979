"""The frame of every page of a store: the menu, what Bookdesk is doing now, and problems."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from flask import Flask, g, request, url_for
from flask_login import current_user
from sqlalchemy import Row, select

from zoho_app.accounts.models import OPERATOR, OWNER, Store
from zoho_app.alerts import status
from zoho_app.alerts.kinds import CONNECTION, KINDS
from zoho_app.appointments.models import RUNNING, SCHEDULED, UNKNOWN
from zoho_app.appointments.pause import CAUSE as PAUSED
from zoho_app.counts import agree
from zoho_app.extensions import db
from zoho_app.web.layout import menu as store_menu
from zoho_app.web.layout import status as what_is_done
from zoho_app.web.layout.menu import Link
from zoho_app.web.layout.status import DeskStatus
from zoho_app.web.layout.status_sentence import paused
from zoho_app.zoho_books.models import CHOOSING, LOST, Connection


@dataclass(frozen=True)
class Banner:
    """A problem of the store as a whole, and the button that fixes it.

    `is_button`: the button posts at once, with what is in `hidden`; else it is a link to the page that fixes it.
    """

    words: str
    action: str
    href: str
    kind: str = "problem"
    is_button: bool = False
    hidden: dict[str, str] = field(default_factory=dict)


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
    banners: list[Banner]  # the gravest, if there is one
    search_href: str


class ConnectionFix(NamedTuple):
    """What a connection that can't be used needs: the button for an owner, the advice for everybody else."""

    words: str  # when the connection itself does not say why
    action: str
    page: str  # the page that fixes it, where the banner needs no button
    button: str  # what the button does; "": it leads to the page
    ask: str
    kind: str


FIXES = {
    LOST: ConnectionFix(
        "The connection to Zoho Books is lost. Orders wait until this store is reconnected.",
        "Reconnect to Zoho Books",
        "zoho_books.settings",
        "zoho_books.connect",
        "Ask an owner of the store to reconnect.",
        "problem",
    ),
    CHOOSING: ConnectionFix(
        "Choose the organization in Zoho Books for this store.",
        "Choose the organization",
        "zoho_books.choose_organization",
        "",
        "Ask an owner of the store to choose it.",
        "warning",
    ),
}


AT_HOME = ("home.index", "pause.pause")
# Where the organization is chosen, also after a choice that needs another look.
CHOICE = ("zoho_books.choose_organization", "zoho_books.choose")


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
        section=store_menu.section(store),
        desk_status=[*_gates(store, desk_status), *_appointments(store, desk_status)],
        banners=[*_banners(store), *_pause(store, desk_status), *_alerts(store)][:1],
        search_href=url_for("orders.index", store_id=store.id),
    )


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
        (UNKNOWN, "{:,} with unknown outcome", "question", "warning"),
    ):
        if count := desk_status.count(state):
            href = url_for("appointments.index", store_id=store.id, state=state)
            yield Link(words.format(count), href, icon, kind=kind)
    if count := desk_status.attention:
        words = f"{count:,} {agree(count, 'needs', 'need')} attention"
        yield Link(words, url_for("attention.index", store_id=store.id), "cross", kind="problem")
    if not desk_status.counts:
        yield Link("Nothing is under way", url_for("appointments.index", store_id=store.id), "check")


def _pause(store: Store, desk_status: DeskStatus) -> Iterator[Banner]:
    """That the store is paused; its home says so itself."""
    if desk_status.pause is None or request.endpoint in AT_HOME:
        return
    words = f"{paused(desk_status.pause)}. Everything waits; nothing fails."
    if current_user.user.may(OPERATOR, store.id):
        yield Banner(words, "Continue", url_for("pause.go_on", store_id=store.id), "warning", is_button=True)
    else:
        yield Banner(words, "", "", "warning")


def _banners(store: Store) -> Iterator[Banner]:
    found = g.get("connection") or _connection(store)  # a page may have read it already
    fix = FIXES.get(found.state) if found else None
    if found is None or fix is None or request.endpoint in CHOICE:
        return
    words = found.lost_because or fix.words
    if request.endpoint == fix.page:  # which has the button itself
        yield Banner(words, "", "", fix.kind)
    elif current_user.user.may(OWNER, store.id):
        href = url_for(fix.button or fix.page, store_id=store.id)
        region = {"data_center": found.data_center}  # the one that the store was connected in
        yield Banner(words, fix.action, href, fix.kind, is_button=bool(fix.button), hidden=region)
    else:
        yield Banner(f"{words} {fix.ask}", "", "", fix.kind)


def _alerts(store: Store) -> Iterator[Banner]:
    """Open alerts, except on the pages that list or fix them; a lost connection has its own banner."""
    for alert in status.open_alerts(store.id) if request.endpoint != "alerts.index" else []:
        kind = KINDS[alert.kind]
        href = f"/stores/{store.id}{kind.path}"
        is_there = request.path == href or (kind.path and request.path.startswith(f"{href}/"))
        if kind is not CONNECTION and not is_there:
            yield Banner(alert.words, kind.action, href, "warning")


def _connection(store: Store) -> Row[str, str, str] | None:
    columns = (Connection.state, Connection.lost_because, Connection.data_center)
    wanted = select(*columns).where(Connection.store_id == store.id)
    return db.session.execute(wanted).one_or_none()
