"""Fields that an organization does not take, although its edition has them: learned from its refusals.

An organization that is not registered for VAT or GST has no fields for it. Zoho Books says "Invalid Element
place_of_supply" then (seen in the wild). Check everything forgets what was learned, in case it is registered by now.
"""

from collections.abc import Callable
from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.zoho_books.errors import Outdated, Refused
from zoho_app.zoho_books.models import Connection

ELEMENTS = (
    "is_inclusive_tax",
    "place_of_supply",
    "place_of_contact",
    "country_code",
    "gst_treatment",
    "gst_no",
    "tax_treatment",
    "tax_reg_no",
    "vat_treatment",
    "vat_reg_no",
)
INVALID = "invalid element "

Json = dict[str, Any]


def learn(task: Task, sent: Json, error: Refused) -> bool:
    """Keep that the organization does not take a field that was sent; whether that is what it refused."""
    words = error.zoho_words.casefold()
    name = next((one for one in ELEMENTS if one in sent and f"{INVALID}{one}" in words), "")
    if not name:
        return False
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        rules = connection.totals_rules or {}
        refused = [*rules.get("refused_elements", []), name]
        connection.totals_rules = {**rules, "refused_elements": sorted(set(refused))}
    return True


def send(task: Task, call: Callable[[Json], Json], body: Json) -> Json:
    """Make the call. Raises Outdated, a Refused, when the next attempt leaves out the field that was refused."""
    try:
        return call(body)
    except Refused as error:
        if learn(task, body, error):
            raise Outdated(error.words, error.code, error.zoho_words, error.status) from error
        raise
