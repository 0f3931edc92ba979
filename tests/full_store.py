"""A store that has something on every page: orders in every state, failures of every sort, runs, alerts, findings."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.support import Desk
from zoho_app.accounts import people
from zoho_app.alerts.models import Alert, AlertSettings
from zoho_app.appointments import gates
from zoho_app.appointments.models import DONE, FAILED, SCHEDULED, UNKNOWN, Appointment
from zoho_app.bulk.models import DONE as ITEM_DONE
from zoho_app.bulk.models import FINISHED, REFUSED, BulkItem, BulkRun
from zoho_app.channels import settings as channel_settings
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import editing, samples, shipments
from zoho_app.orders.models import InventoryItem, Order, SavedView
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import findings
from zoho_app.zoho_books.known import KnownContact, KnownEmail, KnownItem
from zoho_app.zoho_books.models import CONNECTED, Connection, Finding, SalesOrder, ZohoBooksSettings

WHO = "owner@example.com"
SHORT = "Stoneware mug, speckled"
LONG = "Donaudampfschifffahrtsgesellschaft" * 5
# Every sort of failure, with what it is about.
CAUSES = ("invalid_sku", "contact_missing", "contacts_many", "no_products", "refused", "unknown", "internal", "order")


def fill(desk: Desk, text: str = SHORT) -> dict[str, Any]:
    """Fill the store; every free text is `text`. Returns what stands in the addresses of its pages, by name."""
    person = desk.person("owner")
    samples.add_samples(desk.store, WHO)
    orders = [_order(desk, f"{number}-{text}"[:200], text) for number in range(len(CAUSES) + 3)]
    shipment = shipments.add(orders[0], {"tracking_number": text, "carrier_code": text[:90]}, WHO)
    editing.add_note(orders[0], text, WHO)
    _connect(desk, text)
    _sent(desk, orders[0], "open", orders[0].order_total)
    _sent(desk, orders[1], "draft", orders[1].order_total + Decimal("0.01"))
    for order, cause in zip(orders[3:], CAUSES, strict=True):
        about = [order.email] if cause.startswith("contact") else ["36004"] if cause == "refused" else [text[:100]]
        _appointment(desk, order.id, FAILED, cause=cause, about=about, answer=text)
    _appointment(desk, orders[1].id, SCHEDULED)
    _appointment(desk, orders[2].id, UNKNOWN, cause="unknown", answer=text)
    _appointment(desk, orders[0].id, DONE)
    gates.close(desk.store_id, "zoho_books", "minute", text, now() + timedelta(hours=1))
    rule = Rule(store_id=desk.store_id, name=text[:200], event="Order is Imported", filters=[], actions=[])
    channel = channel_settings.add(desk.store_id, text[:100], "https://shop.example.com/hook", True)
    view = SavedView(store_id=desk.store_id, user_id=person.id, name=text[:100], query="q=mug&sort=total")
    db.session.add_all([rule, view])
    run = _run(desk, orders, text)
    _alerts(desk, text)
    _findings(desk, orders, text)
    people.invite(desk.store, f"{text[:60].replace(' ', '-').replace(',', '')}@example.com", "operator", WHO)
    db.session.commit()
    product = db.session.query(InventoryItem).filter_by(store_id=desk.store_id).first()
    return {
        "order_id": orders[0].id,
        "unsent_order_id": orders[-1].id,
        "order_item_id": orders[0].items[0].id,
        "inventory_item_id": product.id if product else 0,
        "shipment_id": shipment.id if shipment else 0,
        "folder_id": orders[0].folder_id,
        "rule_id": rule.id,
        "channel_id": channel.id,
        "view_id": view.id,
        "run_id": run.id,
        "user_id": person.id,
    }


def _order(desk: Desk, source_id: str, text: str) -> Order:
    return desk.order(
        source_id,
        tag_name=text[:60],
        email=f"{source_id.replace(' ', '-').replace(',', '')}@example.com",
        customer={"first_name": text, "city": text},
        checkout_data={text: text},
        order_items=[{"name": text, "code": text[:100], "price": "1", "metadata": {"description": text}}],
    )


def _connect(desk: Desk, text: str) -> None:
    matches = {"product_code_match": f"{text[:40]}=BD-1", "inventory_location_match": "Main, "}
    db.session.add(ZohoBooksSettings(store_id=desk.store_id, mark_open=True, **matches))
    db.session.add(
        Connection(
            store_id=desk.store_id,
            state=CONNECTED,
            data_center="sandbox",
            organization_id="10",
            organization_name=text[:200],
            connected_by=WHO,
            connected_at=now(),
            last_poll_at=now(),
            last_poll_found=text,
            missing_custom_fields=["tracking_number"],
            reconciled_at=now(),
            items_filled_at=now(),
            contacts_filled_at=now(),
            contacts_synced_at=now(),
        )
    )
    db.session.add(KnownItem(store_id=desk.store_id, item_id="7", sku="BD-1", sku_key="bd-1", name=text[:200]))
    for contact_id in ("1", "2"):
        email = f"4-{text}".replace(" ", "-").replace(",", "")[:300] + "@example.com"
        db.session.add(KnownContact(store_id=desk.store_id, contact_id=contact_id, name=text[:200]))
        db.session.add(KnownEmail(store_id=desk.store_id, email_key=email.lower()[:320], contact_id=contact_id))


def _sent(desk: Desk, order: Order, status: str, total: Decimal) -> None:
    order.fulfillment_name, order.fulfillment_id = "Zoho Books", f"90{order.id}"
    db.session.add(
        SalesOrder(
            store_id=desk.store_id,
            order_id=order.id,
            organization_id="10",
            salesorder_number=f"ACME-{order.id}",
            reference_number=order.source_id[:50],
            salesorder_id=f"90{order.id}",
            status=status,
            sent_at=now(),
            total=total,
            expected_total=order.order_total,
        )
    )


def _appointment(desk: Desk, order_id: int, state: str, **more: Any) -> None:
    is_over = state in (DONE, FAILED)
    db.session.add(
        Appointment(
            store_id=desk.store_id,
            kind="zoho_books.submit",
            lane="zoho_books",
            subject_id=order_id,
            asked_by=WHO,
            state=state,
            attempts=2,
            finished_at=now() if is_over else None,
            **more,
        )
    )


def _run(desk: Desk, orders: list[Order], text: str) -> BulkRun:
    folder = orders[0].folder_id
    run = BulkRun(
        store_id=desk.store_id,
        deed="move",
        details={"folder_id": str(folder), "folder": text[:60]},
        asked_by=WHO,
        state=FINISHED,
        total=len(orders),
        finished_at=now(),
    )
    db.session.add(run)
    db.session.flush()
    for number, order in enumerate(orders):
        state = REFUSED if number % 3 == 0 else ITEM_DONE
        db.session.add(BulkItem(run_id=run.id, order_id=order.id, state=state, words=text))
    return run


def _alerts(desk: Desk, text: str) -> None:
    db.session.add(AlertSettings(store_id=desk.store_id, emails="ops@example.com"))
    db.session.add(Alert(store_id=desk.store_id, kind="failures", words=text))
    db.session.add(Alert(store_id=desk.store_id, kind="connection", words=text, cleared_at=now()))


def _findings(desk: Desk, orders: list[Order], text: str) -> None:
    for number, kind in enumerate((findings.MISSING, findings.EXTRA, findings.TOTAL, findings.VOIDED)):
        db.session.add(
            Finding(
                store_id=desk.store_id,
                organization_id="10",
                kind=kind,
                salesorder_id=f"80{number}",
                salesorder_number=f"ACME-X-{number}",
                reference_number=text,
                order_id=orders[0].id,
                zoho_total=Decimal(5),
                our_total=Decimal(4),
                currency_code="USD",
            )
        )
