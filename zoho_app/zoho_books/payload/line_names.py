"""What lines without a SKU mean by their names, such as "Gift wrap", "Tip" or "Engraving: *".

Pure: no database, no network. Names compare after trimming, ignoring case. `*` stands for any text, and the longest
name that fits a line counts, so that "Engraving: gold" goes before "Engraving: *".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from zoho_app.orders.input.keys import text_key
from zoho_app.rules import wildcards

# What a name means: an item of Zoho Books, nothing at all, or money off the order.
ITEM, LEAVE_OUT, DISCOUNT = "item", "leave_out", "discount"


class Meaning(Protocol):
    """The answer that a person has given for a name."""

    name: str
    meaning: str
    sku: str


@dataclass(frozen=True)
class LineNames:
    """The answers of a store: those for whole names by their `text_key`, and those with a `*`, the longest first."""

    whole: Mapping[str, Meaning] = field(default_factory=dict)
    patterns: tuple[tuple[str, Meaning], ...] = ()

    def find(self, name: str) -> Meaning | None:
        """What a line of this name means; None when nobody has said."""
        key = text_key(name)
        if key in self.whole:
            return self.whole[key]
        return next((answer for pattern, answer in self.patterns if wildcards.matches(key, pattern)), None)


def line_names(answers: Iterable[Meaning]) -> LineNames:
    """Put the answers of a store in order."""
    keyed = [(text_key(answer.name), answer) for answer in answers]
    patterns = sorted((one for one in keyed if "*" in one[0]), key=lambda one: -len(one[0]))
    return LineNames({key: answer for key, answer in keyed if "*" not in key}, tuple(patterns))


NONE = LineNames()
