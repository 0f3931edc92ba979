"""Whose turn it is: no store, and no receiver that hangs, keeps the messages and orders of others waiting."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from freezegun import freeze_time
from sqlalchemy import Engine, event, insert, text

from harness.desk import Desk
from harness.kills import Merchant, persist
from harness.server import Server, database_of_its_own, wait_for
from tests.support.shop import open_shop
from zoho_app.appointments import breakers, fairness, gates, handlers, lifecycle, queue_work
from zoho_app.appointments.models import BULK, PEOPLE, RULES, Appointment
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.kinds import Kind

QUEUE, NARROW = "trials", "narrow trials"
done: list[int] = []


@pytest.fixture(autouse=True)
def trial_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Kinds of appointments that exist for these tests only; in the narrow queue a store has one worker at a time."""
    done.clear()
    monkeypatch.setitem(fairness._limits, NARROW, 1)

    def note(task: Task) -> None:
        with task.done("Noted"):
            done.append(task.store_id)

    for name in (QUEUE, NARROW):
        kind = Kind(f"{name}.note", name, label=name, noun=name, nouns=name)
        handlers.add(handlers.handler(kind)(note))
    yield
    for name in (QUEUE, NARROW):
        handlers.forget(f"{name}.note")


def ask(desk: Desk, subject_id: int, priority: int = PEOPLE, name: str = QUEUE, receiver: str = "") -> None:
    lifecycle.schedule(
        store_id=desk.store_id,
        kind=f"{name}.note",
        subject_id=desk.store_id * 10_000 + subject_id,
        asked_by="ada@example.com",
        priority=priority,
        receiver=receiver,
    )
    db.session.commit()


def claimed(name: str = QUEUE) -> Task:
    task = queue_work._claim(name)
    assert task is not None
    return task


