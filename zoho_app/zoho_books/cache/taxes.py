"""The organization's taxes, read once and kept with the connection, read again when one of them does not fit."""

from collections.abc import Iterable
from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.zoho_books.api import unreadable
from zoho_app.zoho_books.api.client import TAXES, Gateway
from zoho_app.zoho_books.editions import table
from zoho_app.zoho_books.errors import NoTax, NotFound, Outdated, Refused, TaxesNotRead, ZohoError
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.taxes import organization_taxes

# Zoho Books API, tax exemptions: of a customer (and so of an order), or of an item.
CUSTOMER = "customer"
# What a stale copy of a contact, an item or the taxes leads to: the copy is corrected, then it is tried once more.
STALE_COPIES = (NotFound, Outdated, NoTax, TaxesNotRead)

Json = dict[str, Any]


def learn(task: Task, gateway: Gateway) -> list[Json]:
    """Read all taxes from Zoho Books, keep them, and return them as Zoho lists them."""
    with unreadable.noted(task, TAXES):
        rows = gateway.taxes()
    with_parts = [_with_parts(row, rows, gateway) for row in rows]
    with task.step():
        keep(task.store_id, with_parts)
    return rows


def _with_parts(row: Json, rows: Iterable[Json], gateway: Gateway) -> Json:
    """A tax group with its taxes; one that can't be read counts as one tax."""
    if row.get("tax_type") != organization_taxes.GROUP or str(row.get("status") or "").lower() == "inactive":
        return row
    by_id = {str(one.get("tax_id")): one for one in rows}
    try:
        parts = gateway.tax_group(str(row["tax_id"]))
    except Refused:
        return row
    return {**row, "parts": [{**part, **by_id.get(str(part.get("tax_id")), {})} for part in parts]}


def heal(task: Task, gateway: Gateway, error: ZohoError) -> None:
    """Read the taxes again when the error is about one that is not among them."""
    if isinstance(error, NoTax | TaxesNotRead):
        learn(task, gateway)
        _learn_exemptions(task, gateway)


def _learn_exemptions(task: Task, gateway: Gateway) -> None:
    """Read the reasons for which orders are free of tax, once, where the edition has them."""
    with task.step():
        rules = dict(db.session.get_one(Connection, task.store_id).totals_rules or {})
    if table.by_country(str(rules.get("country_code") or "")).key != table.US or "exemptions" in rules:
        return
    with unreadable.noted(task, TAXES):
        rows = gateway.tax_exemptions()
    found = [
        {"id": str(row["tax_exemption_id"]), "code": str(row.get("tax_exemption_code") or "")}
        for row in rows
        if row.get("tax_exemption_id") and str(row.get("type") or CUSTOMER) == CUSTOMER
    ]
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        connection.totals_rules = {**(connection.totals_rules or {}), "exemptions": found}


def keep(store_id: int, rows: Iterable[dict[str, Any]]) -> None:
    """Keep taxes as Zoho lists them."""
    db.session.get_one(Connection, store_id).taxes = organization_taxes.kept(rows)
