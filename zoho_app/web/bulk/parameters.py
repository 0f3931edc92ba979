"""What a deed for many orders has to know beside the orders: the folder, the tag, the event; from what was typed."""

from collections.abc import Mapping
from typing import Any

from zoho_app.bulk import actions
from zoho_app.orders import folders
from zoho_app.orders.input.choices import TAG_COLORS
from zoho_app.orders.input.order_data import TEXTS
from zoho_app.rules import catalogue
from zoho_app.web.forms.ids import row_id

LONGEST_TAG = TEXTS["tag_name"]


class BadDetails(Exception):
    """What the deed needs to know is missing or wrong; its text names the field."""


def read(store_id: int, deed: str, args: Mapping[str, str]) -> dict[str, Any]:
    """From an address or a form. Raises BadDetails."""
    if deed == actions.MOVE:
        return _folder(store_id, args.get("folder_id", ""))
    if deed == actions.TAG:
        return _tag(args)
    if deed == actions.EVENT:
        event = catalogue.find_event(args.get("event", ""))
        if event is None:
            raise BadDetails("Event: choose one.")
        return {"event": event.name}
    return {}


def carried(details: Mapping[str, Any]) -> dict[str, str]:
    """The details as form fields; names that people see are looked up anew."""
    return {name: str(value) for name, value in details.items() if name != "folder_name"}


def _folder(store_id: int, number: str) -> dict[str, Any]:
    try:
        folder = folders.get(store_id, row_id(number))
    except ValueError:
        folder = None
    if folder is None:
        raise BadDetails("Folder: that folder does not exist any more. Choose another.")
    return {"folder_id": folder.id, "folder_name": folder.name}


def _tag(args: Mapping[str, str]) -> dict[str, Any]:
    name, color = args.get("tag_name", "").strip(), args.get("tag_color", "")
    if len(name) > LONGEST_TAG:
        raise BadDetails(f"Tag: it is too long; at most {LONGEST_TAG} characters.")
    if color not in dict(TAG_COLORS):
        raise BadDetails("Tag color: choose one of the list.")
    return {"tag_name": name, "tag_color": color if name else ""}
