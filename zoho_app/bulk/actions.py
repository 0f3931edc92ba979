"""What can be done to many orders, in words; how it is done to one of them is in doing.py."""

from collections.abc import Mapping
from dataclasses import dataclass

SUBMIT, CANCEL, MOVE, TAG, RETRY = "submit", "cancel", "move", "tag", "retry"
EVENT, DRY_RUN, MOVE_BACK, TAKE_BACK = "event", "dry_run", "move_back", "take_back"


@dataclass(frozen=True)
class Deed:
    """One deed. Its words are filled in with the run's details, such as the folder's name.

    `title` names it in a list, `button` begins it ("Move 12 orders to Closed"), `would` and `done` follow a number
    of orders ("4,290 would be moved to Closed", "4,290 orders moved to Closed").
    """

    title: str
    button: str
    would: str
    done: str
    is_for_zoho: bool = False  # makes appointments whose outcome is worth showing
    is_destructive: bool = False  # can't be taken back
    is_offered: bool = True  # people can choose it for orders of a list


DEEDS = {
    SUBMIT: Deed(
        "Submit to Zoho Books",
        "Submit {orders} to Zoho Books",
        "would be scheduled to Zoho Books",
        "scheduled to Zoho Books",
        is_for_zoho=True,
    ),
    CANCEL: Deed(
        "Cancel in Zoho Books",
        "Cancel {orders} in Zoho Books",
        "would be canceled in Zoho Books",
        "to be canceled in Zoho Books",
        is_for_zoho=True,
        is_destructive=True,
    ),
    MOVE: Deed(
        "Move to {folder_name}",
        "Move {orders} to {folder_name}",
        "would be moved to {folder_name}",
        "moved to {folder_name}",
    ),
    TAG: Deed("{tag_title}", "{tag_title} on {orders}", "would be changed", "changed"),
    RETRY: Deed(
        "Try again what failed",
        "Try {orders} again",
        "would be tried again",
        "to be tried again",
        is_for_zoho=True,
    ),
    EVENT: Deed(
        "Run the event “{event}”",
        "Run “{event}” on {orders}",
        "would have the event run on them",
        "had the event run on them",
    ),
    DRY_RUN: Deed("Dry run", "Dry run of {orders}", "would be looked at; nothing is sent or changed", "would work"),
    MOVE_BACK: Deed(
        "Move back from {folder_name}",
        "Move {orders} back",
        "would be moved back",
        "moved back",
        is_offered=False,
    ),
    TAKE_BACK: Deed(
        "Take back what waits to be sent",
        "Take {orders} back",
        "would be taken back",
        "taken back before they were sent",
        is_offered=False,
    ),
}


def in_words(pattern: str, details: Mapping[str, str], orders: str = "") -> str:
    """A deed's words with the run's details, and with how many orders it is for."""
    name = details.get("tag_name", "")
    tag_title = f"Tag “{name}”" if name else "Take the tag off"
    return pattern.format_map({"folder_name": "", "event": "", **details, "tag_title": tag_title, "orders": orders})


def orders(count: int) -> str:
    """Such as "1 order" or "4,312 orders"."""
    return "1 order" if count == 1 else f"{count:,} orders"
