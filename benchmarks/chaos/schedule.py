"""One seed -> one day: when it begins, what is done when, and what the weather is like meanwhile."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.chaos import story as tales
from benchmarks.chaos.faults import WEATHER

HOUR = 3600.0
# Just before the clocks of New York go forward, just before they go back, shortly before its midnight, any day.
BEGINNINGS = (
    datetime(2026, 3, 8, 5, 45, tzinfo=UTC),
    datetime(2026, 11, 1, 4, 45, tzinfo=UTC),
    datetime(2026, 8, 20, 3, 0, tzinfo=UTC),
    datetime(2026, 6, 9, 14, 0, tzinfo=UTC),
)
FAULTS_END = 3 * HOUR

# What people do, and how often within a day: (action, at least, at most); below 0 is not at all, so that -3 is rare.
ACTIONS = (
    ("arrive", 5, 11), ("submit", 3, 8), ("cancel", 1, 4), ("move", 0, 3), ("check", 0, 2), ("compare", 0, 1),
    ("ship", 1, 7), ("void", 0, 1), ("delete", 0, 1), ("edit", 0, 2), ("invoice", 0, 1), ("delete_contact", 0, 2),
    ("delete_item", 0, 1), ("write_by_hand", 0, 1), ("wipe", 0, 2), ("step", 0, 2), ("revoke", 0, 1),
    ("expire", 0, 2), ("spend_the_day", -3, 1),
)  # fmt: skip
# How likely a fault is for each call while its weather lasts, and how long that is.
LIKELY = (0.15, 0.9)
LASTS = (30.0, 1200.0)
KINDS_OF_WEATHER = (
    *WEATHER,
    tales.KILLED,
    tales.KILLED,
    tales.FROZEN,
    tales.AWAY,
    tales.CHANNEL_TROUBLE,
)


@dataclass(frozen=True)
class Spell:
    """Some time of bad weather, in seconds since the beginning."""

    name: str
    begins: float
    ends: float
    likely: float


@dataclass(frozen=True)
class Plan:
    """What a seed stands for."""

    begins: datetime
    actions: list[tuple[float, str]] = field(default_factory=list)  # in order of time
    spells: list[Spell] = field(default_factory=list)
    page_size: int = 200
    calls_a_minute: int = 100
    poll_minutes: int = 15
    unsteady: float = 0.0  # how likely a later page of a list is read after its rows have moved, or one is repeated


def plan(seed: int) -> Plan:
    """The plan of a seed; the same for ever, as long as nothing in this file changes."""
    rng = random.Random(f"plan {seed}")
    bursts = [rng.uniform(0, FAULTS_END * 0.8) for _ in range(rng.randint(1, 4))]
    actions = [
        (_timestamp(rng, bursts), name) for name, least, most in ACTIONS for _ in range(rng.randint(least, most))
    ]
    return Plan(
        begins=rng.choice(BEGINNINGS) + timedelta(seconds=rng.randint(0, 900)),
        actions=sorted(actions),
        spells=[_spell(rng, bursts) for _ in range(rng.randint(3, 8))],
        page_size=rng.choice((2, 3, 5, 200)),
        calls_a_minute=rng.choice((20, 40, 100)),
        poll_minutes=rng.choice((15, 30, 60)),
        unsteady=rng.choice((0, 0.2, 0.6)),
    )


def _timestamp(rng: random.Random, bursts: list[float]) -> float:
    """Most of a day happens within a few minutes."""
    if rng.random() < 0.75:
        return rng.choice(bursts) + rng.expovariate(1 / 120)
    return rng.uniform(0, FAULTS_END)


def _spell(rng: random.Random, bursts: list[float]) -> Spell:
    begins = max(0.0, rng.choice(bursts) + rng.uniform(-120, 240))
    return Spell(rng.choice(KINDS_OF_WEATHER), begins, begins + rng.uniform(*LASTS), rng.uniform(*LIKELY))
