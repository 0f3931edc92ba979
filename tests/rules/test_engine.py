"""Rules: events set off actions on the orders that the filters choose, in order, once, and without loops."""

import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from harness.desk import Desk
from tests.support.rules import a_rule, tag, to_folder
from zoho_app import registry
from zoho_app.extensions import db
from zoho_app.orders import edit, events, folders
from zoho_app.orders.models import Order
from zoho_app.rules import catalogue, engine
from zoho_app.rules import folders as rule_folders
from zoho_app.rules.catalogue import ActionRefused, Event, action

PING, FOLLOWED = "Test Ping", "Test Followed"
told: list[str] = []


@action("Test Refuse", "Tests")
def _refuse(order: Order, values: dict[str, str]) -> None:
    raise ActionRefused("the moon is full.")


@action("Test Break", "Tests")
def _break(order: Order, values: dict[str, str]) -> None:
    edit.tag(order, "half done", "", "Auto")
    raise RuntimeError("secret internals")


@action("Test Ping Again", "Tests")
def _ping_again(order: Order, values: dict[str, str]) -> None:
    events.publish(PING, order)


@action("Test Ping The Next", "Tests")
def _ping_the_next(subject: Any, values: dict[str, str]) -> None:
    told.append(f"pinged {subject.id}")
    engine.fire(PING, subject.store_id, SimpleNamespace(id=subject.id + 1, store_id=subject.store_id), told.append)


@action("Test Remember Chain", "Tests")
def _remember_chain(order: Order, values: dict[str, str]) -> None:
    told.append(repr(engine.chain()))


@pytest.fixture(autouse=True)
def _what_only_tests_offer(app: Flask) -> Iterator[None]:
    told.clear()
    for name in (PING, FOLLOWED):
        catalogue.add_event(Event(name, "Tests"))
    for one in (_refuse, _break, _ping_again, _ping_the_next, _remember_chain):
        catalogue.add_action(one)
    yield
    registry.install()


def test_an_imported_order_is_moved_and_tagged_by_its_rule_and_history_says_auto(desk: Desk) -> None:
    a_rule(desk, events.ORDER_IMPORTED, to_folder(desk, "Prepared"), tag("Ready"))

    order = desk.order()

    assert order.folder.name == "Prepared"
    assert order.tag_name == "Ready"
    assert [line for line in desk.history(order.id) if line.startswith("Auto: ")][1:] == [
        "Auto: Order Moved to Prepared Folder",
        "Auto: Rule “On Order is Imported” ran.",
    ]


def test_every_action_on_orders_leaves_its_mark(desk: Desk) -> None:
    a_rule(
        desk,
        events.ORDER_IMPORTED,
        ("Set Checkout Data Value", {"name": "Gift Message", "value": "With love"}),
        ("Set Order Metadata", {"name": "notes", "value": "Ring twice"}),
        ("Set Order Metadata", {"name": "old", "value": "[REMOVE]"}),
        ("Add Order Note", {"content": "Looked at by a rule"}),
    )

    order = desk.order(order_metadata={"old": "1"})

    assert order.checkout_data == {"Gift Message": "With love"}
    assert order.order_metadata == {"notes": "Ring twice"}
    assert [(note.username, note.content) for note in order.notes] == [("Auto", "Looked at by a rule")]


