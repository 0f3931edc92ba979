"""Figure 10: what every parser of text from outside takes for texts that are made to trouble it.

    script/bench parsers [--characters 2000000] [--write FILE]

Each parser reads each text at an eighth of the length and at the whole of it.
"""

import gc
import logging
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from flask import Flask

from benchmarks.figure import Figure, arguments
from harness.parsers import BOUND, LONGER, PARSERS, growth
from harness.troubling_texts import KINDS
from zoho_app import create_app
from zoho_app.config import load

LEAST = 0.1  # seconds; less is not worth measuring
MOST_SECONDS = 4.0  # of CPU, for any text of 2,000,000 characters
SHOWN = 5


def measure(characters: int) -> Figure:
    """The slowest and the fastest growing of all pairs of a parser and a text."""
    figure = Figure(f"Figure 10: {len(PARSERS)} parsers, {len(KINDS)} texts of {characters:,} characters")
    with TemporaryDirectory(prefix="bookdesk-") as folder:
        app = create_app(load({"INSTANCE_DIR": folder}))
        # Python looks at the whole application's objects whenever a parser has made many of its own: not its cost.
        gc.collect()
        gc.freeze()
        found = list(_all(app, characters))
    figure.exactly("parsers times texts", len(found), len(PARSERS) * len(KINDS))
    figure.at_most("the slowest, seconds of CPU", max(seconds for _, seconds, _ in found), MOST_SECONDS)
    figure.at_most(f"growth where a text is {LONGER} times as long", max(grown for *_, grown in found), BOUND)
    name, _, grown = max(found, key=lambda one: one[2])
    figure.tell(f"that was {name}", grown)
    for name, seconds, _ in sorted(found, key=lambda one: -one[1])[:SHOWN]:
        figure.tell(name, seconds)
    return figure


def _all(app: Flask, characters: int) -> Iterator[tuple[str, float, float]]:
    for kind, made in KINDS.items():
        short, long = made(characters // LONGER), made(characters)
        for name, parser in PARSERS.items():
            seconds, grown = growth(app, parser, short, long, LEAST)
            yield f"{name}: {kind}", seconds, grown


if __name__ == "__main__":
    logging.disable(logging.INFO)
    options = arguments(__doc__, characters=2_000_000)
    raise SystemExit(measure(options.characters).end(options.write))
