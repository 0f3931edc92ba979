"""A customer is erased: nothing that tells who it was is left in any table, and what the books need stays."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Column, Date, Float, Integer, select

from harness.books import Books
from harness.desk import Desk
from tests.support.erase import EMAIL, KEY, QUOTED, TRACES, data, plant
from zoho_app.accounts import invitations
from zoho_app.accounts.models import AuditEntry, Invitation
from zoho_app.alerts.models import AlertRecipient, AlertSettings
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.channels.models import Channel, Delivery
from zoho_app.columns import Money, UtcDateTime
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.models import Order, SavedView
from zoho_app.privacy import anonymize as privacy_anonymize
from zoho_app.privacy import proof
from zoho_app.privacy.models import Erasure
from zoho_app.privacy.places import PLACES
from zoho_app.privacy.scrub import Scrubber
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import Connection, SalesOrder

Post = Callable[..., Any]

# Texts that are not looked through, and why none of them is about a customer that stays.
NOT_LOOKED_THROUGH = {
    **dict.fromkeys(
        (
            *("users.email", "users.password_hash", "memberships.role", "sign_ins.token_hash", "sign_ins.user_agent"),
            *("one_time_links.purpose", "one_time_links.token_hash", "invitations.invited_by"),
            "zoho_books_chosen_contacts.chosen_by",
            *("zoho_books_connections.connected_by", "zoho_books_findings.closed_by", "deleted_orders.deleted_by"),
            *("erasures.asked_by",),
        ),
        "people who work here; who is one of them is refused",
    ),
    **dict.fromkeys(("guessing.key", "uses.what"), "a hash, gone after days"),
    **dict.fromkeys(("rules.name", "rules.event", "rules.filters", "rules.actions"), "a rule with it is refused"),
    **dict.fromkeys(("channels.url", "alert_settings.emails", "alert_settings.webhook_url"), "settings: refused"),
    "invitations.email": "an open invitation is refused, one that has ended is deleted",
    "alert_recipients.email": "deleted",
    **dict.fromkeys(("saved_views.name", "saved_views.query"), "a view with it is deleted"),
    **dict.fromkeys(
        (
            *("zoho_books_chosen_contacts.email_key", "zoho_books_chosen_contacts.contact_id"),
            *("zoho_books_contacts.contact_id", "zoho_books_contacts.name", "zoho_books_contacts.company"),
            *("zoho_books_contacts.currency_code", "zoho_books_contacts.addresses"),
            *("zoho_books_contacts.modified_time", "zoho_books_email_leases.email_key"),
            *("zoho_books_emails.email_key", "zoho_books_emails.contact_id", "deleted_orders.email_key"),
            *("orders.cc_number_masked", "orders.cc_exp"),
        ),
        "deleted or emptied by itself",
    ),
    "erasures.proof": "a keyed hash",
    "erasures.counts": "numbers",
}
# Words of the desk and of the store's settings, codes and ids.
NO_TEXTS = {
    *("stores.name", "stores.currency_code", "stores.time_zone", "folders.name", "channels.source_name"),
    *("alerts.kind", "appointments.receiver", "appointments.kind", "appointments.lane", "appointments.state"),
    *("bulk_runs.deed", "bulk_runs.state", "bulk_items.state", "gates.lane", "gates.cause"),
    *("deleted_orders.currency_code", "inventory_items.code", "inventory_items.code_key"),
    *("inventory_items.manufacturer_sku", "inventory_items.update_source", "alert_messages.event"),
    *("orders.payment_status", "orders.tag_color", "orders.fulfillment_id", "order_items.delivery_type"),
    *("invitations.role", "invitations.state", "postings.ship_notify_signature", "zoho_books_consents.data_center"),
    *(
        "deliveries.format",
        "deliveries.signature",
        "shipments.shipment_key",
        "zoho_books_items.item_id",
        "zoho_books_items.sku",
    ),
    *("zoho_books_items.sku_key", "zoho_books_items.name"),
    *(f"zoho_books_connections.{name}" for name in ("state", "data_center", "organization_id", "organization_name")),
    *(f"zoho_books_connections.{name}" for name in ("organizations", "time_zone", "currency_code", "scopes")),
    *(f"zoho_books_connections.{name}" for name in ("missing_custom_fields", "filling", "reconciling")),
    *(f"zoho_books_settings.{name}" for name in ("product_code_match", "product_code_skip", "default_sku")),
    *(f"zoho_books_settings.{name}" for name in ("inventory_location_match", "gift_message_field")),
    *(f"zoho_books_settings.{name}" for name in ("picklist_message_field", "salesorder_prefix")),
    *(f"zoho_books_sales_orders.{name}" for name in ("organization_id", "salesorder_number", "salesorder_id")),
    *(f"zoho_books_sales_orders.{name}" for name in ("payload_hash", "status")),
    *(f"zoho_books_findings.{name}" for name in ("organization_id", "kind", "salesorder_id", "salesorder_number")),
    *(f"zoho_books_findings.{name}" for name in ("zoho_status", "currency_code")),
}
# Made at random, by Bookdesk or by Zoho.
SECRETS = {
    *("stores.api_key", "channels.signing_secret", "alert_settings.signing_secret", "postings.signing_secret"),
    *("erasure_keys.key", "zoho_books_connections.access_token", "zoho_books_connections.refresh_token"),
    *("alert_recipients.nonce", "invitations.token_hash", "zoho_books_consents.state_hash"),
    "zoho_books_consents.code_verifier",
}


def may_be_text(column: Column[Any]) -> bool:
    """Whether it may hold words, encrypted or not: whatever is no number and no time."""
    return not isinstance(column.type, Integer | Float | Boolean | Date | UtcDateTime | Money)


def everywhere() -> dict[str, str]:
    """Every text and JSON of every table, by "table.column"; what is encrypted there is decrypted here."""
    db.session.remove()
    found = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if may_be_text(column):
                found[f"{table.name}.{column.name}"] = repr(db.session.scalars(select(column)).all()).lower()
    db.session.remove()
    return found


def traces() -> set[tuple[str, str]]:
    texts = everywhere().items()
    return {(column, trace) for column, text in texts for trace in TRACES if trace.lower() in text}


def erase(owner: FlaskClient, desk: Desk, post: Post, email: str = EMAIL) -> Any:
    page = f"{desk.address}/privacy"
    return post(owner, page, f"{page}/erase", email=email)


def look(owner: FlaskClient, desk: Desk, post: Post, email: str = EMAIL) -> dict[str, str]:
    page = BeautifulSoup(
        post(owner, f"{desk.address}/privacy", f"{desk.address}/privacy/look", email=email).text, "lxml"
    )
    held = [line.get_text(" ", strip=True).split(" ", 1) for line in page.select("#held li")]
    return {what: count for count, what in held}


def test_every_text_of_every_table_is_looked_through_or_said_why_not() -> None:
    looked = {
        f"{place.table.__tablename__}.{text.property.columns[0].name}" for place in PLACES for text in place.texts
    }
    there = {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if may_be_text(column)
    }
    explained = set(NOT_LOOKED_THROUGH) | NO_TEXTS | SECRETS
    assert looked | explained == there
    assert not looked & explained


def test_no_trace_of_an_erased_customer_is_in_any_table(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    ids = plant(desk, books)
    planted = {column for column, _ in traces()}
    assert len(planted) > 45, "the customer was to be everywhere"
    total = db.session.get_one(Order, ids["sent"]).order_total

    answer = erase(owner, desk, post)

    assert "The customer was erased in this store." in answer.text
    assert traces() == set()
    order = db.session.get_one(Order, ids["sent"])
    assert (order.source_id, order.order_total, order.email) == ("C-1", total, "")
    assert (order.customer["first_name"], order.customer["country"]) == ("Erased", "GB")
    assert [(item.name, item.code, item.quantity, item.price) for item in order.items] == [
        ("Stoneware mug", "BD-MUG-01", 2, Decimal("12.5"))
    ]
    assert order.items[0].variation_list == {"Engraving": "For [erased]", "Size": "L"}
    sent = db.session.scalars(select(SalesOrder).where(SalesOrder.order_id == order.id)).one()
    assert sent.salesorder_id == order.fulfillment_id != ""
    assert sent.payload["line_items"]
    assert sent.payload["salesorder_number"] == sent.salesorder_number
    assert [one.tracking_number for one in order.shipments] == ["1Z1"]
    notes = desk.history(order.id)
    assert notes[0].startswith("owner@example.com: Customer erased")
    assert any(sent.salesorder_number in note for note in notes), "that it was sent stays known"
    assert "owner@example.com: Order Details Changed: [erased]" in notes
    other = db.session.get_one(Order, ids["other"])
    assert other.email == "ada@example.com"
    assert other.checkout_data == {"Referred by": "[erased]"}
    told = select(Delivery.url).where(Delivery.order_id == other.id)
    assert set(db.session.scalars(told)) == {"https://s.example.com/?for=[erased]&key=4711"}
    assert db.session.scalars(select(AlertRecipient)).all() == []
    assert db.session.scalars(select(Invitation)).all() == []
    assert other.notes[-1].content == "Ask [erased] first"
    assert db.session.scalars(select(DeletedOrder.order_id)).all() == [ids["gone"]]


def test_the_look_before_counts_what_is_held_and_a_second_run_finds_nothing(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    plant(desk, books)
    held = look(owner, desk, post)
    assert held["orders"] == "2"
    assert held["deleted orders"] == "1"
    assert held["saved views"] == "1"
    assert held["sales orders that were sent for these orders"] == "1"
    assert held["lines of bulk runs with these orders"] == "1"
    assert held["messages to sales channels about these orders"] == "2"
    assert int(held["copied contacts from Zoho Books"]) >= 1
    assert held["other appointments with the address"] == "1"
    assert held["other orders with the address"] == "1"
    assert held["other addresses that messages went to with the address"] == "2"
    assert held["requests to confirm alerts"] == "1"
    assert held["invitations to this store"] == "1"
    assert held["other lines of the audit log with the address"] == "4"
    assert db.session.scalars(select(Erasure)).all() == [], "looking erases nothing"
    assert traces()
    erase(owner, desk, post)
    page = f"{desk.address}/privacy"
    retry = post(owner, page, f"{page}/look", email=EMAIL)
    assert "This store has no data about this customer." in retry.text
    assert "This address was erased by owner@example.com. Nothing was left." in retry.text
    assert "This store has no data about that customer." in erase(owner, desk, post).text
    assert len(db.session.scalars(select(Erasure)).all()) == 1


def test_the_proof_tells_that_it_was_done_and_not_who_it_was(desk: Desk, owner: FlaskClient, post: Post) -> None:
    desk.order(**data("C-1"))
    erase(owner, desk, post)
    done = db.session.scalars(select(Erasure)).one()
    assert done.finished_at is not None
    assert (done.asked_by, done.counts["orders"]) == ("owner@example.com", 1)
    assert done.proof == proof.for_address(desk.store_id, KEY)
    other = Desk.open(desk.app, "Other")
    assert done.proof != proof.for_address(other.store_id, KEY), "a store's own key"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.what.startswith("Erased a customer"))).one()
    assert (entry.who, done.proof in entry.what) == ("owner@example.com", True)
    assert KEY not in entry.what
    assert done.proof in owner.get(f"{desk.address}/privacy").text


def test_a_customer_of_another_store_is_not_touched(desk: Desk, owner: FlaskClient, post: Post) -> None:
    other = Desk.open(desk.app, "Other")
    order_id = other.order(**data("C-1")).id
    assert "has no data about" in erase(owner, desk, post).text
    order = db.session.get_one(Order, order_id)
    assert order.email == EMAIL
    assert order.notes


def test_an_address_that_only_ends_alike_is_another_customers(desk: Desk, owner: FlaskClient, post: Post) -> None:
    """ada@example.com is in lovelada@example.com, and in ada@example.com.au."""
    plain = desk.order("A", checkout_data={"cc": "lovelada@example.com, ada@example.com.au, (ada@example.com)."})
    plain_id = plain.id
    others = [desk.order(name, email=name).id for name in ("lovelada@example.com", "ada@example.com.au")]
    erase(owner, desk, post, "ada@example.com")
    assert [db.session.get_one(Order, one).email for one in others] == ["lovelada@example.com", "ada@example.com.au"]
    assert db.session.get_one(Order, plain_id).email == ""
    scrubber = Scrubber(["ada@example.com"])
    text = "lovelada@example.com, ada@example.com.au, (ada@example.com)."
    assert scrubber.clean(text) == "lovelada@example.com, ada@example.com.au, ([erased])."


def test_letters_beyond_ascii_are_found_in_texts_and_in_json(desk: Desk, owner: FlaskClient, post: Post) -> None:
    address = "jörg@müller.example"
    ids = [desk.order("1", email=address).id, desk.order("2", checkout_data={"cc": f"an {address}"}).id]
    erase(owner, desk, post, address)
    assert db.session.get_one(Order, ids[0]).email == ""
    assert db.session.get_one(Order, ids[1]).checkout_data == {"cc": "an [erased]"}


@pytest.mark.parametrize("role", ["operator", "viewer"])
def test_only_owners_may_erase(desk: Desk, sign_in: Callable[[str], FlaskClient], post: Post, role: str) -> None:
    client = sign_in(role)
    desk.order(**data("C-1"))
    assert client.get(f"{desk.address}/privacy").status_code == 403
    assert post(client, "/account", f"{desk.address}/privacy/erase", email=EMAIL).status_code == 403
    assert ("orders.email", KEY) in traces()


def test_what_has_still_to_be_sent_is_named_and_nothing_is_erased(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    waiting, doubtful = desk.order(**data("C-1")), desk.order(**data("C-2"))
    actions.submit(waiting, "owner@example.com")
    sent = {"organization_id": "10", "salesorder_number": "S-2", "reference_number": "C-2"}
    db.session.add(SalesOrder(store_id=desk.store_id, order_id=doubtful.id, **sent))
    rule = Rule(
        store_id=desk.store_id, name="Hers", event="Order is Imported", filters=[{"value": EMAIL}], actions=[]
    )
    db.session.add(rule)
    db.session.add(AlertSettings(store_id=desk.store_id, emails=KEY))
    db.session.commit()
    ids, rule_id = [waiting.id, doubtful.id], rule.id
    before = everywhere()
    answer = erase(owner, desk, post)
    page = BeautifulSoup(answer.text, "lxml")
    told = [line.get_text(" ", strip=True) for line in page.select("#obstacles li")]
    assert told[0].startswith(f"Order {ids[0]} is on its way to Zoho Books. Cancel it on its page")
    assert told[1].startswith(f"It is not known whether order {ids[1]} is in Zoho Books.")
    assert told[2].startswith("The rule “Hers” contains the address.")
    assert told[3].startswith("Alerts go to this address.")
    links = [link["href"] for link in page.select("#obstacles a")]
    assert links == [
        f"{desk.address}/orders/{ids[0]}",
        f"{desk.address}/orders/{ids[1]}",
        f"{desk.address}/rules/{rule_id}",
        f"{desk.address}/alerts",
    ]
    assert not page.select("form[action$='/erase']"), "there is nothing to press yet"
    after = everywhere()
    assert {name for name in before if before[name] != after[name] and not name.startswith("sign_ins")} == set()


def test_a_message_that_waits_is_named(desk: Desk, owner: FlaskClient, post: Post, shop: Any) -> None:
    order = desk.order(**data("C-1", order_metadata={"ship_notify_url": shop.url + "/told"}))
    shipments.add(order, {"tracking_number": "1Z9"}, "owner@example.com")
    db.session.commit()
    order_id = order.id
    assert f"about order {order_id} still waits." in erase(owner, desk, post).text
    desk.work("channels")
    assert "The customer was erased" in erase(owner, desk, post).text
    assert traces() == set()


def test_settings_and_open_invitations_that_name_the_customer_are_named(
    desk: Desk, owner: FlaskClient, post: Post
) -> None:
    """Web addresses and actions of rules are encrypted: no search of the database finds them."""
    desk.order(**data("C-1"))
    store_id, url = desk.store_id, f"https://s.example.com/?for={QUOTED}"
    actions_of_rule = [{"action": "Post Order JSON", "values": {"url": url}}]
    rule = Rule(store_id=store_id, name="Hers", event="Order is Imported", filters=[], actions=actions_of_rule)
    channel = Channel(store_id=store_id, source_name="Her shop", url=url, signing_secret="whsec_1")
    db.session.add_all([rule, channel, AlertSettings(store_id=store_id, webhook_url=url)])
    invitations.invite(desk.store, EMAIL, "viewer", "owner@example.com")
    db.session.commit()
    places = [f"/rules/{rule.id}", f"/channels/{channel.id}", "/people", "/alerts"]
    page = BeautifulSoup(erase(owner, desk, post).text, "lxml")
    told = [line.get_text(" ", strip=True) for line in page.select("#obstacles li")]
    assert told == [
        "The rule “Hers” contains the address. Change or delete the rule. Open",
        "The webhook address of the sales channel “Her shop” contains customer data. Change it. Open",
        "This address is invited to this store. Remove the invitation under People. Open",
        "The webhook address for alerts contains customer data. Change it under Alerts. Open",
    ]
    assert [link["href"] for link in page.select("#obstacles a")] == [desk.address + place for place in places]
    assert all(owner.get(desk.address + place).status_code == 200 for place in places)
    assert ("orders.email", KEY) in traces()


def test_a_message_to_a_web_address_with_the_customer_in_it_is_waited_for(
    desk: Desk, owner: FlaskClient, post: Post, shop: Any
) -> None:
    """It is about somebody else's order; without the address it would go elsewhere."""
    order = desk.order("O-1", order_metadata={"ship_notify_url": f"{shop.url}/told?for={QUOTED}"})
    shipments.add(order, {"tracking_number": "1Z9"}, "owner@example.com")
    db.session.commit()
    order_id = order.id
    words = f"about order {order_id} still waits, and its web address contains customer data."
    assert words in erase(owner, desk, post).text
    desk.work("channels")
    assert "The customer was erased" in erase(owner, desk, post).text
    assert traces() == set()
    assert db.session.get_one(Order, order_id).email == "ada@example.com"


