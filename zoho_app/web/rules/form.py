"""The form fields of a rule that is being typed, made to fit its filters and actions."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from zoho_app import masks
from zoho_app.rules import catalogue, filters
from zoho_app.rules.catalogue import CHOICE, DATE, FOLDER, NUMBER, TEXTAREA, Chooser
from zoho_app.web.rules import addresses
from zoho_app.web.rules.draft import Draft

ASK_FOR_FILTER = SelectChoice("", "Choose what to compare")
MOST_ROWS = 8
NOT_SAVED = {"data-not-saved": True}  # what is typed there is no change of the rule


def build(
    draft: Draft, store_id: int, problems: dict[str, str], stored: dict[str, str], begin_at: str = ""
) -> FlaskForm:
    """A form that shows the draft, with the problems beside their fields; it is never read back.

    `stored` are the addresses that are kept already, by their marks: these are shown without their secrets.
    `begin_at` is the name of the field that one types in next.
    """
    chooser = Chooser(store_id)
    shown: dict[str, tuple[Field, Any]] = {**_heads(draft)}
    for number, kept in enumerate(draft.filters, 1):
        shown |= _filter_fields(number, kept, chooser)
    for number, kept in enumerate(draft.actions, 1):
        shown |= _action_fields(number, kept, chooser) | _address_fields(number, kept, stored)
    form_class = type("RuleForm", (FlaskForm,), {name: field for name, (field, _) in shown.items()})
    form = form_class(formdata=None, data={name: value for name, (_, value) in shown.items()})
    for name, words in problems.items():
        form[name].errors = [words]
    if begin_at in form:
        form[begin_at].render_kw = {**(form[begin_at].render_kw or {}), "autofocus": True}
    return form


def _heads(draft: Draft) -> dict[str, tuple[Field, Any]]:
    joiners = {"all": "all of these agree", "any": "any of these agrees"}
    name_help = "If empty, the rule is called by what it does."
    on_help = "If off, it is kept for later and does nothing."
    return {
        "seen": (HiddenField(), draft.seen),
        "name": (StringField("Name", description=name_help), draft.name),
        "event": (StringField("Event", description="Type a part of its name, such as Zoho."), draft.event),
        "enabled": (BooleanField("This rule is on", description=on_help), draft.enabled),
        "match": (SelectField("Run the actions when", choices=joiners), "all" if draft.match_all else "any"),
        "add_filter": (
            SelectField("Add a filter", choices=[ASK_FOR_FILTER, *_filter_choices()], render_kw=NOT_SAVED),
            draft.add_filter,
        ),
        "add_action": (
            StringField("Find an action", description="Type a part of its name, such as Zoho.", render_kw=NOT_SAVED),
            draft.add_action,
        ),
        "order_number": (StringField("Order number", render_kw=NOT_SAVED), draft.order_number),
    }


def _filter_choices() -> list[SelectChoice]:
    items = [item for group in catalogue.filters().values() for item in group]
    return [SelectChoice(item.key, item.label, optgroup=item.group) for item in items]


def _action_choices() -> list[SelectChoice]:
    offered = [action for group in catalogue.actions().values() for action in group]
    return [SelectChoice(action.name, action.name, optgroup=action.group) for action in offered]


def _filter_fields(number: int, kept: dict[str, Any], chooser: Chooser) -> dict[str, tuple[Field, Any]]:
    item = catalogue.find_filter(kept["field"])
    prefix = f"filter-{number}"
    if item is None:
        return {f"{prefix}-field": (HiddenField(), kept["field"])}
    fields: dict[str, tuple[Field, Any]] = {
        f"{prefix}-field": (SelectField(f"Filter {number}", choices=_filter_choices()), kept["field"])
    }
    if item.parameter:
        fields[f"{prefix}-parameter"] = (StringField(item.parameter), kept["parameter"])
    fields[f"{prefix}-operator"] = (SelectField("Comparison", choices=filters.spoken(item)), kept["operator"])
    fields[f"{prefix}-value"] = (_value_field(item, kept["value"], chooser), kept["value"])
    return fields


def _value_field(item: catalogue.Filter, value: str, chooser: Chooser) -> Field:
    if item.choices:
        return SelectField("Value", choices=_choices(chooser.names(item), "Choose one"))
    if item.kind in (NUMBER, DATE):
        return StringField("Value", render_kw={"type": "date"} if item.kind == DATE else {"inputmode": "decimal"})
    return TextAreaField("Value", render_kw=_as_high_as(value))


def _as_high_as(text: str) -> dict[str, int]:
    """A box in the line, as high as what is in it."""
    return {"rows": min(MOST_ROWS, text.count("\n") + 1)}


def _action_fields(number: int, kept: dict[str, Any], chooser: Chooser) -> dict[str, tuple[Field, Any]]:
    action = catalogue.find_action(kept["action"])
    kind = SelectField(f"Action {number}", choices=_action_choices()) if action else HiddenField()
    fields: dict[str, tuple[Field, Any]] = {f"action-{number}": (kind, kept["action"])}
    for field in action.fields if action else ():
        label = field.label if field.required else f"{field.label} (optional)"
        value = kept["values"].get(field.name, "")
        fields[f"action-{number}-{field.name}"] = (_action_field(field, label, chooser, value), value)
    return fields


def _address_fields(number: int, kept: dict[str, Any], stored: dict[str, str]) -> dict[str, tuple[Field, Any]]:
    marks = {url: mark for mark, url in stored.items()}
    fields: dict[str, tuple[Field, Any]] = {}
    for one in addresses.fields_of(kept):
        name, url = f"action-{number}-{one.name}", kept["values"].get(one.name, "")
        if url in marks:
            help = f"{one.help} Parts that may be secret are not shown; leave the field as it is to keep the address."
            fields[name] = (StringField(one.label, description=help), masks.shown(url))
            fields[f"{name}-kept"] = (HiddenField(), marks[url])
    return fields


def _action_field(field: catalogue.Field, label: str, chooser: Chooser, value: str) -> Field:
    if field.kind in (CHOICE, FOLDER):
        choices = _choices(chooser.names(field), f"Choose a {field.label.lower()}")
        return SelectField(label, choices=choices, description=field.help)
    if field.kind == TEXTAREA:
        return TextAreaField(label, description=field.help, render_kw=_as_high_as(value))
    return StringField(label, description=field.help)


def _choices(names: dict[str, str], ask: str) -> dict[str, str]:
    return names if "" in names else {"": ask, **names}
