"""Parameters of bulk actions, and the forms that ask for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zoho_app.bulk.actions.action import BulkAction, Parameter
from zoho_app.orders import folders
from zoho_app.orders.input.choices import TAG_COLORS
from zoho_app.orders.input.order_data import TEXTS
from zoho_app.rules import catalogue
from zoho_app.web.forms.ids import row_id

LONGEST_TAG = TEXTS["tag_name"]


class BadDetails(Exception):
    """What the action needs to know is missing or wrong; its text names the field."""


@dataclass(frozen=True)
class Form:
    """How people are asked for a parameter: a panel with fields, and how these are read."""

    title: str
    template: str
    read: Callable[[int, Mapping[str, str]], dict[str, Any]]  # store id, what was typed; raises BadDetails
    choices: Callable[[int], Any] = lambda store_id: None  # what the fields offer


def read(store_id: int, action: BulkAction, args: Mapping[str, str]) -> dict[str, Any]:
    """The action's details, from an address or a form. Raises BadDetails."""
    return FORMS[action.parameter].read(store_id, args) if action.parameter else {}


def carried(details: Mapping[str, Any]) -> dict[str, str]:
    """The details as form fields; names that people see are looked up anew."""
    return {name: str(value) for name, value in details.items() if name != "folder_name"}


def _read_folder(store_id: int, args: Mapping[str, str]) -> dict[str, Any]:
    try:
        folder = folders.get(store_id, row_id(args.get("folder_id", "")))
    except ValueError:
        folder = None
    if folder is None:
        raise BadDetails("Folder: that folder no longer exists. Choose another.")
    return {"folder_id": folder.id, "folder_name": folder.name}


def _read_tag(store_id: int, args: Mapping[str, str]) -> dict[str, Any]:
    name, color = args.get("tag_name", "").replace("\x00", "").strip(), args.get("tag_color", "")
    if len(name) > LONGEST_TAG:
        raise BadDetails(f"Tag: it is too long; at most {LONGEST_TAG} characters.")
    if color not in dict(TAG_COLORS):
        raise BadDetails("Tag color: choose one from the list.")
    return {"tag_name": name, "tag_color": color if name else ""}


def _read_event(store_id: int, args: Mapping[str, str]) -> dict[str, Any]:
    event = catalogue.find_event(args.get("event", ""))
    if event is None:
        raise BadDetails("Event: choose one.")
    return {"event": event.name}


FORMS = {
    Parameter.FOLDER: Form("Move", "bulk/choose_folder.html", _read_folder, folders.all_of),
    Parameter.TAG: Form("Tag", "bulk/choose_tag.html", _read_tag, lambda store_id: TAG_COLORS),
    Parameter.EVENT: Form("Run an event", "bulk/choose_event.html", _read_event, lambda store_id: catalogue.events()),
}
