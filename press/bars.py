"""Order numbers as Code 128, drawn as SVG."""

from functools import lru_cache
from itertools import groupby

from barcode.codex import Code128

LONGEST = 30  # letters; more would be too fine to scan in half the width of a page
QUIET = 10  # modules of white that a scanner needs on either side
MODULE_MM = 0.33  # of a bar; less where the drawing would be wider than WIDEST_MM
WIDEST_MM = 88
HEIGHT_MM = 12


def is_possible(text: str) -> bool:
    """Whether Code 128 has the text: printable ASCII, not too long."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()


@lru_cache(maxsize=1_000)
def modules(text: str) -> str:
    """The bars and gaps as ones and zeros, one a module."""
    return str("".join(Code128(text).build()))


def width_mm(text: str) -> float:
    """How wide the drawing is, the white on either side included."""
    return min((len(modules(text)) + 2 * QUIET) * MODULE_MM, WIDEST_MM)


def svg(text: str, label: str) -> str:
    """The drawing; `label` is the text escaped for an attribute."""
    drawn = modules(text)
    bars, at = [], QUIET
    for is_bar, run in groupby(drawn):
        width = len(list(run))
        if is_bar == "1":
            bars.append(f"M{at} 0h{width}v1h-{width}z")
        at += width
    total = at + QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="barcode" role="img" aria-label="{label}" '
        f'width="{width_mm(text):.2f}mm" height="{HEIGHT_MM}mm" viewBox="0 0 {total} 1" preserveAspectRatio="none" '
        f'shape-rendering="crispEdges"><path d="{"".join(bars)}"></path></svg>'
    )
