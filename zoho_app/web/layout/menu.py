"""The menu of a store: its lines, and the pages that stand beside one another in each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from flask import current_app, g, request, url_for
from flask_login import current_user

from zoho_app.accounts.models import ROLES, Store
from zoho_app.appointments.models import CANCELED, DONE, FAILED, OPEN_STATES, RUNNING, SCHEDULED, UNKNOWN
from zoho_app.orders import folders
from zoho_app.web.layout.status import DeskStatus


@dataclass(frozen=True)
class Link:
    """A line of the menu, or of what the desk is doing. `icon_class`: further classes of its icon."""

    words: str
    href: str
    icon: str
    is_current: bool = False
    count: int | None = None
    counted: str = "order"
    kind: str = "neutral"
    icon_class: str = ""


@dataclass(frozen=True)
class Group:
    """A part of the menu; `title` may be "". `edit` leads to where its links are made, for those who may."""

    title: str
    links: list[Link]
    edit: list[Link] = field(default_factory=list)


Tab = tuple[str, str, bool, int | None]  # words, href, whether it is shown, a number; see the macro `tabs`


ATTENTION = "Needs Attention"
# The pages of each line of the menu; the line leads to the first that the person may use, the others are tabs there.
ACTIVITY = (("appointments", "Activity"), ("runs", "Bulk Runs"))
# What Activity can be narrowed to, in the words of the macro `appointment_state`.
STATES = {
    SCHEDULED: "Waiting",
    RUNNING: "Running",
    UNKNOWN: "Outcome unknown",
    FAILED: "Failed",
    DONE: "Done",
    CANCELED: "Canceled",
}
INTEGRATIONS = (("integrations", "Manage Integrations"), ("channels", "Sales Channels"))
SETTINGS = (
    ("stores", "Store Settings"),
    ("people", "People"),
    ("documents", "Printing"),
    ("alerts", "Alerts"),
    ("privacy", "Personal Data"),
    ("audit_log", "Audit Log"),
)
MENU = (
    ("Activity", "activity", ACTIVITY),
    ("Inventory", "box", (("inventory", "Inventory"),)),
    ("Rule Builder", "rule", (("rules", "Rule Builder"),)),
    ("Integrations", "plug", INTEGRATIONS),
    ("Settings", "gear", SETTINGS),
)
FOLDER_COLORS = ("blue", "amber", "green", "gray", "violet")


# Pages that belong to a page of the menu that has another name.
PLACES = {
    "zoho_books": "integrations",
    "shopify": "integrations",
    "receivers": "channels",
    "folder": "folders",
    "pause": "home",
    "deleted_orders": "privacy",
}


def build(store: Store, desk_status: DeskStatus) -> list[Group]:
    """The parts of the menu in which the signed-in person may use anything."""
    return [group for group in (_home(store, desk_status), _folders(store), _desk(store)) if group.links]


def _home(store: Store, desk_status: DeskStatus) -> Group:
    attention = _link("attention.index", ATTENTION, "warning", store)
    return Group("", [*_link("home.index", "Home", "home", store), *(_count(one, desk_status) for one in attention)])


def _count(link: Link, desk_status: DeskStatus) -> Link:
    waiting = desk_status.attention
    return replace(link, count=waiting, counted="thing", kind="problem") if waiting else link


def _folders(store: Store) -> Group:
    listed = g.get("folder_listing") or folders.listing(store.id)  # a page may have read it already
    on_list = request.endpoint == "orders.index"
    wanted = request.args.get("folder", "") if on_list else None
    everything = Link(
        "All Orders",
        url_for("orders.index", store_id=store.id),
        "orders",
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
            icon_class=f"is-folder is-{folder_color(place)}",
        )
        for place, (folder, count) in enumerate(listed)
    ]
    return Group("Orders", [everything, *links], _link("folders.index", "Edit Folders", "edit", store))


def folder_color(place: int) -> str:
    """The color of the folder at this place of the menu."""
    return FOLDER_COLORS[place % len(FOLDER_COLORS)]


def _desk(store: Store) -> Group:
    return Group("Desk", [link for words, icon, pages in MENU for link in _line(words, icon, pages, store)])


def _line(words: str, icon: str, pages: Sequence[tuple[str, str]], store: Store) -> list[Link]:
    """One line of the menu; empty when the signed-in person may use none of its pages."""
    links = _pages(pages, icon, store)
    is_current = any(link.is_current for link in links)
    return [replace(link, words=words, is_current=is_current) for link in links[:1]]


def _pages(pages: Sequence[tuple[str, str]], icon: str, store: Store) -> list[Link]:
    return [link for name, words in pages for link in _link(_first_page(name), words, icon, store)]


def all_pages(store: Store) -> list[Link]:
    """Every page of the menu that the signed-in person may use, without counts."""
    first = (("home.index", "Home", "home"), ("attention.index", ATTENTION, "warning"))
    own = [link for endpoint, words, icon in first for link in _link(endpoint, words, icon, store)]
    orders = Link("All Orders", url_for("orders.index", store_id=store.id), "orders")
    return [*own, orders, *(link for _, icon, pages in MENU for link in _pages(pages, icon, store))]


def section(store: Store, desk_status: DeskStatus) -> list[Tab]:
    """The pages beside the one that is shown, in the same line of the menu; none on what lies below one of them."""
    if request.endpoint in ("appointments.index", "runs.index"):
        return [*_states(store, desk_status), *_runs(store)]
    for _, icon, pages in MENU:
        if request.endpoint in {_first_page(name) for name, _ in pages}:
            links = _pages(pages, icon, store)
            return [(link.words, link.href, link.is_current, None) for link in links] if len(links) > 1 else []
    return []


def _states(store: Store, desk_status: DeskStatus) -> Iterator[Tab]:
    """Activity as a whole and by states, each of the same kind; of what is under way, how much there is."""
    on_list, kind = request.endpoint == "appointments.index", request.args.get("kind") or None
    current = request.args.get("state", "") if on_list else None
    yield "All", url_for("appointments.index", store_id=store.id, kind=kind), current == "", None
    for state, words in STATES.items():
        href = url_for("appointments.index", store_id=store.id, state=state, kind=kind)
        count = desk_status.count(state) if state in OPEN_STATES and not kind else 0
        yield words, href, current == state, count or None


def _runs(store: Store) -> Iterator[Tab]:
    yield "Bulk Runs", url_for("runs.index", store_id=store.id), request.endpoint == "runs.index", None


def _first_page(name: str) -> str:
    return "stores.settings" if name == "stores" else f"{name}.index"


def _link(endpoint: str, words: str, icon: str, store: Store) -> list[Link]:
    """The link, unless the signed-in person may not use it."""
    view = current_app.view_functions.get(endpoint)
    role = getattr(view, "access", None)
    if role not in ROLES or not current_user.user.may(role, store.id):
        return []
    is_current = _place(request.endpoint or "") == _place(endpoint)
    return [Link(words, url_for(endpoint, store_id=store.id), icon, is_current)]


def _place(endpoint: str) -> str:
    blueprint = endpoint.split(".")[0]
    return PLACES.get(blueprint, blueprint)
