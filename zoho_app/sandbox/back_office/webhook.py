"""The workflow webhook on the back office's page of settings."""

from flask import Blueprint, redirect, request, url_for

from ..state import sandbox
from ..workflow import rule
from .orders import Page, common, enter, keep_organization
from .settings import show_settings

blueprint = Blueprint("webhook", __name__)
blueprint.before_request(enter)
blueprint.url_defaults(keep_organization)
blueprint.context_processor(common)


@blueprint.post("/settings/webhook")
def save() -> Page:
    try:
        rule.save(sandbox().store, request.form)
    except ValueError as error:
        return show_settings(str(error))
    return redirect(url_for("settings.settings", done="saved"), 303)
