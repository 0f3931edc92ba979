"""The sentence when nothing is under way: the next step of a new store, or that all is done."""

from flask import url_for
from flask_login import current_user

from zoho_app.http.access import OPERATOR, OWNER
from zoho_app.web.layout.status import DeskStatus
from zoho_app.web.layout.status_sentence import Sentence, Step, later
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.preview import backlog

NOT_YET = "Nothing to do yet"


def find_step(
    store_id: int,
    desk_status: DeskStatus,
    settings: ZohoBooksSettings | None,
    found: Connection | None,
    has_orders: bool,
) -> Sentence:
    """The sentence and the step for a store of which nothing is open; at most one statement."""
    if settings is None:
        return _connect(store_id, "Enable Zoho Books", "integrations.index")
    if found is None or not found.organization_id:
        return _connect(store_id, "Connect to Zoho Books", "zoho_books.settings")
    if not has_orders:
        words = "Zoho Books is connected. Orders come in through the API, from a CSV file, or by hand."
        step = _step(OPERATOR, store_id, "Import orders", "import_orders.upload")
        return Sentence(NOT_YET, "info", "info", [words], step)
    if desk_status.attention:
        step = Step("See what needs attention", url_for("attention.index", store_id=store_id))
        return Sentence("Nothing is under way", "warning", "neutral", later(desk_status), step)
    if not backlog.was_any_sent(store_id):
        words = "No order has been sent to Zoho Books yet. Choose some and press Submit, or let a rule do it."
        return Sentence(NOT_YET, "info", "info", [words], _step(OPERATOR, store_id, "Choose orders", "orders.index"))
    return Sentence("Nothing to do: everything is done", "check", "success", later(desk_status))


def _connect(store_id: int, step: str, endpoint: str) -> Sentence:
    words = "Orders can be sent once this store is connected to Zoho Books."
    asked = _step(OWNER, store_id, step, endpoint)
    return Sentence(
        NOT_YET, "info", "info", [words if asked else f"{words} An owner of the store can do that."], asked
    )


def _step(role: str, store_id: int, words: str, endpoint: str) -> Step | None:
    """The step, for those who may take it."""
    return Step(words, url_for(endpoint, store_id=store_id)) if current_user.user.may(role, store_id) else None
