"""A store that has something on every page: orders in every state, failures of every sort, runs, alerts, findings."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from harness.desk import Desk
from harness.full_shops import add_shop
from zoho_app import kinds
from zoho_app.accounts import api_keys, invitations, sign_ins
from zoho_app.alerts.models import Alert, AlertSettings
from zoho_app.appointments import gates, pause
from zoho_app.appointments.models import DONE, FAILED, SCHEDULED, UNKNOWN, Appointment
from zoho_app.bulk.models import DONE as ITEM_DONE
from zoho_app.bulk.models import FINISHED, REFUSED, BulkItem, BulkRun
from zoho_app.channels import settings as channel_settings
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import edit, shipments
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.files import saved_columns
from zoho_app.orders.files.columns import Choices
from zoho_app.orders.input.fields import BadFields, FieldError
from zoho_app.orders.models import InventoryItem, Order, SavedView
from zoho_app.orders.refused import refused
from zoho_app.orders.samples import add
from zoho_app.privacy.models import Erasure
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, CachedItem
from zoho_app.zoho_books.models import CONNECTED, LOST, Connection, Finding, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.pushes import doors
from zoho_app.zoho_books.reconcile import findings

WHO = "owner@example.com"
Say = Callable[[str], str]


def as_it_is(words: str) -> str:
    return words


def long(words: str) -> str:
    """Far more than anybody expects, and nowhere to break it."""
    return "Donaudampfschifffahrtsgesellschaft" * 5


CUSTOMERS = (
    ("Grace", "Hopper", "Arlington"),
    ("Alan", "Turing", "Milton Keynes"),
    ("Katherine", "Johnson", "Hampton"),
    ("Linus", "Pauling", "Portland"),
    ("Mary", "Somerville", "Jedburgh"),
    ("Emmy", "Noether", "Göttingen"),
    ("Niels", "Bohr", "København"),
    ("Rosalind", "Franklin", "London"),
    ("Srinivasa", "Ramanujan", "Kumbakonam"),
    ("Hedy", "Lamarr", "Wien"),
    ("Carl", "Linnaeus", "Uppsala"),
)
BOWL = "CERAMIC-BOWL-02"
# Every sort of failure: its cause, and what the order says; the first three orders have none.
FAILURES = (
    (errors.InvalidSku.cause, f"Zoho Books has no active item with the SKU {BOWL}."),
    (errors.CONTACT_MISSING, "Zoho Books has no contact with this e-mail address."),
    (errors.CONTACT_SEVERAL, "Zoho Books has 2 contacts with this e-mail address."),
    (errors.NoProductsAvailable.cause, "Product Code Skip leaves out every item of the order."),
    (errors.Refused.cause, "This sales order number is taken in Zoho Books (code 36004)."),
    (errors.OutcomeUnknown.cause, "Zoho Books broke off while it was told."),
    ("internal", "Something unexpected went wrong in Bookdesk."),
    (errors.ORDER, "The order's discount is larger than its items."),
)


def fill(desk: Desk, say: Say = as_it_is) -> dict[str, Any]:
    """Fill the store; `say` has the last word on every free text. Returns what stands in the addresses, by name."""
    person = desk.person("owner")
    add.add_samples(desk.store, WHO)
    orders = [_order(desk, number, say) for number in range(len(CUSTOMERS))]
    tracking = {"tracking_number": say("1Z999AA10123456784"), "carrier_code": say("UPS")[:90]}
    shipment = shipments.add(orders[0], tracking, WHO)
    edit.add_note(orders[0], say("The customer asks for a gift box."), WHO)
    _connect(desk, orders[3 + 2].email, say)
    _pushes(desk)
    _sent(desk, orders[0], "open", orders[0].order_total)
    _sent(desk, orders[1], "draft", orders[1].order_total + Decimal("0.01"))
    edit.set_order_metadata(orders[1], "source_status", "canceled", "API")
    for order, (cause, words) in zip(orders[3:], FAILURES, strict=True):
        about = {errors.InvalidSku.cause: say(BOWL)[:100], errors.Refused.cause: "36004"}.get(cause, order.email)
        _appointment(desk, order.id, FAILED, cause=cause, details=[about], answer=say(words))
    _appointment(desk, orders[1].id, SCHEDULED)
    _appointment(desk, orders[2].id, UNKNOWN, cause="unknown", answer=say("Zoho Books broke off while it was told."))
    _appointment(desk, orders[0].id, DONE)
    minute = say("Zoho Books allows no more calls in this minute.")
    gates.close(desk.store_id, "zoho_books", "minute", minute, now() + timedelta(hours=1))
    rule = Rule(
        store_id=desk.store_id,
        name=say("Send what Shopify sells")[:200],
        event="Order is Imported",
        filters=[{"field": "source_name", "parameter": "", "operator": "is", "value": say("Shopify")}],
        actions=[
            {"action": "Submit Order to Zoho Books", "values": {}},
            {"action": "Add Order Note", "values": {"content": say("Sent by itself.")}},
        ],
    )
    channel = channel_settings.add(desk.store_id, say("Shopify")[:100], "https://shop.example.com/hook", True)
    view = SavedView(
        store_id=desk.store_id, user_id=person.id, name=say("Mugs by total")[:100], query="q=mug&sort=total"
    )
    db.session.add_all([rule, view])
    shop_id = add_shop(desk, orders[0], say)
    run = _run(desk, orders, say)
    _alerts(desk, say)
    _findings(desk, orders, say)
    other_browser = sign_ins.start(person, say("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"))
    gone = _deleted_order(desk, say)
    invitations.invite(desk.store, _mail("marie", say), "operator", WHO)
    files = saved_columns.save(
        desk.store_id, [say("Order"), say("Wholesale"), "SKU"], Choices(), say("Wholesale"), WHO
    )
    api_keys.new(desk.store_id, say("Warehouse")[: api_keys.LONGEST_NAME], api_keys.READ, WHO)
    api_keys.revoke(api_keys.new(desk.store_id, say("Old shop")[: api_keys.LONGEST_NAME], api_keys.FULL, WHO)[0], WHO)
    db.session.commit()
    product = db.session.query(InventoryItem).filter_by(store_id=desk.store_id).first()
    return {
        "sign_in_id": other_browser.id,
        "order_id": orders[0].id,
        "columns_id": files.id,
        "unsent_order_id": orders[-1].id,
        "order_item_id": orders[0].items[0].id,
        "inventory_item_id": product.id if product else 0,
        "shipment_id": shipment.id if shipment else 0,
        "folder_id": orders[0].folder_id,
        "rule_id": rule.id,
        "channel_id": channel.id,
        "shop_id": shop_id,
        "view_id": view.id,
        "run_id": run.id,
        "user_id": person.id,
        "deleted_id": gone.id,
        "refused_id": _refused(desk, say),
    }


def _pushes(desk: Desk) -> None:
    """A door for pushes that have told nearly everything."""
    door = doors.open_(desk.store_id, WHO)
    door.first_push_at = door.last_push_at = now()
    door.told = "1" * 20 + "0" + "1" * 27
    doors.replace_secret(desk.store_id, WHO)


def _refused(desk: Desk, say: Callable[[str], str]) -> int:
    """An order that the API has refused; returns its id."""
    words = say("must be a number like 12.50")
    refusal = BadFields([FieldError("order_items[0].price", words)])
    body = {"source_id": say("4711"), "source_name": "Shopify", "email": say("ada@example.com"), "order_items": []}
    row = refused.keep(desk.store, json.dumps(body, indent=2).encode(), refusal, "7fQx")
    db.session.commit()
    return row.id


def trouble(desk: Desk) -> None:
    """Everything that a store can be warned of at once: no connection, a pause, and alerts."""
    lost = "Zoho Books no longer accepts the connection: it was revoked there."
    db.session.get_one(Connection, desk.store_id).state = LOST
    db.session.get_one(Connection, desk.store_id).lost_because = lost
    pause.pause(desk.store_id, ("zoho_books", "channels"), WHO, "stock-taking until noon")
    for kind, words in (("poll", "The check for shipments is overdue."), ("quota", "1,940 of 2,000 calls are used.")):
        db.session.add(Alert(store_id=desk.store_id, kind=kind, words=words))
    db.session.commit()


def _mail(name: str, say: Say) -> str:
    return f"{name}{say('').lower()}@example.com"


def _order(desk: Desk, number: int, say: Say) -> Order:
    first, last, city = CUSTOMERS[number]
    name = {"first_name": say(first), "last_name": say(last), "city": say(city)}
    return desk.order(
        f"{1040 + number}{say('')}"[:200],
        tag_name=say("gift" if number % 4 == 0 else "")[:60],
        email=_mail(first.lower(), say),
        shipping={**name, "address1": say("12 Harbour Street"), "postal_code": "SW1Y 4JH", "country": "GB"},
        customer=name,
        checkout_data={say("Gift message"): say("Happy birthday!")},
        order_items=[
            {
                "name": say("Stoneware mug, speckled"),
                "code": say(BOWL if number == 3 else "BD-MUG-01")[:100],
                "price": str(12 + number),
                "quantity": 1 + number % 3,
                "metadata": {"description": say("Thrown and glazed by hand")},
            }
        ],
    )


def _connect(desk: Desk, email: str, say: Say) -> None:
    matches = {"product_code_match": f"{say('OLD-MUG')[:40]}=BD-1", "inventory_location_match": "Main, "}
    db.session.add(ZohoBooksSettings(salesorder_prefix="ACME-", store_id=desk.store_id, mark_open=True, **matches))
    db.session.add(
        Connection(
            store_id=desk.store_id,
            state=CONNECTED,
            data_center="sandbox",
            organization_id="10",
            organization_name=say("Acme Trading")[:200],
            connected_by=WHO,
            connected_at=now(),
            last_poll_at=now(),
            last_poll_found=say("Nothing new."),
            missing_custom_fields=["tracking_number"],
            reconciled_at=now(),
            items_filled_at=now(),
            contacts_filled_at=now(),
            contacts_synced_at=now(),
        )
    )
    mug = say("Stoneware mug")[:200]
    db.session.add(CachedItem(store_id=desk.store_id, item_id="7", sku="BD-1", sku_key="bd-1", name=mug))
    for contact_id, name in (("1", "Emmy Noether"), ("2", "Noether & Sons")):
        db.session.add(CachedContact(store_id=desk.store_id, contact_id=contact_id, name=say(name)[:200]))
        db.session.add(CachedEmail(store_id=desk.store_id, email_key=email.lower()[:320], contact_id=contact_id))


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
            kind=kinds.SUBMIT.name,
            queue="zoho_books",
            subject_id=order_id,
            asked_by=WHO,
            state=state,
            attempts=2,
            finished_at=now() if is_over else None,
            **more,
        )
    )


def _run(desk: Desk, orders: list[Order], say: Say) -> BulkRun:
    folder = orders[0].folder_id
    run = BulkRun(
        store_id=desk.store_id,
        action="move",
        details={"folder_id": folder, "folder_name": say("New")[:60]},
        asked_by=WHO,
        state=FINISHED,
        total=len(orders),
        finished_at=now(),
    )
    db.session.add(run)
    db.session.flush()
    for number, order in enumerate(orders):
        state, words = (REFUSED, "It is in this folder already.") if number % 3 == 0 else (ITEM_DONE, "Moved.")
        db.session.add(
            BulkItem(run_id=run.id, order_id=order.id, state=state, words=say(words), result={"folder_id": folder})
        )
    return run


def _alerts(desk: Desk, say: Say) -> None:
    db.session.add(AlertSettings(store_id=desk.store_id, emails="ops@example.com"))
    db.session.add(Alert(store_id=desk.store_id, kind="failures", words=say("8 orders need attention.")))
    revoked = say("The connection was revoked in Zoho Books.")
    db.session.add(Alert(store_id=desk.store_id, kind="connection", words=revoked, cleared_at=now()))


def _deleted_order(desk: Desk, say: Say) -> DeletedOrder:
    """An order that somebody has deleted, and the proof that a customer was erased."""
    gone = DeletedOrder(
        store_id=desk.store_id,
        order_id=900,
        source_name=say("Shopify")[:100],
        source_id=say("1099")[:200],
        email_key=_mail("lise", say),
        total=Decimal("44.90"),
        currency_code="USD",
        sales_orders=[{"number": say("ACME-900")[:100], "id": "90900", "status": "void"}],
        history=[{"at": "2026-01-31 09:30:00", "who": WHO, "note": say("Order Imported from Shopify")}],
        history_lines=2,
        deleted_by=WHO,
    )
    db.session.add(gone)
    counts = {"orders": 3, say("history lines of these orders"): 12}
    db.session.add(Erasure(store_id=desk.store_id, proof="5c" * 32, asked_by=WHO, counts=counts))
    return gone


def _findings(desk: Desk, orders: list[Order], say: Say) -> None:
    for number, kind in enumerate((findings.MISSING, findings.EXTRA, findings.TOTAL, findings.VOIDED)):
        db.session.add(
            Finding(
                store_id=desk.store_id,
                organization_id="10",
                kind=kind,
                salesorder_id=f"80{number}",
                salesorder_number=f"ACME-X-{number}",
                reference_number=say(orders[0].source_id),
                order_id=orders[0].id,
                zoho_status="void" if kind == findings.VOIDED else "open",
                zoho_total=Decimal(5),
                our_total=Decimal(4),
                currency_code="USD",
            )
        )
