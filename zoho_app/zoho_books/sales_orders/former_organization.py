"""Orders that need the store's former organization: continue after reconnecting, or let a person decide."""

from sqlalchemy import Select, delete, select

from zoho_app import kinds
from zoho_app.appointments import failures
from zoho_app.appointments.failures import Alike
from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.zoho_books.models import DELETED, VOID, Connection, SalesOrder
from zoho_app.zoho_books.sales_orders import cancel, organization, repository


def waiting_for(store_id: int) -> set[str]:
    """The organizations, by their ids, that something failed waits for."""
    waiting = select(Appointment.subject_id).where(
        failures.open_failures(store_id),
        Appointment.kind.in_(kinds.OF_AN_ORDER),
        Appointment.cause == organization.CAUSE,
    )
    live = _live(store_id).with_only_columns(SalesOrder.organization_id).distinct()
    return set(db.session.scalars(live.where(SalesOrder.order_id.in_(waiting))))


def names(connection: Connection) -> list[str]:
    """The other organizations that something of the store waits for."""
    others = waiting_for(connection.store_id) - {connection.organization_id}
    known = organization.names(connection.store_id) if others else {}
    return sorted(known.get(one, one) for one in others)


def go_on(connection: Connection, who: str) -> None:
    """Retry everything that waited for the organization that is connected now."""
    there = _live(connection.store_id).where(SalesOrder.organization_id == connection.organization_id)
    for kind in (kinds.SUBMIT.name, kinds.CANCEL.name):
        waiting = Alike(connection.store_id, kind, organization.CAUSE, subject_ids=there)
        begun = failures.begin_anew(waiting, who)
        history.add_to_many(begun, who, f"Reconnected to {connection.organization_name}: Bookdesk checks it now")


def forget(connection: Connection, waiting: Alike, former: str, who: str) -> None:
    """Note that a person found none of these orders in the organization `former`; they may be sent from here."""
    rows = (
        _live(connection.store_id)
        .with_only_columns(SalesOrder.id, SalesOrder.order_id)
        .where(
            SalesOrder.order_id.in_(select(Appointment.subject_id).where(waiting.condition)),
            SalesOrder.organization_id != connection.organization_id,
            SalesOrder.salesorder_id == "",
        )
    )
    found = db.session.execute(rows).all()
    here = connection.organization_name
    history.add_to_many([row.order_id for row in found], who, f"Confirmed: not in {former}; send it to {here}")
    for start in range(0, len(found), history.AT_ONCE):
        ids = [row.id for row in found[start : start + history.AT_ONCE]]
        db.session.execute(delete(SalesOrder).where(SalesOrder.id.in_(ids)))


def mark_canceled(connection: Connection, waiting: Alike, former: str, who: str, limit: int) -> int:
    """Note that a person found these void or missing in the organization named `former`. Returns how many."""
    wanted = select(Appointment.subject_id).where(waiting.condition).order_by(Appointment.id).limit(limit)
    chosen = list(db.session.scalars(wanted))
    dismissed = failures.dismiss(Alike(waiting.store_id, waiting.kind, waiting.cause, waiting.texts, chosen))
    for order_id in dismissed:
        row = repository.live(order_id)
        if row is None or row.organization_id == connection.organization_id:
            continue
        history.add(repository.order(row.store_id, order_id), who, f"Confirmed: no longer in {former}")
        words = f"Order Marked as Canceled. Bookdesk did not check sales order {row.salesorder_number}."
        cancel.canceled(row, DELETED if row.is_in_doubt else VOID, words)
    return len(dismissed)


def _live(store_id: int) -> Select[int]:
    return select(SalesOrder.order_id).where(SalesOrder.store_id == store_id, SalesOrder.is_live)
