"""The chart of Home: stacked bars as paths of an SVG, with a grid, labels and the words that show on hover.

Numbers for attributes only, no style: a wide drawing, and one of its own for telephones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from zoho_app.web.home.numbers import Bar
from zoho_app.web.home.periods import BY_HOUR, BY_WEEK, Scale

# From the bottom of a bar to its top: the class that colors it, and its words.
SERIES = (("a", "sent"), ("b", "to send"), ("c", "need attention"))
TITLES = ("Sent", "To send", "Needs attention")
GRID_LINES = 3  # above the base line
LEFT, TOP = 28, 10
GAP = 1.5  # between the parts of a bar
TIP_HEIGHT, TIP_PADDING, LETTER = 26, 8, 5.9
HOURS_A_LABEL = 6


@dataclass(frozen=True)
class Size:
    """A drawing in its own units; `base` is the height of the base line, `widest` that of the widest bar."""

    width: int
    height: int
    base: int
    widest: int
    is_small: bool = False


WIDE, SMALL = Size(720, 214, 188, 24), Size(326, 190, 164, 13, is_small=True)


@dataclass(frozen=True)
class Line:
    """A line of the grid with its number."""

    y: float
    number: int

    @property
    def text_y(self) -> float:
        return self.y + 4


@dataclass(frozen=True)
class Tip:
    """The words that show while a bar is pointed at, and where."""

    words: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Column:
    """One bar: its parts as (class, path), its label, the strip that is pointed at, and what shows then."""

    parts: list[tuple[str, str]]
    label: str
    middle: float
    x: float
    width: float
    tip: Tip
    is_now: bool


@dataclass(frozen=True)
class Drawing:
    """The chart in one size."""

    size: Size
    grid: list[Line]
    columns: list[Column]


@dataclass(frozen=True)
class Row:
    """The same numbers for the table."""

    name: str
    numbers: tuple[int, int, int]


@dataclass(frozen=True)
class Chart:
    """Both drawings and the table; `words` say what it is about."""

    words: str
    drawings: list[Drawing]
    rows: list[Row]

    @property
    def is_empty(self) -> bool:
        return not any(sum(row.numbers) for row in self.rows)


def draw(bars: Sequence[Bar], zone: ZoneInfo, scale: Scale) -> Chart:
    """The chart of these bars, oldest first; the last is the one under way."""
    first, last = (_name(one, zone, scale) for one in (bars[0], bars[-1]))
    return Chart(
        words=f"Orders by {scale.one}, from {first} to {last}. The table below has the numbers.",
        drawings=[_drawing(size, bars, zone, scale) for size in (WIDE, SMALL)],
        rows=[Row(_name(one, zone, scale), _numbers(one)) for one in reversed(bars)],
    )


def step_for(highest: int) -> int:
    """What lies between two lines of the grid: 1, 2 or 5, with as many noughts as are needed."""
    step, factors = 1, (2, 2.5, 2)
    for number in range(100):
        if step * GRID_LINES >= highest:
            break
        step = int(step * factors[number % len(factors)])
    return step


def _drawing(size: Size, bars: Sequence[Bar], zone: ZoneInfo, scale: Scale) -> Drawing:
    step = step_for(max(one.total for one in bars))
    unit = (size.base - TOP) / (step * GRID_LINES)
    slot = (size.width - LEFT) / len(bars)
    columns = [
        _column(size, one, LEFT + place * slot, slot, unit, _words(one, zone, scale, size, place == len(bars) - 1))
        for place, one in enumerate(bars)
    ]
    grid = [Line(round(size.base - number * step * unit, 1), number * step) for number in range(GRID_LINES + 1)]
    return Drawing(size, grid, columns)


@dataclass(frozen=True)
class _Words:
    label: str
    tip: str
    is_now: bool


def _words(one: Bar, zone: ZoneInfo, scale: Scale, size: Size, is_last: bool) -> _Words:
    return _Words(
        label=_label(one, zone, scale, size, is_last),
        tip=f"{_name(one, zone, scale)}: {_told(one)}",
        is_now=is_last,
    )


def _column(size: Size, one: Bar, left: float, slot: float, unit: float, words: _Words) -> Column:
    width = min(size.widest, slot * 0.7)
    middle = left + slot / 2
    parts = _parts(_numbers(one), middle - width / 2, width, size.base, unit)
    tip_width = round(len(words.tip) * LETTER + 2 * TIP_PADDING, 1)
    tip_x = max(LEFT, min(middle - tip_width / 2, size.width - tip_width))
    tip_y = max(0.0, size.base - one.total * unit - TIP_HEIGHT - TIP_PADDING)
    return Column(
        parts=parts,
        label=words.label,
        middle=round(middle, 1),
        x=round(left, 1),
        width=round(slot, 1),
        tip=Tip(words.tip, round(tip_x, 1), round(tip_y, 1), tip_width),
        is_now=words.is_now,
    )


def _parts(numbers: Sequence[int], x: float, width: float, base: float, unit: float) -> list[tuple[str, str]]:
    """The parts from the bottom up, the topmost with round corners."""
    there = [(name, number) for (name, _), number in zip(SERIES, numbers, strict=True) if number]
    found, bottom = [], float(base)
    for place, (name, number) in enumerate(there):
        is_top = place == len(there) - 1
        height = max(number * unit - (0 if is_top else GAP), 1.0)
        found.append((name, _path(x, bottom, width, height, min(3.0, height, width / 2) if is_top else 0.0)))
        bottom -= number * unit
    return found


def _path(x: float, bottom: float, width: float, height: float, corner: float) -> str:
    up, across = round(height - corner, 1), round(width - 2 * corner, 1)
    corner = round(corner, 1)
    rounded = f"q0-{corner} {corner}-{corner}h{across}q{corner} 0 {corner} {corner}" if corner else f"h{across}"
    return f"M{round(x, 1)} {round(bottom, 1)}v-{up}{rounded}v{up}z"


def _numbers(one: Bar) -> tuple[int, int, int]:
    return one.sent, one.to_send, one.attention


def _told(one: Bar) -> str:
    told = [f"{number:,} {words}" for number, (_, words) in zip(_numbers(one), SERIES, strict=True) if number]
    return ", ".join(told) or "no orders"


def _name(one: Bar, zone: ZoneInfo, scale: Scale) -> str:
    start = one.span.start.astimezone(zone)
    name = f"{start:%a} {start.day} {start:%b}"
    if scale is BY_HOUR:
        return f"{name}, {start:%H:%M}"
    return f"Week of {name}" if scale is BY_WEEK else name


def _label(one: Bar, zone: ZoneInfo, scale: Scale, size: Size, is_last: bool) -> str:
    """A few words below the bar; of hours only every sixth has some."""
    start = one.span.start.astimezone(zone)
    if scale is BY_HOUR:
        every = HOURS_A_LABEL * 2 if size.is_small else HOURS_A_LABEL
        is_named = start.hour % every == 0
        return "" if not is_named else f"{start:%H:%M}" if start.hour else f"{start:%a} {start.day}"
    if scale is BY_WEEK:
        return str(start.day) if size.is_small else f"{start.day} {start:%b}"
    if size.is_small:
        return str(start.day)
    return "Today" if is_last else f"{start:%a} {start.day}"
