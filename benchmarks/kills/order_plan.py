"""The orders of a run, by chance but the same for the same seed."""

import random
from dataclasses import dataclass

REGULARS = 50  # customers who share a third of all orders
CANCELED = 0.05
LONGEST_SECOND_THOUGHTS = 30.0


@dataclass(frozen=True)
class Wanted:
    """One order: how the channel calls it, whose it is, and after how many seconds it is canceled, if ever."""

    source_id: str
    email: str
    cancel_after: float | None = None


def orders(count: int, seed: int) -> list[Wanted]:
    """A third of the orders are those of 50 customers, each of whom orders all at once; one in 20 is canceled."""
    chance = random.Random(seed)
    shared = count // 3
    groups = [[f"new{number}@example.com"] for number in range(count - shared)]
    regulars = min(REGULARS, shared)
    groups += [[f"regular{one}@example.com"] * len(range(one, shared, regulars)) for one in range(regulars)]
    chance.shuffle(groups)
    emails = [email for group in groups for email in group]
    return [Wanted(f"K-{number:05}", email, _second_thoughts(chance)) for number, email in enumerate(emails)]


def _second_thoughts(chance: random.Random) -> float | None:
    return chance.uniform(0, LONGEST_SECOND_THOUGHTS) if chance.random() < CANCELED else None
