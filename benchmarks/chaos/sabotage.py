"""Does the checker notice? Wrongs that the desk must never do are planted after a day that went well."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from benchmarks.chaos import checker, schedule
from benchmarks.chaos.back_office import Document
from benchmarks.chaos.day import Day
from benchmarks.chaos.people import CANCEL, SUBMIT
from benchmarks.chaos.world import ORGANIZATION, World

ADDED = "shipment.added"

Spoil = Callable[[Day], AbstractContextManager[Any]]


@contextmanager
def _second_sales_order(day: Day) -> Iterator[None]:
    number, order = day.back_office.ours()[0]
    with _there(day, "salesorder", {**order, "id": "1", "salesorder_number": f"ACME-{number}-9"}):
        yield


@contextmanager
def _lost_order(day: Day) -> Iterator[None]:
    _, order = day.back_office.ours()[0]
    store = day.world.zoho.store
    store.delete("salesorder", ORGANIZATION, order["id"])
    yield
    store.put("salesorder", ORGANIZATION, order)


@contextmanager
def _second_contact(day: Day) -> Iterator[None]:
    contact = day.back_office.contacts()[0]
    with _there(day, "contact", {**contact, "id": "1", "contact_name": "Once More"}):
        yield


@contextmanager
def _told_twice(day: Day) -> Iterator[None]:
    ids = next(ids for (_, event, _), ids in day.channel.told.items() if event == ADDED)
    ids.add("another message")
    yield
    ids.remove("another message")


@contextmanager
def _forgotten_shipment(day: Day) -> Iterator[None]:
    _, order = day.back_office.ours()[0]
    with _there(day, "salesorder", {**order, "custom_values": {"cf_tracking_number": "1Z-FORGOTTEN"}}):
        yield
    day.world.zoho.store.put("salesorder", ORGANIZATION, order)


@contextmanager
def _sent_against_the_wish(day: Day) -> Iterator[None]:
    number, _ = day.back_office.ours()[0]
    wish, day.people.wishes[number] = day.people.wishes[number], CANCEL
    yield
    day.people.wishes[number] = wish


@contextmanager
def _there(day: Day, kind: str, document: Document) -> Iterator[None]:
    store = day.world.zoho.store
    store.put(kind, ORGANIZATION, document)
    yield
    store.delete(kind, ORGANIZATION, document["id"])


SPOILS: dict[str, Spoil] = {
    "a second sales order": _second_sales_order,
    "a lost order": _lost_order,
    "a second contact": _second_contact,
    "a shipment told twice": _told_twice,
    "a forgotten shipment": _forgotten_shipment,
    "a sales order that nobody wishes": _sent_against_the_wish,
}


def unnoticed(world: World, seed: int) -> list[str]:
    """The wrongs that the checker overlooks on the first day from that seed on which has something to spoil.

    Raises AssertionError for a day that did not go well.
    """
    day = Day(world, seed, schedule.plan(seed))
    day.live()
    assert not checker.problems(day), checker.problems(day)
    if not _has_something_to_spoil(day):
        return unnoticed(world, seed + 1)
    found = []
    for name, spoil in SPOILS.items():
        with spoil(day):
            if not checker.problems(day):
                found.append(name)
    return found


def _has_something_to_spoil(day: Day) -> bool:
    ours = day.back_office.ours()
    is_told = any(event == ADDED for _, event, _ in day.channel.told)
    return bool(ours) and is_told and day.people.wishes.get(ours[0][0]) == SUBMIT
