"""The bars of Home: what happened in each hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import update

from harness.desk import Desk
from harness.walker import Walker
from tests.support.home import appoint
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order, Shipment
from zoho_app.web.home import activity, charts


def test_what_came_in_was_sent_failed_and_was_shipped_is_counted_by_hour(
    desk: Desk, walker: Walker, app: Flask
) -> None:
    elsewhere = Desk.open(app, "Elsewhere")
    hour = now().replace(minute=0, second=0, microsecond=0)
    for place, one in enumerate((desk, desk, elsewhere)):
        order = one.order(f"{place}")
        shipments.add(order, {"tracking_number": f"1Z{place}"}, "API")
        shipments.add(order, {"tracking_number": f"2Z{place}"}, "API")
    db.session.execute(update(Order).values(date_added=hour - timedelta(hours=3)))
    db.session.execute(update(Shipment).values(date_added=hour))
    appoint(desk, "done", 1, finished_at=hour - timedelta(hours=3))
    appoint(desk, "failed", 2, finished_at=hour - timedelta(hours=47))
    appoint(desk, "failed", 3, finished_at=hour - timedelta(hours=48))
    appoint(desk, "failed", 5, finished_at=hour, is_dismissed=True)
    appoint(elsewhere, "done", 4, finished_at=hour)
    db.session.commit()
    table = walker.open("").soup.select_one(".plot-table")
    rows = [[cell.get_text() for cell in row.select("td")] for row in table.select("tbody tr")]
    assert rows == [["0", "0", "0", "2"], ["2", "1", "0", "0"], ["0", "0", "1", "0"]]
    assert [cell.get_text() for cell in table.select("tfoot td")] == ["2", "1", "1", "2"]
    drawings = walker.soup.select("svg.bars")
    assert [len(drawing.select("rect")) for drawing in drawings] == [1, 1, 1, 1]
    assert drawings[0]["aria-label"] == "Came in: 2 in 48 hours, at most 2 in one hour"
    walker.click("By day").see("Orders of the last 30 days")


@pytest.mark.parametrize(
    ("day", "hours"), [(datetime(2026, 3, 29, 20, tzinfo=UTC), 23), (datetime(2026, 10, 25, 20, tzinfo=UTC), 25)]
)
def test_days_on_which_clocks_change_have_their_own_length(desk: Desk, day: datetime, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, last = day.astimezone(berlin).replace(hour=0), day.astimezone(berlin).replace(hour=23, minute=59)
    for number, timestamp in enumerate((first, first - timedelta(seconds=1), last)):
        appoint(desk, "done", number, finished_at=timestamp)
    db.session.commit()
    *_, before, today = activity.list_periods(desk.store_id, berlin, day, by_day=True)
    assert (today.end - today.start, today.sent, before.sent) == (timedelta(hours=hours), 2, 1)
    periods = activity.list_periods(desk.store_id, berlin, day, by_day=False)
    assert [period.end for period in periods[:-1]] == [period.start for period in periods[1:]]
    assert {period.end - period.start for period in periods} == {timedelta(hours=1)}


def test_bars_share_a_scale_and_even_one_is_seen() -> None:
    tall, none_below, small = 40.0, 2, 1.5
    drawn = charts.bars([1000, 0, 1, 500], 1000)
    assert [(bar.place, bar.x, bar.y, bar.height) for bar in drawn] == [
        (0, 1, 0.0, tall),
        (none_below, 21, 40 - small, small),
        (3, 31, 20.0, 20.0),
    ]