def test_switched_off_rules_and_other_stores_rules_do_nothing(desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    a_rule(desk, events.ORDER_IMPORTED, tag("Off"), enabled=False)
    a_rule(desk, events.ORDER_IMPORTED, tag("Foreign"), store_id=other.store_id)

    assert desk.order().tag_name == ""


def test_rules_run_in_their_order_and_later_ones_see_what_earlier_ones_changed(desk: Desk) -> None:
    a_rule(desk, events.ORDER_IMPORTED, tag("Third"), position=2, filters=[("tag_name", "is", "First")])
    a_rule(desk, events.ORDER_IMPORTED, tag("First"), position=1)

    assert desk.order().tag_name == "Third"


def test_two_rules_that_send_an_order_to_and_fro_stop_after_one_round(desk: Desk) -> None:
    prepared, closed = desk.folder("Prepared"), desk.folder("Closed")
    a_rule(
        desk,
        events.FOLDER_CHANGED,
        to_folder(desk, "Closed"),
        filters=[("folder", "is", str(prepared.id))],
    )
    a_rule(
        desk,
        events.FOLDER_CHANGED,
        to_folder(desk, "Prepared"),
        filters=[("folder", "is", str(closed.id))],
    )
    order = desk.order()

    folders.move(order, desk.folder("Prepared"), "ada@example.com")
    db.session.commit()

    moves = [line for line in desk.history(order.id) if "Order Moved" in line]
    assert moves == [
        "Auto: Order Moved to Prepared Folder",
        "Auto: Order Moved to Closed Folder",
        "ada@example.com: Order Moved to Prepared Folder",
    ]


def test_a_rule_that_sets_off_its_own_event_runs_once_and_again_the_next_time(desk: Desk) -> None:
    a_rule(desk, PING, ("Add Order Note", {"content": "ping"}), "Test Ping Again")
    order = desk.order()

    events.publish(PING, order)
    assert len(order.notes) == 1
    events.publish(PING, order)
    db.session.refresh(order)
    assert len(order.notes) == 2


def test_rules_that_reach_ever_new_subjects_are_stopped_and_it_is_told(desk: Desk) -> None:
    a_rule(desk, PING, "Test Ping The Next")

    engine.fire(PING, desk.store_id, SimpleNamespace(id=1, store_id=desk.store_id), told.append)

    assert "pinged 1" in told
    assert sum(line.startswith("pinged") for line in told) == engine.DEEPEST
    assert "Rules triggered each other too many times, so no rule ran for “Test Ping”." in told


def test_work_that_a_rule_put_off_does_not_set_the_same_rule_off_again(desk: Desk) -> None:
    rule = a_rule(desk, PING, "Test Remember Chain", tag("Hit"))
    order = desk.order()
    events.publish(PING, order)
    assert told == [repr([rule.id])]

    edit.tag(order, "", "", "API")
    with engine.resume([rule.id]):
        events.publish(PING, order)
        assert engine.chain() == [rule.id]
    assert order.tag_name == ""

    events.publish(PING, order)
    assert order.tag_name == "Hit"
    assert engine.chain() == []


def test_a_refused_action_is_told_and_the_others_go_on(desk: Desk) -> None:
    a_rule(desk, events.ORDER_IMPORTED, "Test Refuse", tag("Went on"), name="Odd one")
    a_rule(desk, events.ORDER_IMPORTED, ("Add Order Note", {"content": "next rule"}), position=9)

    order = desk.order()

    assert order.tag_name == "Went on"
    assert [note.content for note in order.notes] == ["next rule"]
    assert "Auto: Rule “Odd one”, Test Refuse: the moon is full." in desk.history(order.id)


def test_what_the_order_cannot_take_is_a_refusal_in_words(desk: Desk) -> None:
    a_rule(desk, events.ORDER_IMPORTED, ("Add Order Note", {"content": "x" * 100_000}), name="Chatty")

    order = desk.order()

    assert order.notes == []
    assert any("Rule “Chatty”, Add Order Note:" in line and "too long" in line for line in desk.history(order.id))


def test_an_action_that_breaks_is_undone_alone_and_told_without_internals(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    a_rule(desk, events.ORDER_IMPORTED, ("Add Order Note", {"content": "kept"}), "Test Break", name="Fragile")

    with caplog.at_level(logging.ERROR):
        order = desk.order()

    history = desk.history(order.id)
    order = desk.reload(order)
    assert order.tag_name == ""
    assert [note.content for note in order.notes] == ["kept"]
    assert not any("half done" in line or "secret internals" in line for line in history)
    assert any(line.startswith("Auto: Rule “Fragile”: the action “Test Break” failed") for line in history)
    assert "secret internals" in caplog.text  # the log has the traceback


def test_an_action_that_is_gone_is_told(desk: Desk) -> None:
    a_rule(desk, events.ORDER_IMPORTED, "Bake Bread", tag("Went on"), name="Old")

    order = desk.order()

    assert order.tag_name == "Went on"
    expected = "Auto: Rule “Old”: the action “Bake Bread” no longer exists; edit the rule."
    assert expected in desk.history(order.id)


def test_a_folder_that_is_gone_refuses_the_move(desk: Desk) -> None:
    a_rule(desk, events.ORDER_IMPORTED, ("Change Folder", {"folder_id": "999999"}), name="Lost")

    order = desk.order()

    assert order.folder.name == "New"
    assert any("the folder no longer exists" in line for line in desk.history(order.id))


def test_code_that_follows_an_event_runs_before_the_rules(desk: Desk) -> None:
    def listener(order: Order, **details: Any) -> None:
        edit.tag(order, details["word"], "", "API")

    catalogue.add_listener(FOLLOWED, listener)
    a_rule(desk, FOLLOWED, ("Add Order Note", {"content": "saw it"}), filters=[("tag_name", "is", "early")])
    order = desk.order()

    events.publish(FOLLOWED, order, word="early")

    assert [note.content for note in order.notes] == ["saw it"]


def test_trying_a_rule_says_why_and_changes_nothing(desk: Desk) -> None:
    order = desk.order()
    rule = a_rule(desk, PING, tag("Hit"), filters=[("shipping_country", "is", "GB"), ("order_total", "<", "10")])

    trial = engine.try_rule(rule, order)

    assert not trial.would_run
    assert [(reason.words, reason.agrees) for reason in trial.reasons] == [
        ("Shipping Country is “GB”: it is “GB”.", True),
        ("Order Total is below 10: it is 49.9.", False),
    ]
    assert not db.session.dirty
    assert desk.reload(order).tag_name == ""


def test_replacing_a_folder_changes_the_rules_of_this_store_alone(desk: Desk) -> None:
    old, new = desk.folder("Closed"), desk.folder("Canceled")
    acting = a_rule(desk, PING, to_folder(desk, "Closed"), tag(str(old.id)))
    asking = a_rule(desk, PING, tag("x"), filters=[("folder", "is", str(old.id)), ("email", "is", str(old.id))])
    a_rule(desk, PING, to_folder(desk, "New"))
    other = Desk.open(desk.app, "Other")
    foreign = a_rule(desk, PING, to_folder(desk, "Closed"), store_id=other.store_id)
    assert rule_folders.rules_naming_folder(desk.store_id, old.id) == [acting, asking]

    rule_folders.replace_folder(desk.store_id, old.id, new.id)
    db.session.commit()
    db.session.expire_all()

    assert acting.actions[0]["values"]["folder_id"] == str(new.id)
    assert acting.actions[1]["values"]["name"] == str(old.id)
    assert [kept["value"] for kept in asking.filters] == [str(new.id), str(old.id)]
    assert rule_folders.rules_naming_folder(desk.store_id, old.id) == []
    assert foreign.actions[0]["values"]["folder_id"] == str(old.id)


def test_a_name_can_be_taken_only_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        catalogue.add_event(Event("Order is Imported", "Tests"))
    with pytest.raises(ValueError, match="registered twice"):
        catalogue.add_action(action("Change Folder", "Tests")(lambda subject, values: None))


def test_installing_everything_twice_changes_nothing() -> None:
    def offered() -> list[list[str]]:
        shelves = (catalogue.events(), catalogue.filters(), catalogue.actions())
        return [[f"{group}: {one}" for group, all_ in shelf.items() for one in all_] for shelf in shelves]

    registry.install()
    once, listeners = offered(), list(catalogue.listeners("Order is Imported"))
    registry.install()

    assert offered() == once
    assert list(catalogue.listeners("Order is Imported")) == listeners
