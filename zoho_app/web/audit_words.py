"""Changes of settings in words: the labels of the fields, and the values as their forms say them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import g
from wtforms import Form, RadioField, SelectField

from zoho_app.accounts.models import AuditEntry
from zoho_app.accounts.stores import CHANGED_WORDS as STORE_CHANGED
from zoho_app.orders import folders
from zoho_app.web.accounts.stores import SettingsForm as StoreForm
from zoho_app.web.layout.formats import spoken
from zoho_app.web.zoho_books.settings_form import FolderField
from zoho_app.web.zoho_books.settings_form import SettingsForm as ZohoBooksForm
from zoho_app.zoho_books.settings import CHANGED_WORDS as ZOHO_BOOKS_CHANGED

Labels = Mapping[str, Form]  # the form of a change, by the sentence that tells of it


@dataclass(frozen=True)
class Change:
    """One changed field: "After Import, Move To" was "New" and is "Prepared"."""

    label: str
    before: str
    after: str


def labels(store_id: int) -> Labels:
    """The forms whose changes the log tells, with the store's folders to choose from."""
    g.folder_listing = g.get("folder_listing") or folders.listing(store_id)  # the frame shows it, too
    zoho_books = ZohoBooksForm(formdata=None, meta={"csrf": False})
    zoho_books.offer([folder for folder, _ in g.folder_listing])
    return {ZOHO_BOOKS_CHANGED: zoho_books, STORE_CHANGED: StoreForm(formdata=None, meta={"csrf": False})}


def changes(entry: AuditEntry, forms: Labels) -> list[Change]:
    """What an entry changed, field by field."""
    form = forms.get(entry.what)
    return [_change(form, name, before, after) for name, (before, after) in entry.changes.items()]


def _change(form: Form | None, name: str, before: Any, after: Any) -> Change:
    if form is None or name not in form:
        return Change(name.replace("_", " ").capitalize(), spoken(before), spoken(after))
    field = form[name]
    return Change(field.label.text, _chosen(field, before), _chosen(field, after))


def _chosen(field: Any, value: Any) -> str:
    """The words of the choice that a value stands for."""
    choices = field.choices if isinstance(field, (SelectField, RadioField)) else None
    if not isinstance(choices, dict):
        return spoken(value)
    known = next((str(words) for key, words in choices.items() if field.coerce(key) == value), None)
    if known is None and isinstance(field, FolderField):
        return "a folder that is gone"
    return known or spoken(value)
