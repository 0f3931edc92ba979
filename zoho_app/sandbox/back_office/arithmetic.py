"""The choices of the page of settings: which edition an organization is, and how it computes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..common.store import Document, Store
from ..editions.preferences import OPEN_QUESTIONS, SWITCHES, Switch, edition_of_organization, preference
from ..editions.table import EDITIONS
from ..state import sandbox
from ..workflow import rule

AS_IT_IS = "as it is"


@dataclass(frozen=True)
class Choice:
    """A select of the page; options are value, label, is selected."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


def edition_choice(organization: Document) -> Choice:
    present = edition_of_organization(organization)
    options = [(key, edition.label, edition is present) for key, edition in EDITIONS.items()]
    return Choice("edition", "Edition", options)


def choices(organization: Document) -> list[Choice]:
    """Return all that can be chosen about how an organization computes, with its present values."""
    found = _switches(organization, SWITCHES)
    names = [tax["tax_name"] for tax in sandbox().store.find("tax", organization["id"])]
    on_shipping = preference(organization, "shipping_tax")
    shipping = [("", "None", not on_shipping), *((name, name, name == on_shipping) for name in names)]
    items = [(AS_IT_IS, "As each item has it", True), ("", "None", False), *((name, name, False) for name in names)]
    return [
        *found,
        Choice("shipping_tax", "Tax on the shipping charge", shipping),
        Choice("item_tax", "Default tax of all items", items),
    ]


def open_questions(organization: Document) -> list[Choice]:
    """Return what nobody outside of Zoho knows, with the answers that the sandbox gives now."""
    return _switches(organization, OPEN_QUESTIONS)


def webhook_way(store: Store) -> Choice:
    """Return how deliveries of the workflow webhook go."""
    present = rule.webhook(store)["way"]
    return Choice("way", "It is delivered", [(way, label, way == present) for way, label in rule.WAYS.items()])


def _switches(organization: Document, switches: Mapping[str, Switch]) -> list[Choice]:
    found = []
    for name, switch in switches.items():
        present = preference(organization, name)
        options = [(str(value), label, value == present) for value, label in switch.values.items()]
        found.append(Choice(name, switch.label, options))
    return found


def read(form: Mapping[str, str]) -> dict[str, Any]:
    """Return what a sent form chooses, in the words of change_organization()."""
    given: dict[str, Any] = {name: form[name] for name in ("shipping_tax", "item_tax") if name in form}
    for name, switch in {**SWITCHES, **OPEN_QUESTIONS}.items():
        chosen = {str(value): value for value in switch.values}
        if name in form:
            given[name] = chosen.get(form[name], form[name])
    if given.get("item_tax") == AS_IT_IS:
        del given["item_tax"]
    return given