def test_a_store_with_little_to_do_does_not_wait_behind_all_the_work_of_another(desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    for number in range(20):
        ask(other, number)
    for number in range(3):
        ask(desk, number)
    desk.work(QUEUE)
    assert done.index(desk.store_id) <= 1
    last_of_ours = max(place for place, store_id in enumerate(done) if store_id == desk.store_id)
    assert last_of_ours <= 5, "they take turns"
    assert len(done) == 23


def test_what_is_more_urgent_still_goes_first_whosever_it_is(desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    ask(desk, 1, BULK)
    ask(desk, 2, RULES)
    for number in range(3):
        ask(other, number, PEOPLE)
    desk.work(QUEUE)
    assert done == [other.store_id] * 3 + [desk.store_id] * 2


def test_a_store_has_one_worker_at_a_time_in_a_queue_with_that_limit(desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    ask(desk, 1, name=NARROW)
    ask(desk, 2, name=NARROW)
    first = claimed(NARROW)
    assert queue_work._claim(NARROW) is None, "the second of the same store waits"
    ask(other, 1, name=NARROW)
    assert claimed(NARROW).store_id == other.store_id
    with first.done():
        pass
    assert claimed(NARROW).store_id == desk.store_id


def test_receivers_that_failed_last_time_have_one_worker_together(desk: Desk) -> None:
    stores = [Desk.open(desk.app, f"Store {number}") for number in range(3)]
    for store in stores[:2]:
        breakers.record_failure(store.store_id, NARROW, "dead", "It did not answer.", of_receiver=True)
    for store in stores:
        ask(store, 1, name=NARROW, receiver="dead" if store in stores[:2] else "well")
    first, second = claimed(NARROW), claimed(NARROW)
    assert {first.receiver, second.receiver} == {"dead", "well"}
    assert queue_work._claim(NARROW) is None, "the other dead one waits until the first is known to be dead or alive"


def test_two_workers_that_claim_at_once_keep_to_the_limit(desk: Desk) -> None:
    for number in range(30):
        ask(desk, number, name=NARROW)
    db.session.remove()
    for _ in range(5):
        found: list[Task] = []
        start = threading.Barrier(4)

        def claim(found: list[Task] = found, start: threading.Barrier = start) -> None:
            with desk.app.app_context():
                start.wait()
                if task := queue_work._claim(NARROW):
                    found.append(task)

        workers = [threading.Thread(target=claim) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(found) == 1
        with found[0].done():
            pass


def test_workers_of_one_store_never_stand_idle_while_something_is_due(desk: Desk) -> None:
    """Several that want the same appointment at the same moment all get one in the end."""
    for number in range(60):
        ask(desk, number)
    db.session.remove()

    def work() -> None:
        with desk.app.app_context():
            queue_work.work(QUEUE, patience=0.1)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(done) == 60


def test_a_receiver_is_left_alone_after_failures_in_a_row_and_others_of_the_store_go_on(desk: Desk) -> None:
    pauses = []
    with freeze_time() as clock:
        for _ in range(11):
            until = breakers.record_failure(desk.store_id, NARROW, "dead", "It did not answer.", of_receiver=True)
            pauses.append(round((until - now()).total_seconds()) if until else 0)
            clock.tick(901)
        assert pauses == [0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]
        breakers.record_failure(desk.store_id, NARROW, "dead", "It did not answer.", of_receiver=True)
        ask(desk, 1, PEOPLE - 1, NARROW, "dead")
        ask(desk, 2, BULK, NARROW, "well")
        desk.work(NARROW)
        assert len(done) == 1, "what is for the other receiver is done, not even what is urgent passes the dead one"
        assert gates.closed(desk.store_id) == [], "the store as a whole is held back by nothing"


def test_what_holds_back_one_store_holds_back_no_other(desk: Desk) -> None:
    """Neither a gate nor a receiver's breaker, also where the receivers are called alike."""
    other = Desk.open(desk.app, "Other")
    gates.close(other.store_id, QUEUE, "connection", "The connection is lost.")
    for _ in range(5):
        breakers.record_failure(other.store_id, NARROW, "webhook", "It did not answer.", of_receiver=True)
    for store in (other, desk):
        ask(store, 1)
        ask(store, 2, name=NARROW, receiver="webhook")
    desk.work(QUEUE)
    ours = claimed(NARROW)
    assert done == [desk.store_id]
    assert (ours.store_id, ours.probes, ours.failures) == (desk.store_id, "", 0)
    with freeze_time(now() + timedelta(seconds=31)):
        theirs = claimed(NARROW)
    assert (theirs.store_id, theirs.probes, theirs.failures) == (other.store_id, "webhook", 5)


def test_one_probe_at_a_time_finds_out_whether_a_receiver_works_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(fairness._limits, NARROW, 5)
    for _ in range(5):
        breakers.record_failure(desk.store_id, NARROW, "dead", "It did not answer.", of_receiver=True)
    for number in range(3):
        ask(desk, number, name=NARROW, receiver="dead")
    assert queue_work._claim(NARROW) is None
    with freeze_time(now() + timedelta(seconds=31)):
        probe = claimed(NARROW)
        assert probe.probes == "dead"
        assert queue_work._claim(NARROW) is None
        with probe.done():
            probe.receiver_answered()
        desk.work(NARROW)
    assert len(done) == 2


def test_claiming_does_not_read_what_is_done_and_past(desk: Desk) -> None:
    """The plan of the claim, of both databases: each table by an index."""
    other = Desk.open(desk.app, "Other")
    rows = [
        {
            "store_id": (desk, other)[number % 2].store_id,
            "kind": "x",
            "queue": QUEUE,
            "subject_id": number,
            "asked_by": "x",
            "state": "done",
            "claimed_at": now() - timedelta(minutes=number),
        }
        for number in range(4000)
    ]
    db.session.execute(insert(Appointment), rows)
    db.session.commit()
    ask(desk, 9_999)
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    plan = plan_of_a_claim()
    whole = "SCAN appointments" if db.engine.dialect.name == "sqlite" else "Seq Scan on appointments"
    assert whole not in plan, plan
    assert "ix_appointments_next" in plan and "ix_appointments_turns" in plan, plan


def plan_of_a_claim() -> str:
    """How the database goes about the statement that a claim really sends."""
    sent: list[tuple[str, Any]] = []

    def keep(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if statement.startswith("UPDATE"):
            sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        assert queue_work._claim(QUEUE) is not None
    finally:
        event.remove(Engine, "before_cursor_execute", keep)
    ((statement, parameters),) = sent
    explain = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    with db.engine.connect() as connection:
        return "\n".join(str(row) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))


# With real workers


@contextmanager
def hanging_receiver() -> Iterator[str]:
    """Takes every connection and never says anything."""
    kept = []
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        ends = threading.Event()

        def take() -> None:
            server.settimeout(0.2)
            while not ends.is_set():
                try:
                    kept.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/hook"
        finally:
            ends.set()
            thread.join()
    for connection in kept:
        connection.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with database_of_its_own("fairness") as database:
        server = Server(tmp_path / "desk", ALLOW_PRIVATE_ADDRESSES="1", **database)
        try:
            server.start()
            yield server
        finally:
            server.clear_up()


def seller(server: Server, email: str, receiver: str) -> Merchant:
    """A store with a sales channel at that address."""
    merchant = Merchant(server, email)
    merchant.sign_in()
    answer = merchant.fill_in(
        f"{merchant.store}/channels/new", source_name="Shopify", url=receiver, sync_tracking_numbers="y"
    )
    assert "whsec_" in answer.text, answer.text
    return merchant


def ship(merchant: Merchant, source_id: str) -> None:
    order_id = merchant.import_order(source_id, "ada@example.com")
    parcel = {"tracking_number": f"1Z{source_id}", "carrier_code": "UPS"}
    persist(lambda: merchant.api("POST", f"/orders/{order_id}/shipments", json=parcel), (201,))


def test_a_store_whose_receivers_hang_does_not_hold_up_the_messages_of_another(server: Server) -> None:
    with hanging_receiver() as dead, open_shop() as shop:
        theirs = seller(server, "grace@example.com", dead)
        ours = seller(server, "ada@example.com", f"{shop.url}/news")
        for number in range(12):
            ship(theirs, f"DEAD-{number}")
        time.sleep(2)  # by now a worker waits for the receiver that says nothing
        took = [seconds_until_told(partial(ship, ours, f"A-{number}"), shop.requests) for number in range(6)]
        assert max(took) < 2, took
        answer = requests.get(f"{theirs.desk}/health", timeout=10)
        assert answer.status_code == 200


def seconds_until_told(action: Callable[[], None], told: Sequence[object]) -> float:
    before, began = len(told), time.monotonic()
    action()
    began = time.monotonic()
    wait_for(lambda: len(told) > before, 30)
    seconds = time.monotonic() - began
    time.sleep(1.2)
    return seconds
