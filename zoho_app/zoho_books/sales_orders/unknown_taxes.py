"""Naming the tax that Zoho Books does not have, whichever code it refuses a sales order with."""

from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.cache import taxes
from zoho_app.zoho_books.errors import UNKNOWN_TAX, CannotSubmit, NotFound, Refused, ZohoError
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.taxes import organization_taxes


def explain(task: Task, gateway: Gateway, payload: dict[str, Any], error: Refused) -> ZohoError:
    """The refusal of the payload, or what is wrong with it where a tax was sent that Zoho Books does not have.

    No code is published for that, so the taxes are read anew after every refusal that may mean it; one call.
    """
    sent = {str(line["tax_id"]) for line in payload["line_items"] if line.get("tax_id")}
    if not sent or not (isinstance(error, NotFound) or errors.is_vague(error.code)):
        return error
    try:
        taxes.learn(task, gateway)
    except Refused:
        return error
    with task.step():
        there = {
            tax.tax_id for tax in organization_taxes.read(db.session.get_one(Connection, task.store_id).taxes or ())
        }
    if not (gone := sorted(sent - there)):
        return error
    return CannotSubmit(
        f"Zoho Books has no tax with the tax_id {', '.join(gone)}. Correct it in the metadata of the item, or remove "
        "it, then submit again.",
        UNKNOWN_TAX,
        gone[:1],
    )
