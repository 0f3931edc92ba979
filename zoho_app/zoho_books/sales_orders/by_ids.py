"""Asking for sales orders by their ids, whether Zoho Books takes 200 ids or 200 characters of them."""

from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.api import observed
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.errors import Refused
from zoho_app.zoho_books.models import Connection

Json = dict[str, Any]


def list_by_ids(task: Task, gateway: Gateway, salesorder_ids: list[str]) -> list[Json]:
    """Those of the sales orders that Zoho lists; absence must be confirmed by `Gateway.sales_order`.

    One call, or where 200 characters are the most one for each ten of them; that is remembered.
    """
    is_long = len(",".join(salesorder_ids)) > observed.MOST_CHARACTERS
    with task.step():
        known = observed.get(db.session.get_one(Connection, task.store_id), observed.IDS)
    if not is_long or known != observed.BY_CHARACTER:
        try:
            rows = gateway.sales_orders_with_ids(salesorder_ids)
        except Refused as error:
            if not is_long or not (error.code == observed.TOO_LONG or errors.is_vague(error.code)):
                raise
        else:
            _keep(task, observed.BY_ID if is_long else "")
            return rows
    rows = [row for part in _parts(salesorder_ids) for row in gateway.sales_orders_with_ids(part)]
    _keep(task, observed.BY_CHARACTER)
    return rows


def _parts(salesorder_ids: list[str]) -> list[list[str]]:
    """The ids in lists of at most 200 characters, with the commas."""
    parts: list[list[str]] = []
    for one in salesorder_ids:
        if parts and len(",".join([*parts[-1], one])) <= observed.MOST_CHARACTERS:
            parts[-1].append(one)
        else:
            parts.append([one])
    return parts


def _keep(task: Task, answer: str) -> None:
    with task.step():
        observed.keep(db.session.get_one(Connection, task.store_id), observed.IDS, answer)
