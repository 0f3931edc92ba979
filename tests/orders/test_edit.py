"""Editing an order: what changes, what history says, and that nobody overwrites another's change."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders import edit, items, shipments
from zoho_app.orders.edit import ChangedMeanwhile
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.input import pairs
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.input.order_data import BadOrder
from zoho_app.orders.models import HistoryEntry, Order, OrderItem, OrderNote, Shipment
from zoho_app.rules.models import Rule

WHO = "ada@example.com"


@pytest.fixture
def order(desk: Desk) -> Order:
    return desk.order()


def on_change(desk: Desk, event: str) -> None:
    actions = [{"action": "Set Order Metadata", "values": {"name": "told", "value": event}}]
    db.session.add(Rule(store_id=desk.store_id, name="tell", event=event, filters=[], actions=actions))
    db.session.commit()


def test_changed_details_are_told_with_before_and_after(desk: Desk, order: Order) -> None:
    on_change(desk, "Order Details Changed")
    assert edit.update_details(order, {"email": "eve@example.com", "shipping_total": "7.5"}, WHO)
    db.session.commit()
    words = (
        'Order Details Changed: Email from "ada@example.com" to "eve@example.com"; Shipping Total from 5.00 to 7.50'
    )
    assert f"{WHO}: {words}" in desk.history(order.id)
    assert desk.reload(order).order_metadata == {"told": "Order Details Changed"}
    assert desk.reload(order).email_key == "eve@example.com"


def test_saving_without_a_change_is_not_told(desk: Desk, order: Order) -> None:
    on_change(desk, "Order Details Changed")
    on_change(desk, "Order Address Changed")
    before = order.version
    assert not edit.update_details(order, {"email": "ada@example.com", "shipping_total": "5"}, WHO)
    assert not edit.update_address(order, "customer", {"first_name": "Ada", "last_name": " Lovelace "}, WHO)
    db.session.commit()
    assert desk.reload(order).version == before
    assert len(desk.history(order.id)) == 1


def test_a_changed_address_is_told_and_found(desk: Desk, order: Order) -> None:
    on_change(desk, "Order Address Changed")
    edit.update_address(order, "shipping", {"company": "Analytical Engines", "city": "Turin"}, WHO)
    db.session.commit()
    assert desk.reload(order).order_metadata == {"told": "Order Address Changed"}
    assert "analytical engines" in desk.reload(order).search_key
    assert 'to "Analytical Engines, Turin"' in " ".join(desk.history(order.id))


def test_an_order_may_not_take_anothers_number(desk: Desk, order: Order) -> None:
    desk.order("1002")
    with pytest.raises(DuplicateOrder):
        edit.update_details(order, {"source_id": "1002"}, WHO)


def test_checkout_data_and_metadata_are_set_and_removed_ignoring_case(desk: Desk, order: Order) -> None:
    edit.set_checkout_data(order, "Gift Message", "Hello", WHO)
    edit.set_checkout_data(order, " gift message", "Hello you", WHO)
    edit.set_order_metadata(order, "notes", "Ring twice", WHO)
    db.session.commit()
    assert desk.reload(order).checkout_data == {"Gift Message": "Hello you"}
    order = desk.reload(order)
    assert order.order_metadata == {"notes": "Ring twice"}
    assert edit.remove_checkout_data(order, "GIFT MESSAGE", WHO)
    assert not edit.remove_checkout_data(order, "gift message", WHO)
    db.session.commit()
    assert desk.reload(order).checkout_data == {}
    assert f'{WHO}: Checkout Data Changed: "Gift Message" is now "Hello you"' in desk.history(order.id)


@pytest.mark.parametrize(("name", "value"), [("", "x"), ("x" * 201, "x"), ("n", "x" * 5_001), ("\x00", "x")])
def test_names_and_values_that_do_not_fit_are_refused(order: Order, name: str, value: str) -> None:
    with pytest.raises(BadOrder):
        edit.set_checkout_data(order, name, value, WHO)


def test_notes_and_tags(desk: Desk, order: Order) -> None:
    edit.add_note(order, " Call first\nthen ship ", WHO)
    edit.tag(order, "rush", "danger", "Auto")
    db.session.commit()
    order = desk.reload(order)
    assert [(note.username, note.content) for note in order.notes] == [(WHO, "Call first\nthen ship")]
    assert (order.tag_name, order.tag_color) == ("rush", "danger")
    edit.tag(order, "", "danger", "Auto")
    assert (order.tag_name, order.tag_color) == ("", "")
    with pytest.raises(BadOrder, match="content"):
        edit.add_note(order, "  ", WHO)


def test_items_are_added_changed_and_removed_in_history(desk: Desk, order: Order) -> None:
    item = items.add_item(order, {"code": "PEN", "price": "2"}, WHO)
    items.change_item(item, {"code": "PEN", "name": "Pen", "price": "2", "quantity": "3"}, WHO)
    assert not items.change_item(item, {"code": "PEN", "name": "Pen", "price": "2.00", "quantity": 3}, WHO)
    items.remove_item(order.items[0], WHO)
    db.session.commit()
    assert [item.name for item in desk.reload(order).items] == ["Canvas bag", "Pen"]
    assert desk.history(order.id)[:3] == [
        f"{WHO}: Item Removed: 2 × Stoneware mug (BD-MUG-01) at 12.50",
        f"{WHO}: Item Changed: 1 × PEN at 2.00 is now 3 × Pen (PEN) at 2.00",
        f"{WHO}: Item Added: 1 × PEN at 2.00",
    ]


def test_an_edit_of_what_was_seen_before_anothers_change_is_refused(desk: Desk, order: Order) -> None:
    seen = order.version
    items.add_item(order, {"name": "Pen"}, WHO)
    db.session.commit()
    with pytest.raises(ChangedMeanwhile, match="Somebody else changed this order"):
        edit.check_version(desk.reload(order), seen)
    edit.check_version(desk.reload(order), desk.reload(order).version)


def test_a_row_that_changed_underneath_is_never_overwritten(desk: Desk, order: Order) -> None:
    order = desk.reload(order)
    assert order.version
    db.session.commit()
    loaded = desk.reload(order)
    email = loaded.email
    db.session.expunge(loaded)
    db.session.rollback()
    with Session(db.engine) as other:
        other.get_one(Order, order.id).email = "first@example.com"
        other.commit()
    with pytest.raises(StaleDataError):
        merged = db.session.merge(loaded)
        merged.email = f"second-{email}"
        db.session.flush()
    db.session.rollback()


def test_a_deleted_order_leaves_nothing_behind(desk: Desk, order: Order) -> None:
    edit.add_note(order, "x", WHO)
    shipments.add(order, {"tracking_number": "1"}, WHO)
    db.session.commit()
    edit.delete_order(desk.reload(order), WHO)
    db.session.commit()
    for table in (Order, OrderItem, OrderNote, Shipment, HistoryEntry):
        assert db.session.query(table).count() == 0


def test_the_number_of_a_deleted_order_is_never_another_orders(desk: Desk, order: Order) -> None:
    number = order.id
    edit.delete_order(order, WHO)
    db.session.commit()
    assert desk.order("another").id > number


def test_names_and_values_are_typed_one_a_line() -> None:
    typed = "tax_id = 7\r\nGift Message=Dear = friend,\r\n  second line\r\n\r\nempty =\r\n"
    names = {"tax_id": "7", "Gift Message": "Dear = friend,\nsecond line", "empty": ""}
    assert pairs.parse(typed, "Metadata") == names
    assert pairs.parse(pairs.show(names), "Metadata") == names


def test_lines_that_can_not_be_read_are_named() -> None:
    with pytest.raises(BadFields) as refused:
        pairs.parse("a = 1\nnonsense\n= 2\na = 3", "Metadata")
    assert [str(error) for error in refused.value.errors] == [
        "Metadata: line 2 must be like name = value",
        "Metadata: line 3 must be like name = value",
        "Metadata: line 4 names a a second time",
    ]
