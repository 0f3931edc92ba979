"""The organization's taxes, read once and kept with the connection, read again when one of them does not fit."""

from collections.abc import Iterable
from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.zoho_books.api import unreadable
from zoho_app.zoho_books.api.client import TAXES, Gateway
from zoho_app.zoho_books.errors import NoTax, NotFound, Outdated, TaxesNotRead, ZohoError
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.taxes import known

# What a stale copy of a contact, an item or the taxes leads to: the copy is corrected, then it is tried once more.
STALE_COPIES = (NotFound, Outdated, NoTax, TaxesNotRead)


def learn(task: Task, gateway: Gateway) -> None:
    """Read all taxes from Zoho Books and keep them."""
    with unreadable.noted(task, TAXES):
        rows = gateway.taxes()
    with task.step():
        keep(task.store_id, rows)


def heal(task: Task, gateway: Gateway, error: ZohoError) -> None:
    """Read the taxes again when the error is about one that is not among them."""
    if isinstance(error, NoTax | TaxesNotRead):
        learn(task, gateway)


def keep(store_id: int, rows: Iterable[dict[str, Any]]) -> None:
    """Keep taxes as Zoho lists them."""
    db.session.get_one(Connection, store_id).taxes = known.kept(rows)
