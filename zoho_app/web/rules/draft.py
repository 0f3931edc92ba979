"""A rule that is being edited: read from the page, changed by its buttons, checked and saved."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from zoho_app import masks
from zoho_app.deliveries import addresses
from zoho_app.deliveries.addresses import AddressRefused
from zoho_app.orders.events import ORDER_IMPORTED
from zoho_app.rules import actions, catalogue, filters
from zoho_app.rules.catalogue import Action, Chooser
from zoho_app.rules.models import Rule
from zoho_app.web.forms import conflicts
from zoho_app.web.rules import addresses as rule_addresses

LONGEST_NAME = 200
COLUMNS = ("name", "event", "enabled", "match_all", "filters", "actions")  # what is typed of a rule
PARTS = {"operator": "Comparison", "value": "Value"}
BUTTON = re.compile(r"(remove|up|down)-(filter|action)-([0-9]{1,4})")


@dataclass
class Draft:
    """What is on the page. Filters and actions are kept as in a Rule; `add_...` are the boxes to add one."""

    name: str = ""
    event: str = ""
    enabled: bool = True
    match_all: bool = True
    filters: list[dict[str, Any]] = field(default_factory=list)
    actions: list[dict[str, Any]] = field(default_factory=list)
    add_filter: str = ""
    add_action: str = ""
    order_number: str = ""
    seen: str = ""  # the marks of the rule as it was when the page was opened


def new() -> Draft:
    """A rule that nobody has typed anything of; it begins with the event that most rules wait for."""
    return Draft(event=ORDER_IMPORTED)


def from_rule(rule: Rule) -> Draft:
    """The draft of a kept rule."""
    return Draft(
        name=rule.name,
        event=rule.event,
        enabled=rule.enabled,
        match_all=rule.match_all,
        filters=list(rule.filters),
        actions=list(rule.actions),
        seen=conflicts.write(marks(rule)),
    )


def marks(typed: "Rule | Draft") -> dict[str, str]:
    """A short mark of each thing that can be typed."""
    return conflicts.marks({column: getattr(typed, column) for column in COLUMNS})


def read(form: Mapping[str, str]) -> Draft:
    """The draft as the page sent it."""
    return Draft(
        name=_text(form, "name").strip(),
        event=_text(form, "event").strip(),
        enabled="enabled" in form,
        match_all=form.get("match") != "any",
        filters=list(_filters(form)),
        actions=list(_actions(form)),
        add_filter=_text(form, "add_filter"),
        add_action=_text(form, "add_action").strip(),
        order_number=_text(form, "order_number").strip(),
        seen=_text(form, "seen"),
    )


def press(draft: Draft, button: str) -> None:
    """Remove a row or move it up or down; a button that is not there does nothing."""
    found = BUTTON.fullmatch(button)
    if not found:
        return
    action, kind, number = found.groups()
    rows = draft.filters if kind == "filter" else draft.actions
    place = int(number) - 1
    if not 0 <= place < len(rows):
        return
    row = rows.pop(place)
    if action != "remove":
        rows.insert(max(0, place + (-1 if action == "up" else 1)), row)


def add_filter(draft: Draft) -> bool:
    """Add a row for the chosen filter; False when there is no such filter."""
    item = catalogue.find_filter(draft.add_filter)
    if item is None:
        return False
    operator = next(iter(filters.operators(item)))
    draft.filters.append({"field": item.key, "parameter": "", "operator": operator, "value": ""})
    draft.add_filter = ""
    return True


def add_action(draft: Draft) -> Action | None:
    """Add a row for the action that was typed and return it; None when there is no such action."""
    action = catalogue.find_action(draft.add_action)
    if action is not None:
        values = {field.name: field.default for field in action.fields}
        draft.actions.append({"action": action.name, "values": values})
        draft.add_action = ""
    return action


def problems(draft: Draft, store_id: int) -> dict[str, str]:
    """The problems of the draft: words by the name of the page's field."""
    chooser = Chooser(store_id)
    found: dict[str, str] = {}
    if len(draft.name) > LONGEST_NAME:
        found["name"] = f"Name: it has {len(draft.name)} characters; use at most {LONGEST_NAME}."
    if catalogue.find_event(draft.event) is None:
        found["event"] = _about_event(draft.event)
    for number, kept in enumerate(draft.filters, 1):
        found |= _filter_problem(number, kept, chooser)
    for number, kept in enumerate(draft.actions, 1):
        found |= _action_problems(number, kept, chooser)
    if not draft.actions:
        found["add_action"] = "Actions: add at least one; find it by typing its name."
    return found


