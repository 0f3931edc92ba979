"""A dry run: what would become of orders, told without a call; and sending them does then exactly that."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import WHO, Books, submitted
from harness.desk import Desk, order_data
from harness.sandbox import ORGANIZATION
from harness.statements import statements
from harness.walker import Walker
from zoho_app import jobs, kinds
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import import_order
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.preview import dry_run

pytestmark = pytest.mark.once

ADA = "ada@example.com"


@pytest.fixture
def warm(desk: Desk, books: Books) -> Books:
    """Everything in Zoho Books is known to the desk."""
    books.add_contact("Ada Lovelace", ADA)
    jobs.schedule_readings()
    desk.work()
    books.count_from_here()
    return books


def verdict_on(desk: Desk, order_id: int) -> dry_run.Verdict:
    db.session.remove()
    (verdict,) = dry_run.list_verdicts(desk.store_id, [db.session.get_one(Order, order_id)])
    return verdict


def settings(desk: Desk, **changes: Any) -> None:
    found = db.session.get_one(ZohoBooksSettings, desk.store_id)
    for name, value in changes.items():
        setattr(found, name, value)
    db.session.commit()


def test_a_dry_run_tells_each_verdict_and_changes_nothing(desk: Desk, warm: Books, walker: Walker) -> None:
    sent = submitted(desk, "1")
    good = desk.order("2").id
    unknown_sku = desk.order("3", order_items=[{"name": "Lamp", "code": "NO-SUCH", "price": 1}]).id
    nobody = desk.order("4", email="").id
    before = {order_id: desk.history(order_id) for order_id in (sent, good, unknown_sku, nobody)}
    warm.count_from_here()
    walker.open("/orders").press("Dry run of all").see(
        "Dry run: 4 orders", "1 would be created in Zoho Books", "3 blocked"
    )
    walker.see("no item with the SKU “NO-SUCH”", "has no e-mail address", "Already in Zoho Books")
    walker.see("about 1 call to Zoho Books: within a minute")
    assert warm.desk_calls() == []
    assert {order_id: desk.history(order_id) for order_id in before} == before
    walker.click("Submit the 1 that would work").see("1 would be scheduled").press("Submit 1 order to Zoho Books")
    desk.work()
    assert db.session.get_one(Order, good).fulfillment_id


def test_a_dry_run_of_a_folder_looks_at_its_orders_alone(desk: Desk, warm: Books, walker: Walker) -> None:
    desk.order("1")
    desk.order("2", folder_name="Closed")
    walker.open(f"/orders?folder={desk.folder('Closed').id}").press("Dry run of all")
    walker.see("Dry run: 1 order", "1 would be created in Zoho Books")


def test_the_first_verdict_is_two_clicks_away_from_a_connected_store(desk: Desk, warm: Books, walker: Walker) -> None:
    walker.open("/integrations/zoho-books").click("All Orders").press("Add sample orders")
    walker.open("/orders").press("Dry run of all")
    walker.see("Finished", "would be created in Zoho Books")


def test_the_dry_run_of_one_order_stands_on_its_page(desk: Desk, warm: Books, walker: Walker) -> None:
    order_id = desk.order("1").id
    walker.open(f"/orders/{order_id}").click("Preview (dry run)").see(
        f"Would be created as sales order ACME-{order_id}.",
        "Its total would be $49.90 , the same as the order's.",
        "Sending it takes 3 calls to Zoho Books: a second or two.",
    )
    blocked = desk.order("2", email="").id
    walker.open(f"/orders/{blocked}/preview").see("Blocked. The order has no e-mail address, and Zoho Books needs")
    assert walker.words.count("The order has no e-mail address") == 1


def test_a_viewer_finds_the_preview_and_can_not_send_from_it(desk: Desk, warm: Books, viewer: FlaskClient) -> None:
    order_id = desk.order("1").id
    walker = Walker(viewer, desk.address).open(f"/orders/{order_id}").click("Preview (dry run)")
    walker.see("Would be created as sales order")
    assert "Submit Order" not in walker.words


def test_rules_before_sending_are_named_and_not_run(desk: Desk, warm: Books, walker: Walker) -> None:
    note = {"action": "Add Order Note", "values": {"content": "Packed"}}
    event = "Before Order Submitted to Zoho Books"
    like = {"store_id": desk.store_id, "event": event, "actions": [note]}
    db.session.add(Rule(name="Pack it", filters=[], position=0, **like))
    order_id = desk.order("1").id
    walker.open(f"/orders/{order_id}/preview").see("may change the order just before it is sent: rule “Pack it”.")
    walker.open("/orders?all=1").press("Dry run").see("rule “Pack it”")
    assert desk.reload(db.session.get_one(Order, order_id)).notes == []


def test_a_store_that_is_not_connected_is_told_so(desk: Desk, walker: Walker) -> None:
    order_id = desk.order("1").id
    walker.open(f"/orders/{order_id}/preview").see("Blocked. This store is not connected to Zoho Books.")


def test_before_everything_was_read_nothing_is_claimed(desk: Desk, books: Books) -> None:
    verdict = verdict_on(desk, desk.order("1").id)
    assert (verdict.verdict, verdict.cause) == ("unknown", "not_read")
    assert "has not read all contacts and items" in verdict.words


def test_an_order_whose_sending_is_in_doubt_would_be_looked_up(desk: Desk, warm: Books) -> None:
    order = desk.order("1")
    row = SalesOrder(
        store_id=desk.store_id,
        order_id=order.id,
        organization_id=ORGANIZATION,
        salesorder_number="X-1",
        reference_number="1",
        sent_at=now(),
        expected_total=Decimal("49.90"),
    )
    db.session.add(row)
    db.session.commit()
    verdict = verdict_on(desk, order.id)
    assert (verdict.verdict, verdict.number, verdict.calls) == ("adopt", "X-1", 1)


def test_an_order_that_waits_to_be_sent_is_not_sent_twice(desk: Desk, warm: Books) -> None:
    order = desk.order("1")
    actions.submit(order, WHO)
    order_id = order.id
    db.session.commit()
    assert verdict_on(desk, order_id).words == "Order 1 is already being sent."


def test_all_pages_foretell_the_calls_that_opening_sales_orders_takes(
    desk: Desk, warm: Books, walker: Walker
) -> None:
    settings(desk, mark_open=True)
    for number in range(3):
        desk.order(str(number), email="grace@example.com", customer={"first_name": "Grace", "last_name": "Hopper"})
    walker.open("/orders/checked?all_matching=1&do=submit").see("About 7 calls")
    walker.open("/orders?all=1").press("Dry run of all").see("Sending takes about 7 calls")
    for order in db.session.query(Order):
        actions.submit(order, WHO)
    db.session.commit()
    walker.open("").see("3 orders need about 7 calls, 1 of them for a new customer.")
    desk.work()
    assert len(warm.desk_calls()) == 7


def test_trying_again_is_foretold_like_sending(desk: Desk, warm: Books, walker: Walker) -> None:
    settings(desk, mark_open=True)
    for number, kind in enumerate([kinds.SUBMIT.name, kinds.SUBMIT.name, kinds.CANCEL.name]):
        failed = {"kind": kind, "queue": "zoho_books", "subject_id": desk.order(str(number)).id, "state": FAILED}
        db.session.add(Appointment(store_id=desk.store_id, asked_by=WHO, **failed))
    db.session.commit()
    walker.open("/orders/checked?all_matching=1&do=retry").see("3 would be retried", "About 5 calls")


def test_many_orders_take_few_statements(desk: Desk, warm: Books) -> None:
    for number in range(40):
        import_order.import_order(
            desk.store, {**order_data(str(number)), "email": f"{number % 7}@example.com"}, "API"
        )
    db.session.commit()
    settings(desk, inventory_location_match="Main, ")
    orders = list(db.session.scalars(select(Order)))
    assert sum(len(order.items) for order in orders) == 80
    with statements() as seen:
        dry_run.list_verdicts(desk.store_id, orders)
    assert len(seen) <= 11, "\n".join(seen)


SKUS = ("BD-MUG-01", "BD-BAG-01", " bd-note-01 ", "SKIPPED", "BUNDLE", "NO-SUCH", "")
EMAILS = (ADA, "ADA@example.com", "new@example.com", "two@example.com", "off@example.com", "", "euro@example.com")


def shape(random: Random, number: int) -> dict[str, Any]:
    """An order as it might come in, good or bad."""
    data = order_data(f"D-{number}")
    items = [
        {
            "name": f"Thing {place}",
            "code": random.choice(SKUS if random.random() < 0.4 else SKUS[:3]),
            "price": str(Decimal(random.randrange(0, 500_000)) / random.choice((100, 100, 10_000))),
            "quantity": random.randrange(1, 5),
        }
        for place in range(random.choice((1, 1, 2, 3)))
    ]
    email = random.choice(EMAILS if random.random() < 0.5 else EMAILS[:3])
    phone = "1" * random.choice((9, 9, 9, 51))  # one more than Zoho Books takes
    address = {**data["shipping"], "address1": random.choice(("1 Way", "2 Way", "")), "phone": phone}
    return {
        **data,
        "email": email,
        "customer": {"first_name": email, "last_name": "Lovelace"},
        "order_items": items,
        "shipping": address,
        "shipping_total": str(Decimal(random.randrange(0, 2000)) / 100),
        "handling_total": str(Decimal(random.randrange(0, 200)) / 100),
        "tax_total": random.choice(("0", "0", "1.20")),
        "discount_list": random.choice(([], [], [{"name": "Sale", "amount": "0.05"}])),
    }


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("may_create", [True, False])
def test_sending_does_what_the_dry_run_told(desk: Desk, books: Books, seed: int, may_create: bool) -> None:
    """Many shapes of orders, one after the other: what one leaves in Zoho Books, the next one's dry run knows."""
    books.lift_limits()
    books.add_contact("Ada Lovelace", ADA)
    books.add_contact("Two 1", "two@example.com")
    books.add_contact("Two 2", "two@example.com")
    off = books.add_contact("Off", "off@example.com")
    books.call("POST", f"/contacts/{off}/inactive")
    settings(
        desk,
        product_code_skip="SKIPPED",
        product_code_match="BUNDLE=BD-MUG-01,BD-MUG-01,BD-BAG-01",
        create_contact_if_missing=may_create,
    )
    jobs.schedule_readings()
    desk.work()
    random, told = Random(seed), []
    for number in range(30):
        order_id = import_order.import_order(desk.store, shape(random, number), "API").id
        db.session.commit()
        verdict = verdict_on(desk, order_id)
        books.count_from_here()
        actions.submit(db.session.get_one(Order, order_id), WHO)
        db.session.commit()
        desk.work()
        check(verdict, order_id)
        if verdict.verdict == dry_run.CREATE:
            reading = [call for call in books.desk_calls() if call == "GET /contacts"]  # what changed there meanwhile
            assert len(books.desk_calls()) - len(reading) <= verdict.calls + 1
        told.append(verdict.verdict)
    assert set(told) == {dry_run.CREATE, dry_run.BLOCKED}


def check(verdict: dry_run.Verdict, order_id: int) -> None:
    """What came of it is what was told."""
    db.session.remove()
    mine = (Appointment.subject_id == order_id, Appointment.kind == kinds.SUBMIT.name)
    appointment = db.session.scalars(select(Appointment).where(*mine)).one()
    row = db.session.scalars(select(SalesOrder).where(SalesOrder.order_id == order_id)).first()
    if verdict.verdict == dry_run.BLOCKED:
        assert (appointment.state, appointment.cause, appointment.answer) == (FAILED, verdict.cause, verdict.words)
        return
    assert row is not None, appointment.answer
    assert (row.salesorder_number, row.total) == (verdict.number, verdict.total)
    assert row.total is not None and row.expected_total is not None
    assert row.total - row.expected_total == verdict.difference
