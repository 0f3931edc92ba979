"""What the plot of a store's activity shows: a row of bars for each thing counted, and words for each period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from zoho_app.web.home import charts
from zoho_app.web.home.activity import Period
from zoho_app.web.home.charts import Bar

# Labels below the bars: one for so many days, or hours counted from midnight.
DAYS_A_LABEL, HOURS_A_LABEL = 5, 6


@dataclass(frozen=True)
class Series:
    """One thing that is counted, period by period."""

    name: str
    kind: str
    numbers: list[int]
    bars: list[Bar]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def highest(self) -> int:
        return max(self.numbers, default=0)


@dataclass(frozen=True)
class Plot:
    """What is counted in the periods, what each is called, and a few labels, the first after `offset` periods."""

    periods: Sequence[Period]
    series: list[Series]
    names: list[str]
    labels: list[str]
    offset: int
    by_day: bool

    @property
    def width(self) -> int:
        """Of the drawing, in its own units."""
        return len(self.names) * charts.SLOT


def draw(periods: Sequence[Period], zone: ZoneInfo, by_day: bool) -> Plot:
    """The plot of these periods; all series have the same scale, so that they can be compared."""
    counted = (
        ("Came in", "info", [period.came_in for period in periods]),
        ("Sent", "success", [period.sent for period in periods]),
        ("Failed", "problem", [period.failed for period in periods]),
        ("Shipped", "neutral", [period.shipped for period in periods]),
    )
    highest = max((number for _, _, numbers in counted for number in numbers), default=0)
    starts = [period.start.astimezone(zone) for period in periods]
    every = DAYS_A_LABEL if by_day else HOURS_A_LABEL
    offset = 0 if by_day else -starts[0].hour % every
    return Plot(
        periods=periods,
        series=[Series(name, kind, numbers, charts.bars(numbers, highest)) for name, kind, numbers in counted],
        names=[_name(start, by_day) for start in starts],
        labels=[_label(start, by_day) for start in starts[offset : len(starts) - every // 2 : every]],
        offset=offset,
        by_day=by_day,
    )


def _name(start: datetime, by_day: bool) -> str:
    day = f"{start.day} {start:%b %Y}"
    return day if by_day else f"{day}, {start:%H:%M} {start.isoformat()[-6:]}"


def _label(start: datetime, by_day: bool) -> str:
    return f"{start.day} {start:%b}" if by_day or not start.hour else f"{start:%H:%M}"