def fit(draft: Draft) -> None:
    """Where another filter was chosen, compare in a way that goes with it."""
    for kept in draft.filters:
        item = catalogue.find_filter(kept["field"])
        if item and kept["operator"] not in filters.operators(item):
            kept |= {"operator": next(iter(filters.operators(item))), "value": ""}


def unknown_action(name: str) -> str:
    """What to tell when the box to add an action holds no action's name."""
    if not name:
        return "Find an action: type a part of its name and choose one from the list."
    return f"Find an action: there is no action “{name}”; choose one from the list."


def fill(rule: Rule, draft: Draft) -> dict[str, list[Any]]:
    """Write a draft without problems into the rule; returns {column: [before, after]} of what is different, as shown.

    A rule without a name is named after what it does.
    """
    event = catalogue.find_event(draft.event)
    event_name = event.name if event else draft.event
    name = draft.name or f"{event_name}: {', '.join(one['action'] for one in draft.actions)}"[:LONGEST_NAME]
    values = (name, event_name, draft.enabled, draft.match_all, draft.filters, draft.actions)
    before = {column: getattr(rule, column) for column in COLUMNS}
    for column, value in zip(COLUMNS, values, strict=True):
        setattr(rule, column, value)
    return {
        column: _told(column, old, getattr(rule, column))
        for column, old in before.items()
        if old != getattr(rule, column)
    }


def _told(column: str, before: Any, after: Any) -> list[Any]:
    """For the audit log, where no secret stands."""
    if column == "actions":
        return rule_addresses.told(before or [], after)
    return [masks.in_values(before), masks.in_values(after)]


def _filters(form: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for number in count(1):
        if f"filter-{number}-field" not in form:
            return
        keys = ("field", "parameter", "operator", "value")
        yield {key: _text(form, f"filter-{number}-{key}") for key in keys}


def _actions(form: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for number in count(1):
        name = form.get(f"action-{number}")
        if name is None:
            return
        action = catalogue.find_action(name)
        fields = action.fields if action else ()
        values = {field.name: _value(form, f"action-{number}-{field.name}", field.default) for field in fields}
        yield {"action": action.name if action else name, "values": values}


def _value(form: Mapping[str, str], name: str, default: str) -> str:
    """What was typed; a field that the page did not have yet begins with its default."""
    return _text(form, name) if name in form else default


def _text(form: Mapping[str, str], name: str) -> str:
    """What was typed, with plain line ends."""
    return form.get(name, "").replace("\r\n", "\n")


def _about_event(typed: str) -> str:
    if not typed:
        return "Event: type a part of its name and choose one from the list."
    return f"Event: there is no event “{typed}”; choose one from the list."


def _filter_problem(number: int, kept: dict[str, Any], chooser: Chooser) -> dict[str, str]:
    try:
        filters.check(kept, chooser)
    except filters.BadFilter as bad:
        return {f"filter-{number}-{bad.part}": f"Filter {number}{_place(kept, bad.part)}: {bad}"}
    return {}


def _place(kept: dict[str, Any], part: str) -> str:
    """Where in the filter, as its labels name it; nothing when it is the filter as a whole."""
    item = catalogue.find_filter(kept["field"])
    if item is None:
        return ""
    return f", {item.parameter if part == 'parameter' else PARTS[part]}"


def _address_problems(kept: dict[str, Any]) -> dict[str, str]:
    found = {}
    for one in rule_addresses.fields_of(kept):
        try:
            if kept["values"][one.name].strip():
                addresses.check(kept["values"][one.name])
        except AddressRefused as refusal:
            found[one.name] = str(refusal)
    return found


def _action_problems(number: int, kept: dict[str, Any], chooser: Chooser) -> dict[str, str]:
    action = catalogue.find_action(kept["action"])
    labels = {field.name: field.label for field in action.fields} if action else {}
    found = actions.problems(kept, chooser) | _address_problems(kept)
    if "action" in found and action is None:
        return {f"action-{number}": f"Action {number}: {found['action']}"}
    return {f"action-{number}-{name}": f"Action {number}, {labels[name]}: {words}" for name, words in found.items()}
