"""Everything that the search of a store leads to beside orders, for the person who is signed in."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import current_app, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms.fields import HiddenField
from wtforms.fields.core import UnboundField

from zoho_app.accounts.models import ROLES, Store
from zoho_app.orders.models import Folder
from zoho_app.web.accounts.stores import SettingsForm as StoreSettings
from zoho_app.web.alerts import AlertsForm
from zoho_app.web.layout import menu
from zoho_app.web.orders.listing import bulk_bar
from zoho_app.web.privacy import RetentionForm
from zoho_app.web.search.entry import ACTIONS, FOLDERS, PAGES, SETTINGS, Entry
from zoho_app.web.zoho_books.settings_form import SettingsForm as ZohoBooksSettings


class Act(NamedTuple):
    """Something to do that has a page, or a button on one that `posts_to` names."""

    words: str
    icon: str
    endpoint: str
    posts_to: str = ""


ACTS = (
    Act("Add order", "plus", "orders.new"),
    Act("Import orders", "upload", "import_orders.upload"),
    Act("Check for shipments now", "truck", "zoho_books.settings", "zoho_books.check_now"),
    Act("Add rule", "rule", "rules.new"),
    Act("Add inventory item", "box", "inventory.new"),
    Act("Add sales channel", "plug", "channels.new"),
)
# Pages beside those of the menu.
FURTHER = (
    ("Zoho Books settings", "plug", "zoho_books.settings"),
    ("Refused orders", "ban", "refused_orders.index"),
    ("Deleted orders", "trash", "deleted_orders.index"),
    ("Edit Folders", "edit", "folders.index"),
    ("API keys", "key", "keys.index"),
)
# Each form whose fields are settings, the page that has it, and what that page is called.
FORMS: tuple[tuple[type[FlaskForm], str, str, str], ...] = (
    (ZohoBooksSettings, "zoho_books.settings", "Zoho Books", "plug"),
    (StoreSettings, "stores.settings", "Store Settings", "gear"),
    (AlertsForm, "alerts.index", "Alerts", "gear"),
    (RetentionForm, "privacy.index", "Personal Data", "gear"),
)


def all_of(store: Store, folders: Sequence[Folder]) -> list[Entry]:
    """The entries in the order of their groups; no statement."""
    return [*_acts(store), *_pages(store), *_folders(store, folders), *_settings(store)]


def _acts(store: Store) -> Iterator[Entry]:
    for act in ACTS:
        if _may_use(act.posts_to or act.endpoint, store):
            posts_to = url_for(act.posts_to, store_id=store.id) if act.posts_to else ""
            yield Entry(ACTIONS, act.words, url_for(act.endpoint, store_id=store.id), act.icon, posts_to=posts_to)


def _pages(store: Store) -> Iterator[Entry]:
    for link in menu.all_pages(store):
        yield Entry(PAGES, link.words, link.href, link.icon)
    for words, icon, endpoint in FURTHER:
        if _may_use(endpoint, store):
            yield Entry(PAGES, words, url_for(endpoint, store_id=store.id), icon)
    yield Entry(PAGES, "Password and sessions", url_for("account.index"), "person")
    yield Entry(PAGES, "All stores", url_for("stores.index"), "store")


def _folders(store: Store, folders: Sequence[Folder]) -> Iterator[Entry]:
    """The folders, and the orders that stand open moved to each."""
    may_move = _may_use("bulk.move", store)
    for one in bulk_bar.targets(folders):
        href = url_for("orders.index", store_id=store.id, folder=one.id)
        color = f"is-folder is-{one.color}"
        yield Entry(FOLDERS, one.name, href, "folder", icon_class=color)
        if may_move:
            yield Entry(ACTIONS, f"Move to {one.name}", href, "folder", icon_class=color, move_to=one.id)


def _settings(store: Store) -> Iterator[Entry]:
    for form, endpoint, place, icon in FORMS:
        if _may_use(endpoint, store):
            for name, label in _fields(form):
                yield Entry(SETTINGS, label, url_for(endpoint, store_id=store.id, _anchor=name), icon, place)


def _fields(form: type[FlaskForm]) -> list[tuple[str, str]]:
    """The names and labels of a form's fields, in their order."""
    members = ((name, getattr(form, name)) for name in dir(form))
    fields = [(name, one) for name, one in members if isinstance(one, UnboundField) and one.args]
    shown = [(name, one) for name, one in fields if one.field_class is not HiddenField]
    return [(name, str(one.args[0])) for name, one in sorted(shown, key=lambda pair: pair[1].creation_counter)]


def _may_use(endpoint: str, store: Store) -> bool:
    role = getattr(current_app.view_functions.get(endpoint), "access", None)
    return role in ROLES and current_user.user.may(role, store.id)
