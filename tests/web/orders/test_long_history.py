"""An order with much behind it: its page shows the newest history, notes and shipments, and leads to older ones."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import insert

from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from tests.support.look import MOST_BYTES
from tests.support.order_pages import connect
from tests.support.weight import weight
from zoho_app.extensions import db
from zoho_app.orders.models import HistoryEntry, OrderNote, Shipment

MANY = 130  # several pages of each


@pytest.fixture
def long_story(desk: Desk, operator: FlaskClient) -> Walker:
    """An operator before the page of an order with 130 lines of history, notes and shipments each."""
    connect(desk)
    order_id = desk.order().id
    desk.person("viewer")
    lines = [
        {"order_id": order_id, "who": "Auto", "note": f"Moved for the {n}. time.".zfill(90)} for n in range(MANY)
    ]
    notes = [{"order_id": order_id, "username": "Ada", "content": f"Note {n}."} for n in range(MANY)]
    known = {"order_id": order_id, "carrier_code": "UPS"}
    parcels = [
        {**known, "tracking_number": f"1Z{n}Z", "tracking_key": f"1z{n}z", "shipment_key": str(n)}
        for n in range(MANY)
    ]
    for table, rows in ((HistoryEntry, lines), (OrderNote, notes), (Shipment, parcels)):
        db.session.execute(insert(table), rows)
    db.session.commit()
    db.session.remove()
    return Walker(operator, desk.address).open(f"/orders/{order_id}")


def told(soup: BeautifulSoup, part: str) -> list[str]:
    """What a part of the page shows, one line each."""
    rows = {"timeline": ".event > p, .event-note", "shipments": ".shipment strong"}[part]
    return [one.get_text().strip() for one in soup.select(f"#{part} {rows}")]


@pytest.mark.parametrize(
    ("part", "called", "size", "newest", "oldest"),
    [
        ("timeline", "events", 20, "Note 129.", "Order Imported"),
        ("shipments", "shipments", 20, "1Z129Z", "1Z0Z"),
    ],
)
def test_every_part_shows_the_newest_and_leads_to_the_oldest(
    long_story: Walker, part: str, called: str, size: int, newest: str, oldest: str
) -> None:
    first = told(long_story.soup, part)
    assert (len(first), newest in first[0]) == (size, True)
    seen = [*first]
    while older := long_story.soup.select_one(f"#{part} a[rel=next]"):
        assert str(older["href"]).endswith(f"#{part}")
        seen += told(long_story.go(str(older["href"])).soup, part)
    assert len(set(seen)) == len(seen) >= MANY
    assert oldest in seen[-1]
    assert told(long_story.click(f"Newest {called}").soup, part) == first


def test_the_page_is_cheap_and_small_however_much_there_is(long_story: Walker) -> None:
    with statements() as seen:
        long_story.go(long_story.address)
    assert len(seen) <= 13, "\n\n".join(seen)
    assert weight(long_story.client, long_story.address, "gzip") < MOST_BYTES


@pytest.mark.parametrize("part", ["timeline", "shipments"])
def test_what_is_older_than_the_oldest_is_the_newest_again(long_story: Walker, part: str) -> None:
    first = told(long_story.soup, part)
    for place in ("1", "nonsense", "-3"):
        asked = f"?notes_before={place}&history_before={place}&shipments_before={place}"
        assert told(long_story.go(f"{long_story.address.partition('?')[0]}{asked}").soup, part) == first


def test_a_new_note_stands_first_and_an_old_one_can_be_deleted(long_story: Walker) -> None:
    long_story.type("Note", "The newest of all").press("Add note").see("Note added.")
    assert told(long_story.soup, "timeline")[0] == "The newest of all"
    long_story.click("Older events").press("Delete this note").see("Note deleted.")
    assert long_story.soup.select_one("#shipments .shipment") is not None


def test_notes_and_history_stand_in_the_order_in_which_they_happened(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order("1001")
    hours = {"Written at nine": 9, "Written at noon": 12}
    for content, hour in hours.items():
        day = datetime(2027, 3, 1, hour, tzinfo=UTC)
        db.session.add(OrderNote(order_id=order.id, username="ada@example.com", content=content, date_added=day))
        db.session.add(
            HistoryEntry(order_id=order.id, who="Auto", note=f"Happened at {hour}:30", at=day.replace(minute=30))
        )
    db.session.commit()
    page = Walker(viewer, desk.address).open(f"/orders/{order.id}")
    assert told(page.soup, "timeline")[:4] == [
        "Happened at 12:30 by Auto",
        "Written at noon",
        "Happened at 9:30 by Auto",
        "Written at nine",
    ]
    assert [one.get_text() for one in page.soup.select(".timeline-day")][0] == "Monday, 1 Mar 2027"


def test_a_short_story_offers_nothing_older(desk: Desk, owner: FlaskClient) -> None:
    walker = Walker(owner, desk.address).open(f"/orders/{desk.order().id}")
    assert "Older" not in walker.words
    assert "Newest" not in walker.words
