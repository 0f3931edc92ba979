"""Actions of rules: whether they are filled in, and their words.

An action is kept as {"action": name, "values": {field name: text}}.
"""

from typing import Any

from zoho_app import masks
from zoho_app.rules import catalogue
from zoho_app.rules.catalogue import ADDRESS, TEXTAREA, Chooser, Field

Kept = dict[str, Any]
LONGEST = 80  # characters of one value that are told in words


def problems(kept: Kept, chooser: Chooser) -> dict[str, str]:
    """What is wrong with each field of the action, in words by field name; nothing when it can be used.

    An action that does not exist is a problem of the field "action".
    """
    action = catalogue.find_action(kept["action"])
    if action is None:
        return {"action": f"there is no action “{kept['action']}”; remove it and add another."}
    found = {field.name: _problem(field, kept["values"].get(field.name, ""), chooser) for field in action.fields}
    return {name: words for name, words in found.items() if words}


def in_words(kept: Kept, chooser: Chooser) -> str:
    """The action as a person reads it: 'Change Folder: Prepared'; of web addresses what everybody may see."""
    action = catalogue.find_action(kept["action"])
    if action is None:
        return f"{kept['action']} (no longer exists)"
    values = [_name(field, kept["values"].get(field.name, ""), chooser) for field in action.fields]
    told = ", ".join(value for value in values if value)
    return f"{action.name}: {told}" if told else action.name


def _problem(field: Field, value: str, chooser: Chooser) -> str:
    if field.choices is not None:
        is_fine = value in chooser.names(field) or (not value and not field.required)
        return "" if is_fine else f"choose a {field.label.lower()}."
    return "type a value." if field.required and not value.strip() else ""


def _name(field: Field, value: str, chooser: Chooser) -> str:
    if field.choices is not None:
        return chooser.names(field).get(value, "(gone)") if value else ""
    one_line = masks.shown(value) if field.kind == ADDRESS else " ".join(masks.in_text(value).split())
    if len(one_line) > LONGEST:
        one_line = f"{one_line[: LONGEST - 1]}…"
    return f"“{one_line}”" if one_line and field.kind == TEXTAREA else one_line
