"""The back office's page of settings: custom fields, organizations, edition, and how totals are computed."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ..editions.change import change_organization
from ..editions.table import EDITIONS
from ..limits import PER_DAY, PER_MINUTE
from ..seed import SECOND_ORGANIZATION, add_organization
from ..state import organization_id, sandbox
from ..workflow import rule
from . import arithmetic
from .orders import Page, common, enter, keep_organization

blueprint = Blueprint("settings", __name__)
blueprint.before_request(enter)
blueprint.url_defaults(keep_organization)
blueprint.context_processor(common)


@blueprint.get("/settings")
def settings() -> Page:
    return show_settings()


def show_settings(problem: str = "") -> Page:
    store = sandbox().store
    page = render_template(
        "settings.html",
        problem=problem,
        webhook=rule.webhook(store),
        webhook_way=arithmetic.webhook_way(store),
        choices=arithmetic.choices(g.organization),
        questions=arithmetic.open_questions(g.organization),
        editions=arithmetic.edition_choice(g.organization),
        organizations=store.find("organization", ""),
        second_exists=store.get("organization", "", SECOND_ORGANIZATION) is not None,
        fields=store.find("customfield", organization_id()),
        taxes=store.find("tax", organization_id()),
        per_minute=store.setting("per_minute", PER_MINUTE),
        per_day=store.setting("per_day", PER_DAY),
    )
    return (page, 400) if problem else page


@blueprint.post("/settings/edition")
def change_edition() -> Page:
    return _change({"edition": request.form.get("edition", "")}, "edition")


@blueprint.post("/settings/arithmetic")
def change_arithmetic() -> Page:
    return _change(arithmetic.read(request.form), "saved")


def _change(given: dict[str, Any], done: str) -> Page:
    try:
        change_organization(sandbox().store, g.organization, given)
    except ValueError as error:
        return show_settings(str(error))
    return redirect(url_for("settings.settings", done=done), 303)


@blueprint.post("/settings/custom-fields/<field_id>")
def switch_custom_field(field_id: str) -> Response:
    store = sandbox().store
    field = store.get("customfield", organization_id(), field_id) or abort(404)
    field["is_active"] = not field["is_active"]
    store.put("customfield", organization_id(), field)
    return redirect(url_for("settings.settings", done="saved"), 303)


@blueprint.post("/settings/taxes/<tax_id>")
def switch_tax(tax_id: str) -> Response:
    store = sandbox().store
    tax = store.get("tax", organization_id(), tax_id) or abort(404)
    tax["status"] = "Active" if tax.get("status") == "Inactive" else "Inactive"
    store.put("tax", organization_id(), tax)
    return redirect(url_for("settings.settings", done="saved"), 303)


@blueprint.post("/settings/organizations")
def add_second_organization() -> Response:
    store = sandbox().store
    with store.transaction():
        if store.get("organization", "", SECOND_ORGANIZATION) is None:
            name = request.form.get("name", "").strip()[:200] or "Sandbox Trading UK"
            add_organization(store, SECOND_ORGANIZATION, name, EDITIONS["uk"])
    return redirect(url_for("settings.settings", done="added"), 303)
