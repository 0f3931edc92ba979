"""Rules as tests keep them."""

from typing import Any

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.rules.models import Rule


def a_rule(desk: Desk, event: str, *actions: Any, **more: Any) -> Rule:
    """Keep a rule. An action is its name or (name, values), a filter (field, operator, value, parameter)."""
    kept = [name if isinstance(name, tuple) else (name, {}) for name in actions]
    rule = Rule(
        store_id=more.pop("store_id", desk.store_id),
        name=more.pop("name", f"On {event}"),
        event=event,
        filters=[a_filter(*one) for one in more.pop("filters", ())],
        actions=[{"action": name, "values": values} for name, values in kept],
        **more,
    )
    db.session.add(rule)
    db.session.commit()
    return rule


def a_filter(field: str, operator: str, value: str = "", parameter: str = "") -> dict[str, str]:
    return {"field": field, "parameter": parameter, "operator": operator, "value": value}


def tag(name: str) -> tuple[str, dict[str, str]]:
    return ("Tag Order", {"name": name, "color": ""})


def to_folder(desk: Desk, name: str) -> tuple[str, dict[str, str]]:
    return ("Change Folder", {"folder_id": str(desk.folder(name).id)})
