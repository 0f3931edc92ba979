"""Sales orders that are, or may be, in another organization than the one that the store is connected to now."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from zoho_app.accounts import audit
from zoho_app.accounts.models import AuditEntry
from zoho_app.extensions import db
from zoho_app.zoho_books.errors import InAnotherOrganization
from zoho_app.zoho_books.models import Connection, SalesOrder
from zoho_app.zoho_books.taxes import learned

CAUSE = InAnotherOrganization.cause
CONNECTED_WORDS = "Connected to Zoho Books, organization "


def note_connected(found: Connection, who: str, before: str) -> None:
    """Keep in the audit log that the store belongs to an organization now, and which it was before, "" for none."""
    changes = {"organization": [before, found.organization_id], "data center": ["", found.data_center]}
    audit.note(found.store_id, who, CONNECTED_WORDS + found.organization_name, changes, event="connection.made")


def names(store_id: int) -> dict[str, str]:
    """The names of the organizations that the store was ever connected to, by id: the audit log has kept them."""
    connected = (
        select(AuditEntry.what, AuditEntry.changes)
        .where(AuditEntry.store_id == store_id, AuditEntry.what.startswith(CONNECTED_WORDS))
        .order_by(AuditEntry.id)
    )
    rows = db.session.execute(connected)
    return {row.changes.get("organization", [""])[-1]: row.what.removeprefix(CONNECTED_WORDS) for row in rows}


def doubt_elsewhere(
    row: SalesOrder, connection: Connection | None, known: Mapping[str, str] | None = None
) -> InAnotherOrganization | None:
    """Why an order with unknown outcome can be neither looked up nor sent; None when it can be.

    `known` is what `names` gave, if that was read before.
    """
    if row.salesorder_id or connection is None or not _is_elsewhere(row, connection):
        return None
    there = _name(row, known)
    words = (
        f"It was sent to {there} as sales order {row.salesorder_number}, but no answer came, so the outcome is "
        f"unknown. This store is now connected to {connection.organization_name}, so Bookdesk can't check {there}, "
        f"and it does not send the order anywhere else automatically. Reconnect {there}, and Bookdesk checks it "
        "automatically."
    )
    return InAnotherOrganization(words, there)


def elsewhere(row: SalesOrder, connection: Connection | None) -> InAnotherOrganization | None:
    """Why a sales order can't be voided; None when it is in the organization of the store."""
    if connection is None or not _is_elsewhere(row, connection):
        return None
    there = _name(row)
    words = (
        f"Sales order {row.salesorder_number} {'is' if row.salesorder_id else 'may be'} in {there}, and this "
        f"store is now connected to {connection.organization_name}. Reconnect {there}, and Bookdesk cancels it "
        "automatically."
    )
    return InAnotherOrganization(words, there)


def _name(row: SalesOrder, known: Mapping[str, str] | None = None) -> str:
    known = names(row.store_id) if known is None else known
    return known.get(row.organization_id, f"organization {row.organization_id}")


def _is_elsewhere(row: SalesOrder, connection: Connection) -> bool:
    return connection.organization_id not in ("", row.organization_id)


def learn_rules(connection: Connection, answer: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
    """Keep how the organization computes totals, as its answer to what was `sent` tells."""
    rules = learned.learn(connection.totals_rules or {}, answer, sent)
    if rules != (connection.totals_rules or {}):
        connection.totals_rules = rules
