"""The sentence when nothing is under way: what a person may do next, or that all is done."""

from dataclasses import dataclass

from flask import url_for
from flask_login import current_user

from zoho_app.counts import agree, count_noun
from zoho_app.http.access import OPERATOR, OWNER
from zoho_app.web.layout.status import DeskStatus
from zoho_app.web.layout.status_sentence import Sentence, Step, later
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings

# So many can be submitted by one press; of more the list is shown.
MOST_AT_ONCE = 250


@dataclass(frozen=True)
class Ready:
    """How many orders nothing has been asked for yet, and what sending them would take, in words."""

    count: int
    would_take: str = ""


def find_step(
    store_id: int,
    desk_status: DeskStatus,
    settings: ZohoBooksSettings | None,
    found: Connection | None,
    has_orders: bool,
    ready: Ready,
) -> Sentence:
    """The sentence and the step for a store of which nothing is under way; no statement."""
    if settings is None:
        return _connect(store_id, "Enable Zoho Books", "integrations.index")
    if found is None or not found.organization_id:
        return _connect(store_id, "Connect to Zoho Books", "zoho_books.settings")
    if not has_orders:
        words = "Orders come in through the API, from a file, or by hand."
        step = _step(OPERATOR, store_id, "Import orders", "import_orders.upload")
        return Sentence("Zoho Books is connected; no order is here yet", "info", "info", [words], step)
    if ready.count:
        words = f"{count_noun(ready.count, 'order')} {agree(ready.count, 'is', 'are')} ready to send"
        return Sentence(words, "send", "info", [ready.would_take], submit(store_id, ready.count))
    if desk_status.attention:
        step = Step("See what needs attention", url_for("attention.index", store_id=store_id))
        return Sentence("Nothing is under way", "warning", "neutral", later(desk_status), step)
    return Sentence("Nothing to do: everything is done", "check", "success", later(desk_status))


def submit(store_id: int, count: int) -> Step | None:
    """The step that submits what is ready; None for who may not."""
    if not current_user.user.may(OPERATOR, store_id):
        return None
    if count > MOST_AT_ONCE:
        return Step("Choose orders to send", url_for("orders.index", store_id=store_id, state="not_sent"))
    return Step(f"Submit {count_noun(count, 'order')}", url_for("home.submit_ready", store_id=store_id), "send")


def _connect(store_id: int, step: str, endpoint: str) -> Sentence:
    words = "Orders can be sent once this store is connected to Zoho Books."
    asked = _step(OWNER, store_id, step, endpoint)
    more = words if asked else f"{words} An owner of the store can do that."
    return Sentence("Zoho Books is not connected", "plug", "info", [more], asked)


def _step(role: str, store_id: int, words: str, endpoint: str) -> Step | None:
    """The step, for those who may take it."""
    return Step(words, url_for(endpoint, store_id=store_id)) if current_user.user.may(role, store_id) else None
