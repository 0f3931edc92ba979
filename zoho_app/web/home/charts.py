"""The geometry of drawings made on the server: numbers for attributes of SVG, no style and no script."""

from collections.abc import Sequence
from dataclasses import dataclass

# One bar with the gap beside it, and the height of the tallest, in the drawing's own units.
SLOT, BAR = 10, 8
TALLEST = 40
# Even a single one is seen beside thousands.
LOWEST = 1.5
GAUGE = 1000


@dataclass(frozen=True)
class Bar:
    """One rectangle for the number at `place`, y counted downwards from the top of the drawing."""

    place: int
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Gauge:
    """A band of GAUGE units: what is used from the left, what is kept from `kept_x` to the right end."""

    used: int
    kept_x: int
    kept: int
    kind: str


def bars(numbers: Sequence[int], highest: int) -> list[Bar]:
    """A bar for each number that is not 0, as tall as `highest` allows."""
    return [_bar(place, number, highest) for place, number in enumerate(numbers) if number]


def _bar(place: int, number: int, highest: int) -> Bar:
    height = round(max(LOWEST, TALLEST * number / max(highest, number)), 1)
    return Bar(place, place * SLOT + (SLOT - BAR) // 2, round(TALLEST - height, 1), height)


def gauge(used: int, kept: int, limit: int) -> Gauge:
    """How full a limit is; `kept` is the part at its end that most may not use."""
    share = used / limit if limit else 0
    kept_width = round(GAUGE * kept / limit) if limit else 0
    kind = "problem" if used >= limit - kept else "warning" if share >= 0.8 else "info"
    return Gauge(round(GAUGE * min(share, 1)), GAUGE - kept_width, kept_width, kind)