def test_somebody_who_works_here_is_no_customer_to_erase(desk: Desk, owner: FlaskClient, post: Post) -> None:
    desk.order("A", email="owner@example.com")
    answer = erase(owner, desk, post, "owner@example.com")
    assert "Somebody signs in to this store with this address." in answer.text
    assert db.session.scalars(select(Order.email)).all() == ["owner@example.com"]


def test_nothing_is_sent_for_an_erased_order_any_more(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    order_id = desk.order(
        **data("C-1", order_items=[{"name": "No such", "code": "NONE", "price": 1, "quantity": 1}])
    ).id
    page = f"{desk.address}/orders/{order_id}"
    post(owner, page, f"{page}/submit")
    desk.work()
    erase(owner, desk, post)
    books.count_from_here()
    assert db.session.scalars(select(Appointment.is_dismissed).where(Appointment.state == FAILED)).all() == [True]
    appointment = db.session.scalars(select(Appointment.id).where(Appointment.subject_id == order_id)).one()
    post(owner, f"{desk.address}/orders", f"{desk.address}/appointments/{appointment}/run")
    desk.work()
    assert not [call for call in books.desk_calls() if call.startswith("POST")]


def test_no_second_contact_is_made_because_the_memory_of_one_was_erased(
    desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    """Zoho still has the contact: who orders again under the address is that contact."""
    first = desk.order(**data("C-1"))
    actions.submit(first, "owner@example.com")
    db.session.commit()
    desk.work()
    contacts = len(books.contacts())
    erase(owner, desk, post)
    assert db.session.get_one(Connection, desk.store_id).contacts_filled_at is None
    actions.submit(desk.order(**data("C-9")), "owner@example.com")
    db.session.commit()
    desk.work()
    assert len(books.contacts()) == contacts


@pytest.mark.parametrize("typed", ["", "nobody", "@", "a b@example.com", "x" * 300 + "@e.com"])
def test_what_is_no_address_is_refused(desk: Desk, owner: FlaskClient, post: Post, typed: str) -> None:
    page = f"{desk.address}/privacy"
    for action in ("look", "erase"):
        answer = post(owner, page, f"{page}/{action}", email=typed)
        assert answer.status_code == 200
        assert (
            "E-mail address of the customer: " in BeautifulSoup(answer.text, "lxml").select_one(".error-summary").text
        )


def test_an_interrupted_erasure_goes_on(
    desk: Desk, owner: FlaskClient, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        desk.order(**data(f"C-{number}"))
    db.session.add(SavedView(store_id=desk.store_id, user_id=None, name="Hers", query="q=canary.ada%40example.com"))
    db.session.commit()
    monkeypatch.setattr("zoho_app.privacy.erase.AT_ONCE", 1)
    anonymize = privacy_anonymize.anonymize
    done: list[int] = []

    def dies(order: Order, who: str) -> None:
        if done:
            raise RuntimeError("the power went")
        done.append(order.id)
        anonymize(order, who)

    with monkeypatch.context() as patch:
        patch.setattr(privacy_anonymize, "anonymize", dies)
        with pytest.raises(RuntimeError):
            erase(owner, desk, post)
    assert db.session.get_one(Order, done[0]).email == ""
    assert db.session.scalars(select(Erasure.finished_at)).all() == [None]
    assert ("orders.email_key", KEY) in traces()
    assert "Interrupted" in owner.get(f"{desk.address}/privacy").text
    erase(owner, desk, post)
    assert traces() == set()
