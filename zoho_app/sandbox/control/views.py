"""Addresses for tests, served only when the sandbox was started with --control."""

from typing import Any

from flask import Blueprint, request

from ..common import ledger
from ..editions.change import change_organization
from ..seed import DEFAULT_ORGANIZATION, seed
from ..state import sandbox

blueprint = Blueprint("control", __name__, url_prefix="/sandbox")
Answer = dict[str, Any] | list[dict[str, Any]] | tuple[dict[str, Any], int]
NUMBERS = {"minute", "per_minute", "per_day", "at_once", "token_lifetime", "clock_offset"}
SETTINGS = NUMBERS | {"unlimited"}


@blueprint.get("/faults")
def show_faults() -> Answer:
    return sandbox().faults.describe()


@blueprint.post("/faults")
def set_faults() -> Answer:
    """Replace the fault rules by the posted JSON list; an empty list ends all faults."""
    given = request.get_json()
    try:
        sandbox().faults.replace([given] if isinstance(given, dict) else given)
    except (ValueError, TypeError, AttributeError) as error:
        return {"error": str(error)}, 400
    return sandbox().faults.describe()


@blueprint.get("/ledger")
def show_ledger() -> Answer:
    return ledger.read(sandbox().store, request.args.get("since", 0, int))


@blueprint.post("/settings")
def change_settings() -> Answer:
    """Set any of minute, token_lifetime, clock_offset (seconds), per_minute, per_day, at_once, unlimited."""
    given = request.get_json()
    for name, value in given.items():
        kind: type | tuple[type, ...] = bool if name == "unlimited" else (int, float)
        if name not in SETTINGS or not isinstance(value, kind) or (name in NUMBERS and isinstance(value, bool)):
            return {"error": f"Cannot set {name} to {value!r}."}, 400
    store = sandbox().store
    with store.transaction():
        for name, value in given.items():
            store.set_setting(name, value)
    return {name: store.setting(name, None) for name in sorted(SETTINGS)}


@blueprint.post("/edition")
def change_edition() -> Answer:
    """Make an organization (`organization_id`, or the first one) one of an `edition`, and set how it computes."""
    given = dict(request.get_json())
    wanted = given.pop("organization_id", DEFAULT_ORGANIZATION)
    organization = sandbox().store.get("organization", "", wanted)
    if organization is None:
        return {"error": f"There is no organization {wanted!r}."}, 404
    try:
        return change_organization(sandbox().store, organization, given)
    except ValueError as error:
        return {"error": str(error)}, 400


@blueprint.post("/reset")
def reset() -> Answer:
    """Forget everything, as if the data file had just been made."""
    here = sandbox()
    with here.store.transaction():
        here.store.forget_everything()
        seed(here.store)
    here.faults.replace([])
    here.limits.forget()
    return {"status": "fresh"}
