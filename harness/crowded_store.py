"""So many rows in every list of a filled store that a statement for each of them is noticed."""

from typing import Any

from harness.desk import Desk
from harness.full_store import WHO
from zoho_app import kinds
from zoho_app.accounts import audit, invitations
from zoho_app.accounts.models import Membership, User
from zoho_app.alerts.models import Alert
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.bulk.models import FINISHED, BulkRun
from zoho_app.channels import settings as channel_settings
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import edit, folders, shipments
from zoho_app.orders.models import InventoryItem, Order, OrderItem, SavedView
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.models import Finding, SalesOrder
from zoho_app.zoho_books.reconcile import findings

MANY = 30


def crowd(desk: Desk, known: dict[str, Any]) -> None:
    """Give every list of the store, and the order that `known` names, so many rows more."""
    for number in range(MANY):
        _more_of_the_store(desk, number, known["user_id"])
        _more_of_an_order(desk.store_id, number, known["order_id"])
        _more_to_fix(desk, number)
    db.session.commit()


def _more_of_the_store(desk: Desk, number: int, user_id: int) -> None:
    person = User(email=f"person-{number}@example.com", password_hash="")
    person.memberships.append(Membership(store_id=desk.store_id, role="operator"))
    invitations.invite(desk.store, f"invited-{number}@example.com", "operator", WHO)
    folders.create(desk.store_id, f"Shelf {number}")
    channel_settings.add(desk.store_id, f"Shop {number}", "https://shop.example.com/hook", True)
    audit.note(desk.store_id, WHO, f"Changed the rule {number}", {"name": ["a", "b"]})
    does = [{"action": "Submit Order to Zoho Books", "values": {}}]
    db.session.add_all(
        [
            person,
            InventoryItem(store_id=desk.store_id, name="Mug", code=f"MUG-{number}", code_key=f"mug-{number}"),
            SavedView(store_id=desk.store_id, user_id=user_id, name=f"View {number}", query="q=mug"),
            Rule(store_id=desk.store_id, name=f"Rule {number}", event="Order is Imported", actions=does),
            Alert(store_id=desk.store_id, kind="failures", words="9 orders need attention.", cleared_at=now()),
            BulkRun(
                store_id=desk.store_id, action="submit", asked_by=WHO, state=FINISHED, total=0, finished_at=now()
            ),
        ]
    )


def _more_of_an_order(store_id: int, number: int, order_id: int) -> None:
    order = db.session.get_one(Order, order_id)
    shipments.add(order, {"tracking_number": f"1Z{number}", "carrier_code": "UPS"}, WHO)
    edit.add_note(order, f"Note {number}", WHO)
    order.items.append(OrderItem(name="Mug", code=f"MUG-{number}", price=1))


def _more_to_fix(desk: Desk, number: int) -> None:
    """An order that has failed for a SKU of its own, and one that differs from its sales order."""
    failed, differing = desk.order(f"failed-{number}"), desk.order(f"differing-{number}")
    sku = f"NO-MUG-{number}"
    db.session.add_all(
        [
            Appointment(
                store_id=desk.store_id,
                kind=kinds.SUBMIT.name,
                queue="zoho_books",
                asked_by=WHO,
                subject_id=failed.id,
                state=FAILED,
                finished_at=now(),
                cause=errors.InvalidSku.cause,
                details=[sku],
                answer=f"There is no item {sku}.",
            ),
            SalesOrder(
                store_id=desk.store_id,
                order_id=differing.id,
                organization_id="10",
                status="open",
                salesorder_number=f"MANY-{number}",
                salesorder_id=f"7{number}",
                sent_at=now(),
                reference_number=differing.source_id,
                total=5,
                expected_total=4,
            ),
            Finding(
                store_id=desk.store_id,
                organization_id="10",
                kind=findings.TOTAL,
                zoho_total=5,
                salesorder_id=f"7{number}",
                salesorder_number=f"MANY-{number}",
                order_id=differing.id,
                reference_number=differing.source_id,
                our_total=4,
                currency_code="USD",
            ),
        ]
    )
