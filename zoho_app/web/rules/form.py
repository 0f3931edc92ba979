"""The form fields of a rule that is being typed, made to fit its filters and actions."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
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


def build(draft: Draft, store_id: int, problems: dict[str, str], stored: dict[str, str]) -> FlaskForm:
    """A form that shows the draft, with the problems beside their fields; it is never read back.

    `stored` are the addresses that are kept already, by their marks: these are shown without their secrets.
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
    return form


def _heads(draft: Draft) -> dict[str, tuple[Field, Any]]:
    joiners = {"all": "All filters agree (AND)", "any": "Any filter agrees (OR)"}
    name_help = "Optional. If empty, Bookdesk names the rule after its event and actions."
    return {
        "seen": (HiddenField(), draft.seen),
        "name": (StringField("Name", description=name_help), draft.name),
        "event": (StringField("Event", description="Type a part of its name, such as Zoho."), draft.event),
        "enabled": (BooleanField("This rule is on"), draft.enabled),
        "match": (RadioField("Run the actions when", choices=joiners), "all" if draft.match_all else "any"),
        "add_filter": (SelectField("Add a filter", choices=_filter_choices()), draft.add_filter),
        "add_action": (
            StringField("Find an action", description="Type a part of its name, such as Zoho."),
            draft.add_action,
        ),
        "order_number": (
            StringField("Order number", description="The number in Bookdesk or the number from the sales channel."),
            draft.order_number,
        ),
    }


def _filter_choices() -> list[SelectChoice]:
    items = [item for group in catalogue.filters().values() for item in group]
    offered = [SelectChoice(item.key, item.label, optgroup=item.group) for item in items]
    return [SelectChoice("", "Choose what to compare"), *offered]


def _filter_fields(number: int, kept: dict[str, Any], chooser: Chooser) -> dict[str, tuple[Field, Any]]:
    item = catalogue.find_filter(kept["field"])
    prefix = f"filter-{number}"
    fields: dict[str, tuple[Field, Any]] = {f"{prefix}-field": (HiddenField(), kept["field"])}
    if item is None:
        return fields
    if item.parameter:
        fields[f"{prefix}-parameter"] = (StringField(item.parameter), kept["parameter"])
    operators = {name: name for name in filters.operators(item)}
    fields[f"{prefix}-operator"] = (SelectField("Comparison", choices=operators), kept["operator"])
    fields[f"{prefix}-value"] = (_value_field(item, kept["value"], chooser), kept["value"])
    return fields


def _value_field(item: catalogue.Filter, value: str, chooser: Chooser) -> Field:
    if item.choices:
        return SelectField("Value", choices=_choices(chooser.names(item), "Choose one"))
    if item.kind in (NUMBER, DATE):
        return StringField("Value", render_kw={"type": "date"} if item.kind == DATE else {"inputmode": "decimal"})
    return TextAreaField("Value", render_kw={"rows": min(8, value.count("\n") + 1), "cols": 36})


def _action_fields(number: int, kept: dict[str, Any], chooser: Chooser) -> dict[str, tuple[Field, Any]]:
    action = catalogue.find_action(kept["action"])
    fields: dict[str, tuple[Field, Any]] = {f"action-{number}": (HiddenField(), kept["action"])}
    for field in action.fields if action else ():
        label = field.label if field.required else f"{field.label} (optional)"
        value = kept["values"].get(field.name, "")
        fields[f"action-{number}-{field.name}"] = (_action_field(field, label, chooser), value)
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


def _action_field(field: catalogue.Field, label: str, chooser: Chooser) -> Field:
    if field.kind in (CHOICE, FOLDER):
        choices = _choices(chooser.names(field), f"Choose a {field.label.lower()}")
        return SelectField(label, choices=choices, description=field.help)
    kind = TextAreaField if field.kind == TEXTAREA else StringField
    return kind(label, description=field.help)


def _choices(names: dict[str, str], ask: str) -> dict[str, str]:
    return names if "" in names else {"": ask, **names}
