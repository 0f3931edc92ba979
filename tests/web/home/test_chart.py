"""The chart of Home: orders by when they came in and how far they are, drawn twice and as a table."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import update

from harness.desk import Desk
from harness.walker import Walker
from tests.support.home import appoint, put_guide_away
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.web.home import chart, numbers, periods
from zoho_app.web.home.numbers import Bar
from zoho_app.web.home.periods import Span
from zoho_app.zoho_books.models import SalesOrder

BERLIN = ZoneInfo("Europe/Berlin")


def came_in(desk: Desk, number: str, days_ago: int, **values: object) -> int:
    """An order that came in so many days ago, at noon of the store's day."""
    order_id = desk.order(number).id
    at = now().replace(hour=12, minute=0) - timedelta(days=days_ago)
    db.session.execute(update(Order).where(Order.id == order_id).values(date_added=at, **values))
    db.session.commit()
    return order_id


def send(desk: Desk, order_id: int) -> None:
    row = {"organization_id": "10", "salesorder_number": f"A-{order_id}", "reference_number": "1"}
    db.session.add(SalesOrder(store_id=desk.store_id, order_id=order_id, salesorder_id=f"9{order_id}", **row))


def rows(walker: Walker) -> list[list[str]]:
    """The table, newest first, without what is empty."""
    found = [
        [cell.get_text() for cell in row.select("th, td")] for row in walker.soup.select(".chart-table tbody tr")
    ]
    return [row for row in found if row[1:] != ["0", "0", "0"]]


def test_each_order_counts_on_the_day_it_came_in_by_how_far_it_is_now(desk: Desk, walker: Walker, app: Flask) -> None:
    put_guide_away(desk)
    sent, failed, waits = (came_in(desk, str(number), 3) for number in range(3))
    came_in(desk, "void", 3, source_state="canceled")
    came_in(desk, "old", 20)
    came_in(Desk.open(app, "Elsewhere"), "9", 3)
    send(desk, sent)
    appoint(desk, "failed", failed, finished_at=now())
    appoint(desk, "scheduled", waits)
    db.session.commit()
    day = now() - timedelta(days=3)
    walker.open("")
    assert rows(walker) == [[f"{day:%a} {day.day} {day:%b}", "1", "1", "1"]]
    assert walker.soup.select_one("#figure-to-send .figure-value").get_text() == "1"
    wide, small = walker.soup.select("svg.chart")
    assert [len(one.select(".pointed")) for one in (wide, small)] == [14, 14]
    assert [path["class"] for path in wide.select("path")] == [["a"], ["b"], ["c"]]
    tips = [tip.get_text().strip() for tip in wide.select(".tip")]
    assert tips[-4] == f"{day:%a} {day.day} {day:%b}: 1 sent, 1 to send, 1 need attention"
    assert not walker.soup.select("svg.chart [style]")
    walker.click("12 weeks")
    assert [sum(int(row[place]) for row in rows(walker)) for place in (1, 2, 3)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("highest", "step"), [(0, 1), (3, 1), (4, 2), (15, 5), (16, 10), (46, 20), (60, 20), (61, 50), (4000, 2000)]
)
def test_the_grid_has_four_lines_of_round_numbers(highest: int, step: int) -> None:
    assert chart.step_for(highest) == step
    now_ = datetime(2026, 11, 26, tzinfo=UTC)
    bars = [Bar(Span(now_, now_ + timedelta(days=1)), highest, 0, 0)]
    wide, _ = chart.draw(bars, BERLIN, periods.BY_DAY).drawings
    assert [line.number for line in wide.grid] == [0, step, 2 * step, 3 * step]
    assert [line.y for line in wide.grid][0::3] == [188, 10]


def test_parts_stand_on_one_another_and_even_one_is_seen() -> None:
    at = datetime(2026, 11, 26, tzinfo=UTC)
    bars = [Bar(Span(at, at + timedelta(days=1)), *counted) for counted in ((30, 20, 10), (0, 0, 1), (0, 0, 0))]
    wide, small = chart.draw(bars, BERLIN, periods.BY_DAY).drawings
    first, second, third = wide.columns
    unit = (188 - 10) / 60
    bottoms = [path.split("v")[0] for _, path in first.parts]
    assert bottoms == [f"M131.3 {round(188 - height * unit, 1)}" for height in (0, 30, 50)]
    assert [name for name, _ in second.parts] == ["c"]
    assert third.parts == []
    assert third.tip.words == "Thu 26 Nov: no orders"
    assert all(28 <= one.tip.x <= 720 - one.tip.width + 1 for one in wide.columns)
    assert [one.label for one in small.columns] == ["26", "26", "26"]


@pytest.mark.parametrize(
    ("day", "hours"), [(datetime(2026, 3, 29, 20, tzinfo=UTC), 23), (datetime(2026, 10, 25, 20, tzinfo=UTC), 25)]
)
def test_days_on_which_clocks_change_have_their_own_length(desk: Desk, day: datetime, hours: int) -> None:
    first, last = day.astimezone(BERLIN).replace(hour=0), day.astimezone(BERLIN).replace(hour=23, minute=59)
    for number, timestamp in enumerate((first, first - timedelta(seconds=1), last)):
        order_id = desk.order(str(number)).id
        db.session.execute(update(Order).where(Order.id == order_id).values(date_added=timestamp))
    db.session.commit()
    *_, before, today = numbers.read(desk.store_id, BERLIN, day, periods.BY_DAY).bars
    assert (today.span.end - today.span.start, today.to_send, before.to_send) == (timedelta(hours=hours), 2, 1)
    spans = list(periods.hours(BERLIN, day))
    assert [span.end for span in spans[:-1]] == [span.start for span in spans[1:]]
    assert {span.end - span.start for span in spans} == {timedelta(hours=1)}
