"""Addresses in a rule's actions: nobody sees them whole again, and whoever edits the rule may leave them as they are.

The page shows such an address without its secrets, beside a mark by which it is found again when the page comes back.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import current_app

from zoho_app import masks
from zoho_app.rules import catalogue
from zoho_app.rules.catalogue import ADDRESS, Field
from zoho_app.rules.models import Rule

Actions = Sequence[dict[str, Any]]


def fields_of(kept: Mapping[str, Any]) -> Iterator[Field]:
    """The fields of an action that hold an address."""
    action = catalogue.find_action(kept["action"])
    return (field for field in (action.fields if action else ()) if field.kind == ADDRESS)


def stored(rule: Rule | None) -> dict[str, str]:
    """The addresses that the rule has kept, by their marks."""
    if rule is None:
        return {}
    urls = (kept["values"].get(field.name, "") for kept in rule.actions or () for field in fields_of(kept))
    return {mark(url): url for url in urls if url}


def mark(url: str) -> str:
    """A short text that stands for the address and tells nothing of it."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, f"address in a rule: {url}".encode(), "sha256").hex()[:24]


def restore(actions: Actions, rule: Rule | None, form: Mapping[str, str]) -> None:
    """Put the kept address in the place of one that came back as it was shown."""
    known = stored(rule)
    for number, kept in enumerate(actions, 1):
        for field in fields_of(kept):
            url = known.get(form.get(f"action-{number}-{field.name}-kept", ""), "")
            if url and kept["values"][field.name].strip() == masks.shown(url):
                kept["values"][field.name] = url


def told(before: Actions, after: Actions) -> list[Any]:
    """What the audit log may tell of actions that were changed."""
    shown = [_shown(before), _shown(after)]
    return shown if shown[0] != shown[1] else [shown[0], "same address, new secret"]


def _shown(actions: Actions) -> list[dict[str, Any]]:
    return [{**kept, "values": _values(kept)} for kept in actions]


def _values(kept: Mapping[str, Any]) -> dict[str, Any]:
    addresses = {field.name for field in fields_of(kept)}
    values = kept.get("values", {})
    return {
        name: masks.shown(value) if name in addresses else masks.in_values(value) for name, value in values.items()
    }
