"""What every page of a store shows around it: the menu, what the desk is doing now, what needs mending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, func, or_, select

from zoho_app.accounts.models import OWNER, ROLES, Membership, Store
from zoho_app.appointments import gates
from zoho_app.appointments.models import FAILED, OPEN_STATES, RUNNING, SCHEDULED, UNKNOWN, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.zoho_books.models import CHOOSING, LOST, Connection


@dataclass(frozen=True)
class Link:
    """A line of the menu, or of what the desk is doing."""

    words: str
    href: str
    icon: str
    is_current: bool = False
    count: int | None = None
    kind: str = "neutral"


@dataclass(frozen=True)
class Group:
    """A titled part of the menu."""

    title: str
    links: list[Link]


@dataclass(frozen=True)
class Banner:
    """What is wrong with the store as a whole, and the one button that mends it."""

    words: str
    action: str
    href: str
    kind: str = "problem"


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
    doing: list[Link]
    banners: list[Banner]
    search_href: str


MENU = (
    ("home", "Home", "desk"),
    ("attention", "Needs Attention", "warning"),
    ("runs", "Bulk Runs", "stack"),
    ("integrations", "Manage Integrations", "plug"),
    ("rules", "Rule Builder", "rule"),
    ("inventory", "Inventory", "box"),
    ("appointments", "Appointments", "clock"),
    ("channels", "Sales Channels", "send"),
    ("alerts", "Alerts", "send"),
)


class Mending(NamedTuple):
    """What a connection that can't be used needs: the button for an owner, the advice for everybody else."""

    words: str  # when the connection itself does not say why
    action: str
    endpoint: str
    ask: str
    kind: str


MENDING = {
    LOST: Mending(
        "The connection to Zoho Books is lost. Orders wait until it is made again.",
        "Reconnect to Zoho Books",
        "zoho_books.settings",
        "Ask an owner of the store to reconnect.",
        "problem",
    ),
    CHOOSING: Mending(
        "Choose the organization in Zoho Books that this store belongs to.",
        "Choose the organization",
        "zoho_books.choose_organization",
        "Ask an owner of the store to choose it.",
        "warning",
    ),
}


# Pages that belong to a line of the menu that has another name.
SECTIONS = {"zoho_books": "integrations", "folder": "folders"}


def init_app(app: Flask) -> None:
    """Give `frame` to the templates; it is None on pages that belong to no store."""
    app.context_processor(lambda: {"frame": _frame()})


def _frame() -> Frame | None:
    store: Store | None = g.get("store")
    if store is None or not current_user.is_authenticated:
        return None
    return Frame(
        store=store,
        stores=_stores(store),
        menu=[_folders(store), _work(store), _settings(store)],
        doing=[*_gates(store), *_appointments(store)],
        banners=list(_banners(store)),
        search_href=url_for("orders.index", store_id=store.id),
    )


def _stores(store: Store) -> list[StoreName]:
    """The stores of the signed-in person."""
    user = current_user.user
    if len(user.memberships) == 1:
        return [StoreName(store.id, store.name)]
    rows = select(Store.id, Store.name).join(Membership).where(Membership.user_id == user.id).order_by(Store.name)
    return [StoreName(row.id, row.name) for row in db.session.execute(rows)]


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


def _work(store: Store) -> Group:
    links = [link for name, words, icon in MENU for link in _link(f"{name}.index", words, icon, store)]
    return Group("Desk", links)


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


def _gates(store: Store) -> Iterator[Link]:
    """Why work of the store waits, in the words of whoever closed the gate."""
    href = url_for("appointments.index", store_id=store.id)
    for gate in gates.closed(store.id):
        yield Link(gate.words, href, "warning", kind="warning")


def _appointments(store: Store) -> Iterator[Link]:
    counts = _counts(store)
    for state, words, icon, kind in (
        (RUNNING, "{} running", "running", "info"),
        (SCHEDULED, "{} waiting", "clock", "neutral"),
        (UNKNOWN, "{} with unknown outcome", "question", "warning"),
        (FAILED, "{} failed today", "cross", "problem"),
    ):
        if count := counts.get(state, 0):
            href = url_for("appointments.index", store_id=store.id, state=state)
            yield Link(words.format(count), href, icon, kind=kind)
    if not counts:
        yield Link("Nothing is under way", url_for("appointments.index", store_id=store.id), "check")


def _counts(store: Store) -> dict[str, int]:
    """How many appointments are in each open state, and how many failed since the store's midnight."""
    mattering: ColumnElement[bool] = or_(
        Appointment.state.in_(OPEN_STATES),
        (Appointment.state == FAILED) & (Appointment.finished_at >= _midnight(store)),
    )
    rows = (
        select(Appointment.state, func.count().label("how_many"))
        .where(Appointment.store_id == store.id, mattering)
        .group_by(Appointment.state)
    )
    return {row.state: row.how_many for row in db.session.execute(rows)}


def _midnight(store: Store) -> datetime:
    zone = ZoneInfo(store.time_zone)
    return datetime.combine(now().astimezone(zone).date(), time.min, zone)


def _banners(store: Store) -> Iterator[Banner]:
    found = db.session.execute(
        select(Connection.state, Connection.lost_because).where(Connection.store_id == store.id)
    ).one_or_none()
    mending = MENDING.get(found.state) if found else None
    if found is None or mending is None or request.endpoint == "zoho_books.choose_organization":
        return
    words = found.lost_because or mending.words
    if current_user.user.may(OWNER, store.id):
        yield Banner(words, mending.action, url_for(mending.endpoint, store_id=store.id), mending.kind)
    else:
        yield Banner(f"{words} {mending.ask}", "", "", mending.kind)
