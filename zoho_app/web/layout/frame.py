"""The frame of every page of a store: the menu, what Bookdesk is doing now, and problems."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from sqlalchemy import Row, select

from zoho_app.accounts.models import OPERATOR, OWNER, ROLES, Store
from zoho_app.alerts import status
from zoho_app.alerts.kinds import CONNECTION, KINDS
from zoho_app.appointments.models import RUNNING, SCHEDULED, UNKNOWN
from zoho_app.appointments.pause import CAUSE as PAUSED
from zoho_app.counts import agree
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.web.layout import status as what_is_done
from zoho_app.web.layout.status import DeskStatus
from zoho_app.web.layout.status_sentence import paused
from zoho_app.zoho_books.models import CHOOSING, LOST, Connection


@dataclass(frozen=True)
class Link:
    """A line of the menu, or of what the desk is doing."""

    words: str
    href: str
    icon: str
    is_current: bool = False
    count: int | None = None
    counted: str = "order"
    kind: str = "neutral"


@dataclass(frozen=True)
class Group:
    """A part of the menu; `title` may be ""."""

    title: str
    links: list[Link]


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
    menu: list[Group]
    desk_status: list[Link]
    banners: list[Banner]
    search_href: str


ATTENTION = "Needs Attention"
MENU = (
    ("attention", ATTENTION, "warning"),
    ("runs", "Bulk Runs", "stack"),
    ("integrations", "Manage Integrations", "plug"),
    ("rules", "Rule Builder", "rule"),
    ("inventory", "Inventory", "box"),
    ("appointments", "Activity", "clock"),
    ("channels", "Sales Channels", "send"),
    ("alerts", "Alerts", "bell"),
)


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


# Pages that belong to a line of the menu that has another name.
SECTIONS = {
    "zoho_books": "integrations",
    "folder": "folders",
    "pause": "home",
    "privacy": "stores",
    "deleted_orders": "stores",
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
        menu=[
            group
            for group in (_home(store), _folders(store), _work(store, desk_status), _settings(store))
            if group.links
        ],
        desk_status=[*_gates(store, desk_status), *_appointments(store, desk_status)],
        banners=[*_pause(store, desk_status), *_banners(store), *_alerts(store)],
        search_href=url_for("orders.index", store_id=store.id),
    )


def _stores() -> list[StoreName]:
    """The stores of the signed-in person, which came with the sign-in."""
    stores = [membership.store for membership in current_user.user.memberships]
    return sorted((StoreName(one.id, one.name) for one in stores), key=lambda one: one.name)


def _home(store: Store) -> Group:
    return Group("", _link("home.index", "Home", "home", store))


def _folders(store: Store) -> Group:
    listed = g.get("folder_listing") or folders.listing(store.id)  # a page may have read it already
    on_list = request.endpoint == "orders.index"
    wanted = request.args.get("folder", "") if on_list else None
    everything = Link(
        "All Orders",
        url_for("orders.index", store_id=store.id),
        "stack",
        is_current=wanted == "",
        count=sum(count for _, count in listed),
    )
    links = [
        Link(
            folder.name,
            url_for("orders.index", store_id=store.id, folder=folder.id),
            "folder",
            is_current=wanted == str(folder.id),
            count=count,
        )
        for folder, count in listed
    ]
    edit = _link("folders.index", "Edit Folders", "edit", store)
    return Group("Orders", [everything, *links, *edit])


def _work(store: Store, desk_status: DeskStatus) -> Group:
    links = [link for name, words, icon in MENU for link in _link(f"{name}.index", words, icon, store)]
    return Group("Desk", [_with_attention(link, desk_status) for link in links])


def _with_attention(link: Link, desk_status: DeskStatus) -> Link:
    if link.words != ATTENTION or not desk_status.attention:
        return link
    return replace(link, count=desk_status.attention, counted="thing", kind="problem")


def _settings(store: Store) -> Group:
    settings = _link("stores.settings", "Store Settings", "gear", store)
    people = _link("people.index", "People", "people", store)
    return Group("Settings", [*settings, *people])


def _link(endpoint: str, words: str, icon: str, store: Store) -> list[Link]:
    """The link, unless the signed-in person may not use it."""
    view = current_app.view_functions.get(endpoint)
    role = getattr(view, "access", None)
    if role not in ROLES or not current_user.user.may(role, store.id):
        return []
    is_current = _section(request.endpoint or "") == _section(endpoint)
    return [Link(words, url_for(endpoint, store_id=store.id), icon, is_current)]


def _section(endpoint: str) -> str:
    blueprint = endpoint.split(".")[0]
    return SECTIONS.get(blueprint, blueprint)


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
