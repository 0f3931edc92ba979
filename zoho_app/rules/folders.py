"""Where rules name a folder: in filters and in the fields of actions. Folders are known by id only."""

from collections.abc import Iterator

from sqlalchemy.orm.attributes import flag_modified

from zoho_app.rules import arrange, catalogue
from zoho_app.rules.catalogue import FOLDER
from zoho_app.rules.models import Rule

Place = tuple[dict[str, str], str]  # a dictionary within a rule, and the key under which it keeps a folder's id


def rules_naming_folder(store_id: int, folder_id: int) -> list[Rule]:
    """The store's rules, in their order, that name the folder in a filter or an action."""
    return [rule for rule in arrange.in_order(store_id) if _places(rule, folder_id)]


def replace_folder(store_id: int, old_id: int, new_id: int) -> None:
    """Make every rule of the store that names the old folder name the new one."""
    for rule in arrange.in_order(store_id):
        for holder, key in _places(rule, old_id):
            holder[key] = str(new_id)
            flag_modified(rule, "filters")
            flag_modified(rule, "actions")


def _places(rule: Rule, folder_id: int) -> list[Place]:
    return [(holder, key) for holder, key in _folder_places(rule) if holder.get(key) == str(folder_id)]


def _folder_places(rule: Rule) -> Iterator[Place]:
    for kept in rule.filters:
        item = catalogue.find_filter(kept["field"])
        if item is not None and item.kind == FOLDER:
            yield kept, "value"
    for wanted in rule.actions:
        action = catalogue.find_action(wanted["action"])
        for field in action.fields if action else ():
            if field.kind == FOLDER:
                yield wanted["values"], field.name
