"""The rule actions for orders."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from zoho_app.actors import AUTO
from zoho_app.orders import edit, folders
from zoho_app.orders.input.choices import folder_choices, tag_colors
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.models import Order
from zoho_app.rules.catalogue import CHOICE, FOLDER, TEXTAREA, ActionRefused, Field, action

_GROUP = "Orders"
REMOVE = "[REMOVE]"  # Order Desk's Rule Action Reference: this value takes the field away
_VALUE_HELP = f"Leave it empty to add only the name. Type {REMOVE} to remove the field."


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what the order can't take into a refusal."""
    try:
        yield
    except BadFields as bad:
        raise ActionRefused(str(bad)) from bad


def _named_value(name_help: str) -> tuple[Field, Field]:
    """The fields of an action that sets one named value."""
    return Field("name", "Field name", help=name_help), Field("value", "Value", TEXTAREA, _VALUE_HELP, required=False)


def _set_or_remove(
    order: Order,
    values: dict[str, str],
    set_: Callable[[Order, str, str, str], bool],
    remove: Callable[[Order, str, str], bool],
) -> None:
    if values["value"].strip() == REMOVE:
        remove(order, values["name"], AUTO)
        return
    with _refusing():
        set_(order, values["name"], values["value"], AUTO)


@action(
    "Change Folder",
    _GROUP,
    (Field("folder_id", "Folder", FOLDER, choices=folder_choices),),
    "Moves the order to another folder, which triggers “Folder is Changed”.",
)
def _change_folder(order: Order, values: dict[str, str]) -> None:
    folder = folders.get(order.store_id, int(values["folder_id"] or 0))
    if folder is None:
        raise ActionRefused("the folder no longer exists; choose another in the rule.")
    folders.move(order, folder, AUTO)


@action(
    "Tag Order",
    _GROUP,
    (
        Field("name", "Tag"),
        Field("color", "Tag color", CHOICE, required=False, choices=tag_colors),
    ),
    "Puts a colored tag on the order.",
)
def _tag_order(order: Order, values: dict[str, str]) -> None:
    with _refusing():
        edit.tag(order, values["name"], values["color"], AUTO)


@action(
    "Set Checkout Data Value",
    _GROUP,
    _named_value("Such as “Gift Message”."),
    "Sets one field of the order's checkout data.",
)
def _set_checkout_data(order: Order, values: dict[str, str]) -> None:
    _set_or_remove(order, values, edit.set_checkout_data, edit.remove_checkout_data)


@action(
    "Set Order Metadata",
    _GROUP,
    _named_value("Such as “notes”, which goes to Zoho Books."),
    "Sets one field of the order's metadata.",
)
def _set_order_metadata(order: Order, values: dict[str, str]) -> None:
    _set_or_remove(order, values, edit.set_order_metadata, edit.remove_order_metadata)


@action(
    "Add Order Note",
    _GROUP,
    (Field("content", "Note", TEXTAREA),),
    "Adds a note to the order, signed “Auto”.",
)
def _add_order_note(order: Order, values: dict[str, str]) -> None:
    with _refusing():
        edit.add_note(order, values["content"], AUTO)


ACTIONS = (_change_folder, _tag_order, _set_checkout_data, _set_order_metadata, _add_order_note)
